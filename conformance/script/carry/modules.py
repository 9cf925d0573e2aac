# python: both
# worker: own
import units
import math as m
from shapes import square
from units import Gauge
units.calls.append("here")
gauge = Gauge(5)
area = square.area
def work(f):
    calls = len(units.calls)
    print("%s %s %s" % (calls, f(212), m.sqrt(4)))
    print("%s %s" % (gauge.read(), area(3)))
    print("%s %s" % (type(gauge) is units.Gauge, project.units is units))
system.util.invokeAsynchronous(work, [units.celsius])
system.util.invokeAsynchronous(units.celsius, [5])
system.util.invokeAsynchronous(units.refuse)
