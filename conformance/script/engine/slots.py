# python: both
# A finalizer looks at the slot, or the attribute of a function or an error, that it has just been taken out of.
class Watching(object):
    def __init__(self, look):
        self.look = look

    def __del__(self):
        seen.append(self.look())


class Slotted(object):
    __slots__ = ['value', 'other']


class Below(Slotted):
    pass


seen = []
for of in (Slotted(), Below()):
    of.value = Watching(lambda: hasattr(of, 'value'))
    of.value = Watching(lambda: hasattr(of, 'value'))
    del of.value
    # Again and again, by the way that the engine then takes.
    for i in range(40):
        of.other = Watching(lambda: hasattr(of, 'other'))
    of.other = None
print([len(seen), seen.count(True)])


def function(a=1):
    pass


seen = []
function.__defaults__ = (Watching(lambda: function.__defaults__),)
function.__defaults__ = None
function.__doc__ = Watching(lambda: function.__doc__)
function.__doc__ = None
function.__module__ = Watching(lambda: function.__module__)
function.__module__ = 'x'
error = ValueError(1)
error.args = (Watching(lambda: error.args),)
error.args = ()
print(seen)
