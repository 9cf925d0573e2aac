"""What becomes of a character that an encoding does not have, for `codecs`: the handlers that scripts register and name.

The engine asks a handler with the bytes and texts that it works on itself. A script's handler is told of them as `str`
and `unicode`, and what it answers is checked as in 2.7: a `unicode`, and the place where to go on.
"""

import __builtin__
import codecs as _engines

from _python2._text import to_unicode, unicode

_caught = getattr(__builtin__, "$caught")
_KINDS = (UnicodeEncodeError, UnicodeDecodeError, UnicodeTranslateError)
_registered = {}


def register_error(errors, handler):
    """Gives a handler a name, by which texts can be told to ask it."""
    if not callable(handler):
        raise TypeError("argument 2 must be callable")
    _registered[errors] = handler
    _engines.register_error(errors, _asked(handler))


def lookup_error(errors):
    """The handler that has a name."""
    found = _registered.get(errors) or _OWN.get(errors)
    if found is None:
        raise LookupError(f"unknown error handler name {errors}")
    return found


def _asked(handler):
    """A handler as the engine asks it."""
    def ask(fault):
        answer = handler(_caught(_copied(fault)))
        is_pair = isinstance(answer, tuple) and len(answer) == 2
        if not is_pair or not isinstance(answer[0], unicode) or not isinstance(answer[1], int):
            way = "decoding" if isinstance(fault, UnicodeDecodeError) else "encoding"
            raise TypeError(f"{way} error handler must return (unicode, int) tuple")
        return str(answer[0]), answer[1]

    return ask


def _copied(fault):
    """A fault that may be changed: the engine goes on with its own."""
    if isinstance(fault, UnicodeTranslateError):
        return UnicodeTranslateError(fault.object, fault.start, fault.end, fault.reason)
    return type(fault)(fault.encoding, fault.object, fault.start, fault.end, fault.reason)


def _require(fault, *kinds):
    if not isinstance(fault, kinds):
        raise TypeError(f"Don't know how to handle {type(fault).__name__} in error callback")
    is_bytes = isinstance(fault, UnicodeDecodeError)
    if not isinstance(fault.object, (str, bytes)) or isinstance(fault.object, unicode) == is_bytes:
        raise TypeError(f"object attribute must be {'str' if is_bytes else 'unicode'}")


def strict_errors(fault):
    """Raises the fault."""
    _require(fault, *_KINDS)
    raise fault


def ignore_errors(fault):
    """Leaves out what is no character."""
    _require(fault, *_KINDS)
    return to_unicode(""), fault.end


def replace_errors(fault):
    """Puts a mark where something is no character."""
    _require(fault, *_KINDS)
    if isinstance(fault, UnicodeDecodeError):
        return to_unicode("\ufffd"), fault.end
    return to_unicode("?" if isinstance(fault, UnicodeEncodeError) else "\ufffd"), fault.end


def _spelled(spell):
    """A handler that writes the characters of a fault in another way."""
    def handler(fault):
        _require(fault, UnicodeEncodeError)
        return to_unicode("".join(map(spell, str(fault.object)[fault.start:fault.end]))), fault.end

    return handler


def _escape(character):
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


xmlcharrefreplace_errors = _spelled(lambda character: f"&#{ord(character)};")
backslashreplace_errors = _spelled(_escape)
_OWN = {
    "strict": strict_errors, "ignore": ignore_errors, "replace": replace_errors,
    "xmlcharrefreplace": xmlcharrefreplace_errors, "backslashreplace": backslashreplace_errors,
}
