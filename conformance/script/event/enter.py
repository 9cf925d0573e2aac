# python: both
# event: enter
print("%s %s" % (type(event).__name__, event))
print("%s %s" % (event.source.name, event.getSource() == event.source))
print((event.keyCode, event.keyCode == event.VK_ENTER, event.getKeyCode(), event.keyChar == "\n", event.shiftDown))
print((event.VK_ESCAPE, event.VK_F1, event.VK_A, event.VK_UP))
print((hasattr(event, "button"), hasattr(event, "x")))
