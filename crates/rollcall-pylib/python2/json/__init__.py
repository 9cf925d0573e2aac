"""`json` of Python 2.7: texts are `unicode` when they are read, and bytes are taken as UTF-8 when they are written."""

from _python2 import load as _module

__version__ = "2.0.9"
__all__ = ["dump", "dumps", "load", "loads", "JSONDecoder", "JSONEncoder"]

JSONEncoder = _module("json.encoder").JSONEncoder
JSONDecoder = _module("json.decoder").JSONDecoder

# Those of most calls.
_encoder = JSONEncoder()
_decoder = JSONDecoder()


def dumps(obj, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None,
          separators=None, encoding="utf-8", default=None, sort_keys=False, **kw):
    """A value as text."""
    if (cls is None and indent is None and separators is None and default is None and encoding == "utf-8" and not kw
            and not skipkeys and ensure_ascii and check_circular and allow_nan and not sort_keys):
        return _encoder.encode(obj)
    encoder = (cls or JSONEncoder)(
        skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular, allow_nan=allow_nan,
        indent=indent, separators=separators, encoding=encoding, default=default, sort_keys=sort_keys, **kw)
    return encoder.encode(obj)


def dump(obj, fp, *how, **kw):
    """A value as text, to a file in memory."""
    fp.write(dumps(obj, *how, **kw))


def loads(s, encoding=None, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None,
          object_pairs_hook=None, **kw):
    """The value of a text."""
    if (encoding is cls is object_hook is parse_float is parse_int is parse_constant is object_pairs_hook is None
            and not kw):
        return _decoder.decode(s)
    decoder = (cls or JSONDecoder)(
        encoding=encoding, object_hook=object_hook, parse_float=parse_float, parse_int=parse_int,
        parse_constant=parse_constant, object_pairs_hook=object_pairs_hook, **kw)
    return decoder.decode(s)


def load(fp, *how, **kw):
    """The value of the text in a file in memory."""
    return loads(fp.read(), *how, **kw)
