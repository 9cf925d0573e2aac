"""`pprint` of Python 2.7: dictionaries in the order of their keys, one item a line where a line is too short.

Texts are never broken, and sets are sorted where they are shown by themselves.
"""

import __builtin__
import sys

__all__ = ["pprint", "pformat", "isreadable", "isrecursive", "saferepr", "PrettyPrinter"]

# The brackets, and by how much what is inside them is indented beside the level's own.
_BRACKETS = {
    list: ("[", "]", 0), tuple: ("(", ")", 0), set: ("set([", "])", 4), frozenset: ("frozenset([", "])", 10),
}


def pprint(object, stream=None, indent=1, width=80, depth=None):
    """Writes a value to a stream: what is printed to, unless one is given."""
    PrettyPrinter(indent, width, depth, stream).pprint(object)


def pformat(object, indent=1, width=80, depth=None):
    return PrettyPrinter(indent, width, depth).pformat(object)


def saferepr(object):
    """The text of a value, which may contain itself."""
    return _shown(object, {}, None, 0)[0]


def isreadable(object):
    return _shown(object, {}, None, 0)[1]


def isrecursive(object):
    return _shown(object, {}, None, 0)[2]


class PrettyPrinter:
    """Writes values so that a person can read them."""

    def __init__(self, indent=1, width=80, depth=None, stream=None):
        assert indent >= 0, "indent must be >= 0"
        assert depth is None or depth > 0, "depth must be > 0"
        assert width, "width must be != 0"
        self._indent_per_level, self._width, self._depth = int(indent), int(width), depth
        self._stream = sys.stdout if stream is None else stream

    def pprint(self, object):
        self._stream.write(self.pformat(object) + "\n")

    def pformat(self, object):
        parts = []
        self._write(object, parts, 0, 0, {}, 0)
        return "".join(parts)

    def isrecursive(self, object):
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        _, is_readable, is_recursive = self.format(object, {}, 0, 0)
        return is_readable and not is_recursive

    def format(self, object, context, maxlevels, level):
        """A value as one line, whether it can be read again, and whether it contains itself. Subclasses change it."""
        return _shown(object, context, maxlevels, level)

    def _text(self, object, context, level):
        return self.format(object, context.copy(), self._depth, level)[0]

    def _write(self, object, parts, indent, allowance, context, level):
        level += 1
        if id(object) in context:
            parts.append(_recursion(object))
            return
        text = self._text(object, context, level - 1)
        kind = _container(object)
        if kind is None or self._depth and level > self._depth:
            parts.append(text)
            return
        is_broken = len(text) > self._width - 1 - indent - allowance
        context[id(object)] = 1
        write = self._write_dict if kind is dict else self._write_items
        write(object, kind, is_broken, parts, indent, allowance, context, level)
        del context[id(object)]

    def _write_dict(self, object, kind, is_broken, parts, indent, allowance, context, level):
        parts.append("{" + " " * (self._indent_per_level - 1))
        indent += self._indent_per_level
        for number, (key, value) in enumerate(__builtin__.sorted(object.items())):
            name = self._text(key, context, level)
            if number:
                parts.append(",\n" + " " * indent if is_broken else ", ")
            parts.append(name + ": ")
            self._write(value, parts, indent + len(name) + 2, allowance + 1, context, level)
        parts.append("}")

    def _write_items(self, object, kind, is_broken, parts, indent, allowance, context, level):
        start, end, inside = _BRACKETS[kind]
        if inside and not object:
            parts.append(kind.__name__ + "()")
            return
        items = __builtin__.sorted(object) if inside else object
        parts.append(start + " " * (self._indent_per_level - 1 if is_broken else 0))
        indent += self._indent_per_level + inside
        for number, item in enumerate(items):
            if number:
                parts.append(",\n" + " " * indent if is_broken else ", ")
            self._write(item, parts, indent, allowance + 1, context, level)
        parts.append("," + end if kind is tuple and len(object) == 1 else end)


def _container(object):
    """The builtin type whose way of being shown a value has, if its items are shown one by one."""
    own = getattr(type(object), "__repr__", None)
    return next((kind for kind in (dict, *_BRACKETS) if own is kind.__repr__), None)


def _shown(object, context, maxlevels, level):
    """A value as one line, whether it can be read again, and whether it contains itself."""
    kind = _container(object)
    if kind not in (dict, list, tuple):
        text = __builtin__.repr(object)
        return text, bool(text) and not text.startswith("<"), False
    if not object:
        return __builtin__.repr(object), True, False
    start, end = ("{", "}") if kind is dict else _BRACKETS[kind][:2]
    if maxlevels and level >= maxlevels:
        return start + "..." + end, False, id(object) in context
    if id(object) in context:
        return _recursion(object), False, True
    context[id(object)] = 1
    parts, flags = [], []
    for item in __builtin__.sorted(object.items()) if kind is dict else object:
        shown = [_shown(part, context, maxlevels, level + 1) for part in (item if kind is dict else (item,))]
        parts.append(": ".join(text for text, _, _ in shown))
        flags += shown
    del context[id(object)]
    tail = "," if kind is tuple and len(object) == 1 else ""
    is_readable, is_recursive = all(flag[1] for flag in flags), any(flag[2] for flag in flags)
    return start + ", ".join(parts) + tail + end, is_readable, is_recursive


def _recursion(object):
    return f"<Recursion on {type(object).__name__} with id={id(object)}>"
