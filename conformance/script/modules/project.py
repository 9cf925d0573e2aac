# python: both
# worker: own
print(project.units.celsius(32))
print(project.shapes.square.area(4))
import units
print(project.units is units)
import shapes
print("%s %s" % (project.shapes is shapes, project.shapes.square is shapes.square))
import project.units
from project.shapes import square
from project import shapes as s
print("%s %s" % (square.area(2), s is shapes))
print(units.__spec__.name)
# Python's own library comes first by name, the project's through `project`.
import json
print("%s %s" % (json.dumps([1]), project.json.mine))
print(hasattr(json, "mine"))
print(hasattr(project, "nobody"))
print([project.units.Gauge(n).read() for n in (1, 2)])
