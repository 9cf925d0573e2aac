# python: both
# worker: own
import project.shapes.square
import project.units as u, project.json
print("%s %s" % (project.shapes.square.area(3), u.celsius(32)))
print("%s %s" % (project.json.mine, u is project.units))
