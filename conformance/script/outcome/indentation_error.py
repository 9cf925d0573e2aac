# traceback
def f():
x = 1
