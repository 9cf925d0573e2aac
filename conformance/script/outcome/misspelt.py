# traceback
sessions = [1]
print(len(session))
