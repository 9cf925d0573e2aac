# python: 3
# traceback
sessions = [1]
print(len(session))
