"""`UserString` of Python 2.7: a text to derive from, in `data`."""

_PLAIN = """
    __contains__ __hash__ __len__ count decode encode endswith find index isalnum isalpha isdecimal
    isdigit islower isnumeric isspace istitle isupper join rfind rindex rsplit split splitlines startswith
""".split()
_TEXTS = """
    __getitem__ __mod__ __mul__ __rmul__ capitalize center expandtabs ljust lower lstrip replace rjust rstrip strip
    swapcase title translate upper zfill
""".split()


class UserString:
    """A text in `data`. Its methods answer as those of the text do; what they make of it is of this class again."""

    def __init__(self, seq):
        self.data = seq.data if isinstance(seq, UserString) else seq if isinstance(seq, str) else str(seq)

    def __str__(self):
        return str(self.data)

    def __repr__(self):
        return repr(self.data)

    def __iter__(self):
        return iter(self.data)

    def __int__(self):
        return int(self.data)

    def __float__(self):
        return float(self.data)

    def __add__(self, other):
        return type(self)(self.data + _data(other))

    def __radd__(self, other):
        return type(self)(_data(other) + self.data)

    def __eq__(self, other):
        return self.data == _data(other)

    def __ne__(self, other):
        return self.data != _data(other)

    def __lt__(self, other):
        return self.data < _data(other)

    def __le__(self, other):
        return self.data <= _data(other)

    def __gt__(self, other):
        return self.data > _data(other)

    def __ge__(self, other):
        return self.data >= _data(other)


def _data(value):
    return value.data if isinstance(value, UserString) else value


def _plain(name):
    def method(self, *args):
        return getattr(self.data, name)(*map(_data, args))

    return method


def _text(name):
    def method(self, *args):
        return type(self)(getattr(self.data, name)(*map(_data, args)))

    return method


for _name in _PLAIN:
    setattr(UserString, _name, _plain(_name))
for _name in _TEXTS:
    setattr(UserString, _name, _text(_name))
