"""`locale` of Python 2.7 as Jython has it: the rules of `C`, and numbers written by rules that are set by hand."""

import __builtin__
from locale import normalize

from _python2 import load

__all__ = """
    getlocale getdefaultlocale getpreferredencoding Error setlocale resetlocale localeconv strcoll strxfrm str atof
    atoi format format_string currency normalize LC_CTYPE LC_COLLATE LC_TIME LC_MONETARY LC_NUMERIC LC_ALL CHAR_MAX
""".split()

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127
Error = ValueError

_C = {
    "grouping": [CHAR_MAX], "currency_symbol": "", "n_sign_posn": CHAR_MAX, "p_cs_precedes": CHAR_MAX,
    "n_cs_precedes": CHAR_MAX, "mon_grouping": [], "n_sep_by_space": CHAR_MAX, "decimal_point": ".",
    "negative_sign": "", "positive_sign": "", "p_sep_by_space": CHAR_MAX, "int_curr_symbol": "",
    "p_sign_posn": CHAR_MAX, "thousands_sep": "", "mon_thousands_sep": "", "frac_digits": CHAR_MAX,
    "mon_decimal_point": "", "int_frac_digits": CHAR_MAX,
}
# Rules that go before those of `C`.
_override_localeconv = {}
_ONE_FORMAT = load("re").compile(r"%(?:\((?P<key>.*?)\))?(?P<modifiers>[-#0-9 +*.hlL]*?)[eEfFgGdiouxXcrs%]")

# `%` answers as in Python 2 to code of Python 2.
_filled = __builtin__.eval("lambda text, values: text % values", {"__builtins__": __builtin__})


def setlocale(category, locale=None):
    """The rules that hold, which are those of `C`; there are no others."""
    if locale is not None and not isinstance(locale, __builtin__.str):
        locale, _encoding = locale
    if locale not in (None, "", "C"):
        raise Error('_locale emulation only supports "C" locale')
    return "C"


def resetlocale(category=LC_ALL):
    setlocale(category, "")


def getlocale(category=LC_CTYPE):
    return None, None


def getdefaultlocale(envvars=()):
    return "en", "UTF-8"


def getpreferredencoding(do_setlocale=True):
    return "UTF-8"


def localeconv():
    """The rules by which numbers and amounts are written."""
    return {**_C, **_override_localeconv}


def strcoll(a, b):
    return load("__builtin__").cmp(a, b)


def strxfrm(s):
    return s


def format(percent, value, grouping=False, monetary=False, *additional):
    """A number by one `%` format, with its digits in groups if asked."""
    found = _ONE_FORMAT.match(percent)
    if not found or len(found.group()) != len(percent):
        raise ValueError(f"format() must be given exactly one %char format specifier, {percent!r} not valid")
    return _format(percent, value, grouping, monetary, *additional)


def _format(percent, value, grouping=False, monetary=False, *additional):
    text = _filled(percent, (value, *additional) if additional else value)
    kind = percent[-1]
    if kind not in "eEfFgGdiu":
        return text
    parts, separators = text.split(".") if kind in "eEfFgG" else [text], 0
    if grouping:
        parts[0], separators = _group(parts[0], monetary)
    point = localeconv()["mon_decimal_point" if monetary else "decimal_point"]
    return _without_padding(point.join(parts), separators)


def _without_padding(text, amount):
    """A number of the width that it had before so many separators were put between its digits."""
    first, last = 0, len(text)
    while amount and first < len(text) and text[first] == " ":
        first, amount = first + 1, amount - 1
    while amount and last > first and text[last - 1] == " ":
        last, amount = last - 1, amount - 1
    return text[first:last]


def _group(text, monetary=False):
    """The digits of a number in groups, and how much longer it has become."""
    rules = localeconv()
    separator = rules["mon_thousands_sep" if monetary else "thousands_sep"]
    sizes = rules["mon_grouping" if monetary else "grouping"]
    if not sizes:
        return text, 0
    number = text.rstrip()
    behind, groups = text[len(number):], []
    for size in _sizes_of_groups(sizes):
        if not number or not number[-1].isdigit():
            break
        groups.append(number[-size:])
        number = number[:-size]
    else:
        if number:
            groups.append(number)
            number = ""
    grouped = separator.join(reversed(groups))
    return number + grouped + behind, len(separator) * max(len(groups) - 1, 0)


def _sizes_of_groups(sizes):
    """Sizes from the right: a zero repeats the last one, `CHAR_MAX` leaves the rest together."""
    last = None
    for size in sizes:
        if size == CHAR_MAX:
            return
        if size == 0:
            if last is None:
                raise ValueError("invalid grouping")
            while True:
                yield last
        yield size
        last = size


def format_string(f, val, grouping=False):
    """A text with several `%` formats."""
    found = list(_ONE_FORMAT.finditer(f))
    values, made, taken = val if isinstance(val, (tuple, dict)) or hasattr(val, "keys") else (val,), [], 0
    for one in found:
        if one.group()[-1] == "%":
            made.append("%")
        elif not isinstance(values, tuple):
            made.append(_format(one.group(), values, grouping))
        else:
            stars = one.group("modifiers").count("*")
            made.append(_format(one.group(), values[taken], grouping, False, *values[taken + 1:taken + 1 + stars]))
            taken += 1 + stars
    return _filled(_ONE_FORMAT.sub("%s", f), tuple(made))


def currency(val, symbol=True, grouping=False, international=False):
    """An amount of money by the rules."""
    rules = localeconv()
    digits = rules["int_frac_digits" if international else "frac_digits"]
    if digits == CHAR_MAX:
        raise ValueError("Currency formatting is not possible using the 'C' locale.")
    # The marks are where a sign may stand between the symbol and the amount.
    text = "<" + _format(f"%.{digits}f", abs(val), grouping, monetary=True) + ">"
    side = "n" if val < 0 else "p"
    if symbol:
        sign = rules["int_curr_symbol" if international else "currency_symbol"]
        blank = " " if rules[side + "_sep_by_space"] else ""
        text = sign + blank + text if rules[side + "_cs_precedes"] else text + blank + sign
    sign = rules["negative_sign" if val < 0 else "positive_sign"]
    place = rules[side + "_sign_posn"]
    if place == 0:
        text = "(" + text + ")"
    elif place == 2:
        text = text + sign
    elif place in (3, 4):
        text = text.replace("<" if place == 3 else ">", sign)
    else:
        text = sign + text
    return text.replace("<", "").replace(">", "")


def str(val):
    """A number with twelve digits at most."""
    return format("%.12g", val)


def atof(string, func=float):
    """A number that was written by the rules."""
    rules = localeconv()
    if rules["thousands_sep"]:
        string = string.replace(rules["thousands_sep"], "")
    if rules["decimal_point"]:
        string = string.replace(rules["decimal_point"], ".")
    return func(string)


def atoi(str):
    return atof(str, int)
