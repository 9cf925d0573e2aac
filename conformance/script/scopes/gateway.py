# python: 3
# scope: gateway
# What works in a client only is not there in the gateway, as scripts expect that ask for it.
print(system.util.getProjectName(), len(system.util.getSessionInfo()))
for namespace, names in (("util", "getClientId getSystemFlags invokeLater"), ("security", "getUsername getRoles"), ("gui", "messageBox confirm inputBox")):
    for name in names.split():
        try:
            getattr(getattr(system, namespace), name)
        except AttributeError as e:
            print(e, hasattr(getattr(system, namespace), name))
try:
    from system.util import exit
except ImportError as e:
    print(type(e).__name__)
