# python: 3
# What the engine did with bytes, with ASCII or by another property of characters, as CPython 3.11 answers it.
def tried(call):
    try:
        return ascii(call())
    except Exception as error:
        return type(error).__name__


for text in ("a\tb", "\xe9\tb", "\ud800\tb\n\tc\r\td", "\U0001f600\t|", "\t", ""):
    print([ascii(text.expandtabs(width)) for width in (-100, -3, 0, 1, 4, 8)])
print(ascii("\xe9\tb".expandtabs(tabsize=3)), tried(lambda: "a\tb".expandtabs(2**40)), tried(lambda: "a\tb".expandtabs("x")))
for text in ("\xdf", "a\u03a3", "\u03a3a", "a\u03a3b \u03a3", "\u01c5", "\u0130", "\ufb01", "\u0149", "A\ud800b\u03a3", "\u2160"):
    print(ascii(text), [ascii(getattr(text, name)()) for name in ("swapcase", "title", "capitalize")])
for text in ("\u2460", "\xb2", "\u0660", "\u2160", "\u0903", "\u0345", "\U0001d7ce", "\u24d0", "\u1369", "\u4e00"):
    print(ascii(text), [name for name in ("isalpha", "isalnum", "isdigit", "isdecimal", "isnumeric") if getattr(text, name)()])
print([(ascii(text), text.islower(), text.isupper()) for text in ("a\u01c5", "A\u01c5", "\xe9", "\xc9", "\u2160", "\xaa", "\xe9\xc9", "\xdf1", "\u0130")])
for number in (97, 0xD800, 0x110000, -1):
    print([tried(lambda: format(number, spec)) for spec in ("c", "5c", "05c", "*^5c", ",c", ".1c", "+c", "#c")])
for number in (97, 1.5, 10**20, True, float("nan"), 1e100, -0.0, 0.5, 123456.0):
    print([tried(lambda: format(number, spec)) for spec in (",e", ",.1g", ",.0%", "012,", "020,.2f", "_.3g", ".0", ".1", ".4", ".17", "#", "+,")])
print([tried(lambda: format("a\ud800", spec)) for spec in ("", "5", ".1", "d", "x", "z", ",")], tried(lambda: format(True, "s")))
for precision in (-100, -1, 0, 1):
    print(["%.*s" % (precision, "abc"), "%.*f" % (precision, 1.25), "%-6.*e|" % (precision, 15), "%%%.*d" % (precision, 7)])
# Digits and blanks of any script make a whole number.
for text in ("\uff11", "\u0663\u0664", " -\uff11_\uff10 ", "\u2003\uff17\u2003", "\U0001d7d5", "\U0001d7ff", "\xb2", "\u4e00", "\uff11x"):
    print(ascii(text), tried(lambda: int(text)), tried(lambda: int(text, 16)))
