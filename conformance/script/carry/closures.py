# python: both
def counter(start):
    count = [start]
    def up():
        count[0] += 1
        return count[0]
    def down():
        count[0] -= 1
        return count[0]
    return up, down
up, down = counter(10)

def fact(n):
    def inner(n):
        return 1 if n <= 1 else n * inner(n - 1)
    return inner
factorial = fact(5)

double, triple = (lambda x: x * 2), (lambda x: x * 3)
def decorate(function):
    def wrapper(*args):
        return "<%s>" % function(*args)
    wrapper.original = function
    return wrapper

@decorate
def tagged(name, default={"k": [1]}):
    "documented"
    return "%s %s" % (name, default)

def generate(n):
    for i in range(n):
        yield [j for j in range(i)]

def work():
    print("%s %s %s" % (up(), up(), down()))
    print(factorial(5))
    print("%s %s" % (double(4), triple(4)))
    print("%s %s %s" % (tagged("x"), tagged.original("y"), tagged.original.__doc__))
    print(list(generate(3)))
    print("%s %s" % (work.__name__, work is not None))
system.util.invokeAsynchronous(work)
