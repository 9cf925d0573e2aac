# python: 3
# What a script leaves in its globals is gone, what it leaves in a module stays while the worker is assigned.
import json
left = 1
json.left_here = 2
import sys
sys.stdout = None
