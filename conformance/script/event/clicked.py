# python: both
# event: clicked
print("%s %s" % (type(event).__name__, event))
print("%s %s" % (event.source.name, event.getSource() == event.source))
print((event.button, event.clickCount, event.x, event.y, event.popupTrigger))
print((event.getButton(), event.getClickCount(), event.getX(), event.getY(), event.isPopupTrigger()))
print((event.shiftDown, event.controlDown, event.altDown))
print((event.isShiftDown(), event.isControlDown(), event.isAltDown()))
print((event.button == event.BUTTON1, event.BUTTON3))
print((hasattr(event, "keyCode"), hasattr(event, "propertyName"), hasattr(event, "VK_ENTER")))
from java.awt.event import KeyEvent, MouseEvent
from java.util import EventObject
print((isinstance(event, MouseEvent), isinstance(event, KeyEvent), isinstance(event, EventObject)))
