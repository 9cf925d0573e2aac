# python: 3
import sys
print("a")
sys.exit()
