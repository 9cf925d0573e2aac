# worker: own
# What the library has are characters, also when a `unicode` of a script is looked for among them.
import shlex
class Source:
    def __init__(self, text): self.left = list(text)
    def read(self, size): return self.left.pop(0) if self.left else u''
    readline = read
print list(shlex.shlex(Source(u'ab c\xe4'), posix=True)) == [u'ab', u'c\xe4']

# The clock starts when it is asked first, not when the worker does.
import time
print time.clock(), time.clock() < 60
