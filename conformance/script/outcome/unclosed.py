# traceback
print("a"
