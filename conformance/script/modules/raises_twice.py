# python: both
# worker: own
# A module that failed is not kept: its next import runs it again.
import sys
for turn in (1, 2):
    try:
        import raises
    except ZeroDivisionError:
        print("%d: %s" % (turn, "raises" in sys.modules))
