# python: 3
import sys
for f in (input, sys.stdin.read, sys.stdin.readline, lambda: list(sys.stdin)):
    try:
        f()
    except EOFError as e:
        print("EOFError", e)
