# python: 3
# scope: gateway
print(system.util.getProjectName(), len(system.util.getSessionInfo()))
for f in (system.util.getClientId, system.util.getSystemFlags, system.security.getUsername, system.security.getRoles, system.gui.messageBox, system.gui.confirm, system.gui.inputBox):
    try:
        f("x") if f.__module__ == "system.gui" else f()
    except RuntimeError as e:
        print(e)
