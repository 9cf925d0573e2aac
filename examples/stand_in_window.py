# A window with one table, for example 1: as much of a window as that script touches. It stands in for the real ones,
# which come later, and goes before the script: cat stand_in_window.py example1_table.py | rollcall run - …


class Table(object):
    """A table as 7.9 has it: its property `data` takes a Dataset and nothing that only looks like one."""

    def __init__(self):
        self._data = system.dataset.toDataSet([], [])

    @property
    def data(self):
        return self._data

    @data.setter
    def data(self, value):
        if type(value) is not type(self._data):
            raise TypeError("data: a Dataset is needed, not %s" % type(value).__name__)
        self._data = value


class Container(object):
    def __init__(self, **components):
        self._components = components

    def getComponent(self, name):
        return self._components.get(name)


class Button(object):
    def __init__(self, parent):
        self.parent = parent


class Event(object):
    def __init__(self, source):
        self.source = source


event = Event(source=Button(parent=Container(Table=Table())))
