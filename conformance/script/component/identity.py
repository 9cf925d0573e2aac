# python: both
# event: pressed
a = event.source
b = event.source
print("%s %s %s" % (a == b, a != b, a is b))
print("%s %s %s" % (a == a.parent, a == None, a == "Who is on?"))
print("%s %s" % (hash(a) == hash(b), len(set([a, b, a.parent]))))
print({a: "found"}[b])
print("%s %s" % (a.equals(b), a.hashCode() == b.hashCode()))
print(a in a.parent.components)
