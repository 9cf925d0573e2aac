# python: both
import sys
from java.awt import Color
c = Color(1, 2, 3)
print("%s %s %s %s %s" % (c, c.red, c.getGreen(), c.blue, c.alpha))
print("%s %s %s" % (Color.red, Color.RED == Color(255, 0, 0), hash(Color.RED)))
print("%s %s" % (Color.red.RGB, Color(1, 2, 3).getRGB()))
for code in ["Color(1, 2)", "Color()", "Color(1.5, 0, 0)", "Color(256, -1, 0, 300)", "Color(0xff000000)", "Color(-1)",
             "Color('a', 'b', 'c')", "Color(1, 2, None)", "Color(1, 2, 3, x=3)", "Color.decode(3)",
             "Color.decode('0x10')", "Color.decode('#')", "Color.decode('')", "Color.decode('010')", "Color.decode('x')",
             "Color.decode('-1')", "Color(0, 0, 0).brighter()", "Color(1, 2, 200).brighter()",
             "Color(1, 2, 200, 7).darker().alpha", "Color(1, 2, 3) != None", "Color(1, 2, 3) == 5",
             "Color(1.0, 0.5, 0.25, 0.5).alpha", "Color(True, 2, 3)", "Color(0.1, 0.2, 0.3)", "Color(1, 2, 2.5)",
             "setattr(c, 'red', 5)", "setattr(c, 'x', 5)", "c.x", "Color.orange", "Color.DARK_GRAY", "c.toString()",
             "c.equals(Color(1, 2, 3))"]:
    try:
        print("%s: %s" % (code, eval(code)))
    except:
        kind, error = sys.exc_info()[:2]
        print("%s: %s %s" % (code, kind.__name__, error))
