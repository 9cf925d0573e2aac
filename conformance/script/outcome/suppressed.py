# python: 3
# traceback
try:
    1 / 0
except ZeroDivisionError:
    e = ValueError("only this")
    e.add_note("and a note")
    raise e from None
