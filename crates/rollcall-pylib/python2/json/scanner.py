"""`json.scanner` of Python 2.7: what reads the next value of a text."""

import re as _engines

__all__ = ["make_scanner"]

NUMBER_RE = _engines.compile(r"(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?")


def make_scanner(context):
    """A function from a text and a place in it to the value there, and where that ends."""
    return context.raw_decode


py_make_scanner = c_make_scanner = make_scanner
