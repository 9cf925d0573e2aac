# python: both
# worker: own
# scope: gateway
print(project.units.celsius(32))
