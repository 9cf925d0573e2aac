# python: both
# event: f1
print("%s %s" % (type(event).__name__, event))
print("%s %s" % (event.source.name, event.getSource() == event.source))
print((event.keyCode == event.VK_F1, event.keyChar == u"\uffff", event.altDown))
