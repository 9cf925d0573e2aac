# python: 3
# traceback
def parse(text):
    try:
        return int(text)
    except ValueError as e:
        raise RuntimeError("no number: %s" % text) from e

try:
    parse("x")
except RuntimeError:
    undefined_name
