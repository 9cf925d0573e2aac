"""Lists the public functions of `system` in a wheel of stubs: namespace, name and parameters, between tabs.

    python3 signatures.py WHEEL

The modules are parsed and not run. What is public is what `__all__` names. A default is written as its source has it.
"""

import ast
import re
import sys
import zipfile

MODULE = re.compile(r"system/([a-z][a-z0-9]*)\.py")


def public_functions(tree):
    names, functions = [], {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(getattr(to, "id", "") == "__all__" for to in node.targets):
            names = ast.literal_eval(node.value)
        elif isinstance(node, ast.FunctionDef):
            functions[node.name] = node.args
    return [(name, functions[name]) for name in names if name in functions]


def parameters(arguments, source):
    """The parameters as they are written, on one line."""
    positional = [argument.arg for argument in arguments.args]
    first_default = len(positional) - len(arguments.defaults)
    for place, default in enumerate(arguments.defaults, first_default):
        positional[place] += "=" + " ".join(ast.get_source_segment(source, default).split())
    if arguments.vararg:
        positional.append("*" + arguments.vararg.arg)
    if arguments.kwarg:
        positional.append("**" + arguments.kwarg.arg)
    return ", ".join(positional)


def lines(wheel):
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            module = MODULE.fullmatch(name)
            if module:
                source = archive.read(name).decode("utf-8")
                for function, arguments in public_functions(ast.parse(source)):
                    yield "\t".join(("system." + module.group(1), function, parameters(arguments, source)))


if __name__ == "__main__":
    print("\n".join(sorted(lines(sys.argv[1]))))
