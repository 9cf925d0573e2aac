# python: 3
# traceback
print("a"
