# A window's event, as far as the examples need one: a button whose parent holds a table.
class Table:
    """A component whose `data` takes a plain dataset and nothing else, as a real table does."""

    def __init__(self):
        self.__dict__["_data"] = None

    def __setattr__(self, name, value):
        from com.inductiveautomation.ignition.common import BasicDataset
        if name == "data" and not isinstance(value, BasicDataset):
            raise TypeError("can't convert %r to com.inductiveautomation.ignition.common.Dataset" % value)
        self.__dict__["_" + name] = value

    def __getattr__(self, name):
        return self.__dict__["_" + name]


class Container:
    def __init__(self, **components):
        self._components = components

    def getComponent(self, name):
        return self._components[name]


class Button:
    def __init__(self, parent):
        self.parent = parent


class Event:
    def __init__(self, source):
        self.source = source


event = Event(Button(Container(Table=Table())))
# End of the stand-in window.
