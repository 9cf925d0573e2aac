# python: 3
# Python 3's spelling of conformance/jython/01_date.py, as far as the rows mean the same.
import copy, sys
from java.util import Date
import java.lang
d = Date(1700000000123)
e = Date(1700000000124)
print("str    ", str(d))
print("repr   ", repr(d))
print("print  ", d)
print("%s     ", "%s" % d)
print("%r     ", "%r" % d)
print("format ", "{0}".format(d), f"{d}")
print("concat ", "at " + str(d))
print("in list", [d], (d,), {'k': d})
print("toString", repr(d.toString()))
print("getTime", repr(d.getTime()), d.time, repr(d.time))
print("isinstance Date", isinstance(d, Date), type(d) is Date, Date is java.util.Date)
print("<  ", d < e, d > e, d <= e, d >= e, d == e, d != e)
print("== same instant", d == Date(1700000000123), d is Date(1700000000123), hash(d) == hash(Date(1700000000123)), hash(d), d.hashCode())
print("before/after/compareTo", d.before(e), d.after(e), d.compareTo(e), d.equals(e))
print("sorted", sorted([e, d]) == [d, e], min([e, d]), max(d, e) is e)
print("dict key", {d: 1}[Date(1700000000123)])
print("truth", bool(d), bool(Date(0)))
for expr in ["d - e", "d + 1", "d - 1", "1 + d", "-d", "len(d)", "d[0]", "d == 5", "d != 5", "d < None", "d == None", "d.foo", "d.time = 5", "'%d' % d.getTime()", "'%s' % d.getTime()", "d.getTime() - e.getTime()", "(e.getTime() - d.getTime())/1000.0", "d.getYear(), d.getMonth(), d.getDate(), d.year, d.month, d.date, d.day, d.hours, d.minutes, d.seconds, d.timezoneOffset", "Date(d)", "Date('x')", "Date(1.5)", "Date(1, 2)", "Date(100, 0, 1)", "Date(2**63)", "Date(None)", "Date(time=5)", "Date(70000000000)", "d.before(5)", "d.before(None)", "d.before()", "Date(-1)", "Date(253402300800000)", "Date(-62135769600001)", "Date(-99999999999999)", "d.clone()", "copy.copy(d)", "copy.deepcopy(d)", "Date(123, 1, 31 + 28, 25, 61, 61)", "Date(nope=5)", "d < 5", "sorted([d, 5])"]:
    try:
        if expr.startswith('d.time ='):
            f = Date(1); f.time = 5; r = f.getTime()
        else: r = eval(expr)
        print("%-40s -> %r  (%s)" % (expr, r, type(r).__name__))
    except: print("%-40s !! %s: %s" % (expr, sys.exc_info()[0].__name__, sys.exc_info()[1]))
now = Date()
print(now > d, now.getTime() > 1700000000123)
