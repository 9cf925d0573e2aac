# -*- coding: utf-8 -*-
"""Runs cases under Jython and prints what each leads to; `cargo xtask conformance --regen` starts it.

    jython answer.py FILE.cases ...

For each file it prints one line of JSON: its path and the text of its answers. How both are written is in README.md.

One process answers many cases, since Jython takes a second to start. What that could change is undone: a case runs in
a module `__main__` of its own, named `script.py` and with its lines known to tracebacks; the streams, `__builtin__`
and the modules that it may have changed are as before for the next one. Output is caught by an object that takes
`str` and `unicode` and counts the soft space as a file does.
"""

import __builtin__
import cStringIO
import codecs
import json
import linecache
# Here and once: Jython finds other rules than those of `C` when its module is imported a second time.
import locale
import re
import sys
import types

FILE = "script.py"
# PEP 263: where a file may declare its encoding, and how.
DECLARATION = re.compile(r"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")


class Stream(object):
    """Catches what is written; a text as UTF-8, which is what a terminal would get."""

    softspace = 0

    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text.encode("utf-8") if isinstance(text, unicode) else str(text))

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def text(self):
        return "".join(self.parts)


def cases(path):
    """The cases of a file, as pairs of name and source."""
    found = []
    for line in codecs.open(path, encoding="utf-8"):
        if line.startswith("#=== "):
            found.append((line[5:].strip(), []))
        elif found:
            found[-1][1].append(line)
        elif line.strip() and not line.startswith("#"):
            raise SystemExit("%s: text before the first case: %r" % (path, line))
    return [(name, "".join(lines).rstrip(u"\n") + u"\n") for name, lines in found]


def encoded(name, source):
    """The bytes of a case, in the encoding that it declares."""
    matches = [DECLARATION.match(line) for line in source.split(u"\n")[:2]]
    names = [match.group(1) for match in matches if match]
    try:
        return source.encode(names[0] if names else "ascii")
    except UnicodeEncodeError:
        raise SystemExit("%s: a case with other characters than ASCII has to declare its encoding" % name)


def run(source):
    """What a case prints, and how it ends."""
    main = types.ModuleType("__main__")
    builtins, modules, streams = vars(__builtin__).copy(), sys.modules.copy(), (sys.stdin, sys.stdout, sys.stderr)
    output, errors = Stream(), Stream()
    sys.modules["__main__"], linecache.cache[FILE] = main, (len(source), None, source.splitlines(True), FILE)
    sys.stdin, sys.stdout, sys.stderr = cStringIO.StringIO(""), output, Stream()
    ending = ""
    try:
        try:
            exec compile(source, FILE, "exec") in main.__dict__
        except:
            sys.stderr = errors
            ending = ended(errors)
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        sys.exc_clear()
        restore(vars(__builtin__), builtins)
        restore(sys.modules, modules)
    return output.text(), ending


def ended(errors):
    """The exception that ends a case, as the interpreter shows it: what follows the frames of the traceback."""
    kind, value = sys.exc_info()[:2]
    if kind is SystemExit:
        return "!! exited: %d" % exit_code(value.code)
    sys.excepthook(*sys.exc_info())
    lines = errors.text().rstrip("\n").split("\n")
    frames = [number for number, line in enumerate(lines) if line.startswith((" ", "\t"))]
    return "!! raised: " + "\n".join(lines[frames[-1] + 1:] if frames else lines[1:])


def exit_code(code):
    """What the process would end with."""
    if code is None:
        return 0
    return code if isinstance(code, int) else 1


def restore(names, before):
    for name in names.keys():
        if name not in before:
            del names[name]
    names.update(before)


def answer(name, source):
    """The lines of one answer."""
    text, ending = run(encoded(name, source))
    lines = text.split("\n")
    if lines[-1]:
        lines.append("\\ no newline")
    else:
        lines.pop()
    if ending:
        lines.append(ending)
    for line in lines[:-1]:
        if line.startswith(("=== ", "!! ", "\\ ")) and line != "\\ no newline":
            raise SystemExit("%s prints a line that would be taken for something else: %s" % (name, line))
    return ["=== " + name.encode("utf-8")] + lines


def answers(path):
    lines = []
    for name, source in cases(path):
        lines += answer(name, source)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for path in sys.argv[1:]:
        print json.dumps({"file": path, "answers": answers(path).decode("utf-8")})
