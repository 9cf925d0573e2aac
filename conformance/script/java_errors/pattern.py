# python: 3
# The rows of conformance/jython/05 about java.util.regex.Pattern.
import sys
from java.util.regex import Pattern

def t(src):
    try: print("%-46s -> %r" % (src, eval(src)))
    except: print("%-46s !! %s: %s" % (src, sys.exc_info()[0].__name__, sys.exc_info()[1]))

p = Pattern.compile("bi.*")
for s in ("Pattern.compile('bi.*')", "str(Pattern.compile('bi.*'))", "Pattern.compile('a(')", "Pattern.compile('[')", "Pattern.compile('*')", "Pattern.compile('a{2,1}')", "Pattern.compile(None)", "Pattern.compile(5)", "Pattern.compile('a', 2, 3)", "Pattern.compile()", "Pattern.compile(regex='a')", "Pattern.matches('bi.*', 'billy')", "Pattern.matches('bi', 'billy')", "Pattern.matches('bi.*')", "Pattern.matches(1, 2)", "Pattern.matches('a', 'a', 'a')", "Pattern.matches(u'Zo\xeb', u'Zo\xeb')", "p.matcher('billy').matches()", "p.matcher()", "p.matcher(5)", "p.matcher(None)", "p.matcher(input='x')", "Pattern.compile(['a'])", "Pattern.compile(True)", "Pattern.compile(1.5)", "p.pattern()", "Pattern.compile('a', 2)", "Pattern.compile('a', 0)"):
    t(s)
