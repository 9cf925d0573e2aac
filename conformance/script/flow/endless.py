# python: both
# Loops that nothing ends but an exception, with bodies so short that a compiler copies them to where they are gone on with.
class E(Exception):
    pass


class Enough(Exception):
    pass


left = []


def step():
    left.pop()
    return left


def again():
    while True:
        try:
            raise
        except E:
            pass


def counted():
    while True:
        try:
            raise step()[0]
        except E:
            pass


def nested():
    while True:
        while True:
            try:
                raise step()[0]
            except E:
                continue


def cleaned():
    while True:
        try:
            raise step()[0]
        except E:
            pass
        finally:
            print("finally")


def chosen(wanted):
    while True:
        try:
            raise step()[0]
        except wanted:
            break
        except E:
            pass
    return "broken off"


def both():
    for i in (1, 2):
        while True:
            try:
                raise step()[0]
            except E:
                if i == 1:
                    break
    return "over"


def raised(function, *arguments):
    try:
        return function(*arguments)
    except IndexError:
        return "empty"
    except Exception as error:
        return type(error).__name__


for function in (counted, nested, cleaned, both):
    left[:] = [E, 1, 2, 3]
    print(function.__name__ + " " + raised(function))
left[:] = [E, 1, 2]
print(raised(chosen, E))
left[:] = [E, 1, 2]
print(raised(chosen, KeyError))
