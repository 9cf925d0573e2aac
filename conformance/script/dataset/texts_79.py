# As any object of Java's in Jython: its text is a `unicode`, and `str` of it has to be ASCII.
rows = system.dataset.toDataSet(["name"], [[u"caf\xe9"], ["b"]])
data = system.dataset.toPyDataSet(rows)
print repr("%s" % rows), repr(unicode(rows)), rows
print repr("%s" % data), repr(str(data)), data
print repr(repr([rows])), repr("%r" % rows), repr(data.getColumnName(0)), data[0]
try:
    str(rows)
except UnicodeEncodeError, e:
    print e
print repr("{}".format(system.util.getLogger("a.b").getName())), repr(system.util.getLogger("a").name)
for event in [rows, [rows]]:
    print event, "in", event
