# python: 3
# traceback
def find(pattern):
    return system.util.getSessionInfo(pattern)

try:
    find("a(")
except Exception:
    print("not here")
