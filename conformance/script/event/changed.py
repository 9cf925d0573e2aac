# python: both
# event: changed
print("%s %s" % (type(event).__name__, event))
print("%s %s" % (event.source.name, event.getSource() == event.source))
print("%s: %s -> %s" % (event.propertyName, event.oldValue, event.newValue))
print("%s: %s -> %s" % (event.getPropertyName(), event.getOldValue(), event.getNewValue()))
if event.propertyName == "text":
    event.source.text = event.newValue.upper()
    print(event.source.text)
