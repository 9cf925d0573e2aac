# Classes of both kinds of Python 2.
class Old:
    kind = "old"
    def __init__(self, name):
        self.name = name
    def greet(self):
        return "%s %s" % (self.kind, self.name)
class Older(Old):
    def greet(self):
        return Old.greet(self) + "!"
class New(object):
    def __init__(self, text):
        self.text = text
    def __cmp__(self, other):
        return cmp(self.text, other.text)
    def __unicode__(self):
        return u"<" + self.text + u">"
class Problem(Exception):
    pass
old, new = Older("x"), New(u"y")
old.me = old
def half(n):
    return n / 2
def work():
    print old.greet(), old.me is old, isinstance(old, Old)
    print repr(unicode(new)), new < New(u"z"), sorted([New("b"), New("a")])[0].text
    print half(7), half(7L), half(-7), half(7.0)
    try:
        raise Problem, "broken"
    except Problem, problem:
        print problem
    print [type(value).__name__ for value in (old, new, 5L, u"x", "x", half)]
    print "%s %r" % (u"\u20ac".encode("utf-8"), "\xe2\x82\xac".decode("utf-8"))
    system.util.invokeLater(lambda: half(9))
system.util.invokeAsynchronous(work)
