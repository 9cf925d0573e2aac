"""`UserString` of Python 2.7: a text to derive from, in `data`."""

import __builtin__

_PLAIN = """
    __contains__ __hash__ __len__ count decode encode endswith find index isalnum isalpha isdecimal
    isdigit islower isnumeric isspace istitle isupper join partition rfind rindex rpartition rsplit split splitlines
    startswith
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

    def __getslice__(self, start, end):
        return self[max(start, 0):max(end, 0)]

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


class MutableString(UserString):
    """A text in `data` that can be changed in place, and is therefore no key of a dictionary."""

    def __init__(self, string=""):
        self.data = string

    def __hash__(self):
        raise TypeError("unhashable type (it is mutable)")

    def _place(self, index):
        index = index + len(self.data) if index < 0 else index
        if not 0 <= index < len(self.data):
            raise IndexError
        return index

    def __setitem__(self, index, sub):
        if isinstance(index, slice):
            self._change(index, [*self._text_of(sub)])
        else:
            place = self._place(index)
            self.data = self.data[:place] + self._text_of(sub) + self.data[place + 1:]

    def _change(self, places, characters):
        """Puts other characters at the places of a slice; none takes them out."""
        kept = list(self.data)
        if characters or places.step in (None, 1):
            kept[places] = characters
        else:
            del kept[places]
        self.data = type(self.data)().join(kept)

    def _text_of(self, value):
        return value.data if isinstance(value, UserString) else value if isinstance(value, str) else str(value)

    def __delitem__(self, index):
        if isinstance(index, slice):
            self._change(index, [])
        else:
            place = self._place(index)
            self.data = self.data[:place] + self.data[place + 1:]

    def __setslice__(self, start, end, sub):
        start, end = max(start, 0), max(end, 0)
        self.data = self.data[:start] + self._text_of(sub) + self.data[max(start, end):]

    def __delslice__(self, start, end):
        self.__setslice__(start, end, "")

    def immutable(self):
        """The same text as one that cannot be changed."""
        return UserString(self.data)

    def __iadd__(self, other):
        self.data = self.data + self._text_of(other)
        return self

    def __imul__(self, count):
        self.data = self.data * count
        return self


def _data(value):
    return value.data if isinstance(value, UserString) else value


# The methods of texts answer as in Python 2 to code of Python 2.
_asked = __builtin__.eval("lambda text, name, args: getattr(text, name)(*args)", {"__builtins__": __builtin__})


def _plain(name):
    def method(self, *args):
        return _asked(self.data, name, tuple(map(_data, args)))

    return method


def _text(name):
    def method(self, *args):
        return type(self)(_asked(self.data, name, tuple(map(_data, args))))

    return method


for _name in _PLAIN:
    setattr(UserString, _name, _plain(_name))
for _name in _TEXTS:
    setattr(UserString, _name, _text(_name))
