# python: both
from java.util.regex import PatternSyntaxException

def check(**given):
    try:
        print(len(system.rollcall.getSessions(**given)))
    except Exception as error:
        print('%s: %s' % (type(error).__name__, error))

check(onMissing='ignore')
check(onMissing=u'partial')
check(onMissing=None)
check(timeout=0)
check(timeout=-1)
check(timeout=60001)
check(timeout=10 ** 30)
check(timeout=60000)
check(timeout=None)
check(timeout='1s')
check(timeout=1.5)
check(cluster=None)
check(cluster=1)
check(usernameFilter=7)
check(user='x')
try:
    system.rollcall.getSessions(None, None, True, 'raise', 1000, 7)
except TypeError as error:
    print(error)
try:
    system.rollcall.getSessions('(')
except PatternSyntaxException as error:
    print(error.getIndex())
