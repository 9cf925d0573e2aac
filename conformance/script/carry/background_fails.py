# python: both
# traceback
def inner(n):
    raise ValueError(n)

def work():
    inner(0)

system.util.invokeAsynchronous(work)
