# python: both
# A parameter that an inner function captures keeps its cell, whoever looks at the variables of the function.
import sys


def evaluates(value):
    answers = []
    for turn in (1, 2):
        def inner():
            return value, turn
        answers.append((inner(), eval('value + turn')))
    return answers


def shows(value):
    def inner():
        return value
    yield inner()
    sys._getframe().f_locals
    yield inner()
    again = lambda: value
    yield again()


def fails(value):
    inner = lambda: value
    yield inner()
    try:
        raise ValueError(1)
    except ValueError:
        sys.exc_info()[2].tb_frame.f_locals
    again = lambda: (value, inner())
    yield again()


def lists(value):
    inner = lambda: value
    yield inner(), sorted(locals())[-1]
    value = value + 1
    again = lambda: value
    yield again(), inner()


print(evaluates(1))
print(list(shows(4)))
print(list(fails(5)))
print(list(lists(6)))
