# python: 3
# scope: designer
print(system.util.getSystemFlags(), system.util.getClientId())
