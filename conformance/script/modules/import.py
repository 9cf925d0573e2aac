# python: both
# worker: own
import sys
import units
print(units.celsius(212))
from units import Gauge, celsius
print(Gauge(7).read())
from shapes import square
print(square.area(3))
import shapes.square
print(shapes.square is square)
from shapes.square import lazy
print(lazy())
print(units.calls)
print("%s %s %s" % (units.__name__, units.__file__, units.__doc__))
print("%s %s" % (square.__name__, square.__file__))
import circle_a
print(circle_a.other() + circle_a.circle_b.other())
# A name that is explained only where the project has no module of it.
import ftplib
print(ftplib.note("x"))
