# python: 3
import sys
print("line"); print("no end", end=""); print(" of line")
print("to errors", file=sys.stderr)
sys.stdout.write("written\n"); sys.stdout.writelines(["a\n", "b\n"]); sys.stdout.flush()
print("x" * 20, "\u00e9\u20ac", "\ud800", sep="|")
print(sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.writable(), sys.stdout.closed, sys.stdout.name, sys.stderr.name)
import io
keep, sys.stdout = sys.stdout, io.StringIO()
print("caught")
text, sys.stdout = sys.stdout.getvalue(), keep
print(repr(text))
try:
    sys.stdout.write(5)
except TypeError as e:
    print(e)
print("the end without a line end", end="")
