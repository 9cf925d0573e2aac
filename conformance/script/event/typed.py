# python: both
# event: typed
print("%s %s" % (type(event).__name__, event))
print("%s %s" % (event.source.name, event.getSource() == event.source))
print((event.keyCode, len(event.keyChar), ord(event.keyChar)))
