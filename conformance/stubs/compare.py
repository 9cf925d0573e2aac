"""Imports every stub of Python 2 under Jython, and compares the functions' parameters with those of the catalogue.

    jython compare.py FOLDER FUNCTIONS.json

Prints each difference, and at the end how much was compared. The packages of Java's are there in Jython itself, so that their
stubs are loaded by their files.
"""

import imp
import inspect
import json
import os
import sys


def expected(function):
    """What inspect says of a function with these forms: names, the name of the rest, defaults."""
    forms = function["forms"]
    if len(forms) > 1:
        return [], "args", None
    parameters = forms[0]["parameters"]
    defaults = tuple(eval(one["default"]) for one in parameters if not one["required"])
    return [one["name"] for one in parameters], None, defaults or None


def compare(namespace):
    module = __import__(namespace["name"], fromlist=["*"])
    listed = dict((function["name"], function) for function in namespace["functions"])
    for name, found in sorted(vars(module).items()):
        if inspect.isfunction(found) and name not in listed:
            print "%s.%s is not in the catalogue" % (namespace["name"], name)
    for name, function in sorted(listed.items()):
        found = getattr(module, name, None)
        if found is None:
            print "%s.%s is missing" % (namespace["name"], name)
            continue
        names, rest, keywords, defaults = inspect.getargspec(found)
        if (names, rest, defaults) != expected(function) or keywords:
            print "%s.%s has %r" % (namespace["name"], name, inspect.getargspec(found))
    return len(listed)


def load_all(folder):
    # Jython may have taken `com` for a package of Java's by now.
    sys.modules.pop("com", None)
    __import__("com.inductiveautomation")
    count = 0
    for within, _, names in os.walk(folder):
        for name in sorted(names):
            if name.endswith(".py"):
                count += 1
                module = imp.load_source("stub_%d" % count, os.path.join(within, name))
                if not module.__doc__:
                    print "%s says nothing" % os.path.join(within, name)
    return count


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    folder, facts = sys.argv[1:]
    sys.path.insert(0, folder)
    with open(facts) as opened:
        namespaces = json.load(opened)["namespaces"]
    functions = sum(compare(namespace) for namespace in namespaces)
    print "%d functions, %d files" % (functions, load_all(folder))
