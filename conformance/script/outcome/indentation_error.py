# python: 3
# traceback
def f():
x = 1
