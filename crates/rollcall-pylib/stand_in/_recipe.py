"""How an object is to be made again, as its class or `copyreg` says.

Asked for by a function of the library: in a script of Python 2 modules have other names, and the engine looks for
`copyreg` by the names of whoever asks.
"""

from copyreg import dispatch_table


def recipe(instance):
    reducer = dispatch_table.get(type(instance))
    return reducer(instance) if reducer is not None else instance.__reduce_ex__(2)


def is_registered(instance):
    return type(instance) in dispatch_table
