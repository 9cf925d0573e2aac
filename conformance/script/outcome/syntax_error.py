# python: 3
# traceback
x = 1
if x == 1
    print("x")
