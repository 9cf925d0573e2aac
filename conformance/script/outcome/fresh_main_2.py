# python: 3
import json, sys
print("left" in globals(), json.left_here, __name__, __file__, sys.argv, sys.modules["__main__"].__dict__ is globals())
del json.left_here
