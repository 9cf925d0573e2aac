# python: 3
print(system.util.getClientId(), system.util.getProjectName(), system.util.getSystemFlags(), system.security.getUsername(), system.security.getRoles())
mine = [r for r in system.util.getSessionInfo() if r["clientId"] == system.util.getClientId()]
print(len(mine), mine[0]["username"])
try:
    system.util.getClientId(1)
except TypeError as e:
    print(e)
