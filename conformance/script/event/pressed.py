# python: both
# event: pressed
print("%s %s" % (type(event).__name__, event))
print("%s %s" % (event.source.name, event.getSource() == event.source))
