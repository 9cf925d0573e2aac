# python: both
# event: pressed
user = event.source.parent.getComponent("Filters").getComponent("User")
print([name for name in dir(user) if not name.startswith("_")])
print([name for name in dir(event) if not name.startswith("_")])
