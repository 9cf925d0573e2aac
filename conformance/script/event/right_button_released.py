# python: both
# event: right button released
print("%s %s" % (type(event).__name__, event))
print("%s %s" % (event.source.name, event.getSource() == event.source))
print((event.button, event.popupTrigger, event.x, event.y))
