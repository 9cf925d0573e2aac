"""The engine's scanner of JSON, kept from what is no number.

It takes `1e` or `1-2` for a number and fails over it, as far as it makes the number itself. So it is given what makes
numbers, which refuses them; then the library's own scanner reads the text again, and says what is wrong and where.
"""

from _json import make_scanner as _engines
from functools import partial

# Not the types themselves, by which the scanner would know that it may make the numbers.
_MAKERS = {float: partial(float), int: partial(int)}


class _Settings:
    """What the engine's scanner asks of a decoder."""

    def __init__(self, decoder):
        self.strict, self.parse_constant = decoder.strict, decoder.parse_constant
        self.object_hook, self.object_pairs_hook = decoder.object_hook, decoder.object_pairs_hook
        self.parse_float = _MAKERS.get(decoder.parse_float, decoder.parse_float)
        self.parse_int = _MAKERS.get(decoder.parse_int, decoder.parse_int)


def make_scanner(decoder):
    """A function of a text and a place in it: the value there, and where it ends."""
    from json.decoder import JSONDecodeError
    from json.scanner import py_make_scanner

    scan = _engines(_Settings(decoder))

    def scan_once(string, idx):
        try:
            return scan(string, idx)
        except JSONDecodeError:
            raise
        except ValueError as fault:
            # What a hook raises, a function of the script's, is its own matter.
            if fault.__traceback__.tb_next is not None:
                raise
        return py_make_scanner(decoder)(string, idx)

    return scan_once
