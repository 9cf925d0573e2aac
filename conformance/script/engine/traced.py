# python: both
# What a function for tracing answers is asked from then on, and one that fails is asked no more.
import sys

log = []

def show(*parts):
    sys.stdout.write(' '.join(str(part) for part in parts) + '\n')


def traced(tracer, function):
    del log[:]
    sys.settrace(tracer)
    try:
        function()
    except Exception as error:
        log.append(type(error).__name__)
    left = sys.gettrace()
    sys.settrace(None)
    show(' '.join(log), '|', left is tracer, left is None)


def work():
    a = 1
    b = 2
    return a + b


def whole(frame, event, arg):
    log.append(event)
    return whole


def first_only(frame, event, arg):
    log.append('first:' + event)


def local(frame, event, arg):
    log.append('local:' + event)
    return local


def to_local(frame, event, arg):
    log.append('global:' + event)
    return local


def changing(frame, event, arg):
    log.append('a:' + event)
    return local


def start_changing(frame, event, arg):
    log.append('s:' + event)
    return changing


def raiser(on):
    def trace(frame, event, arg):
        log.append(event)
        if event == on:
            raise ValueError(on)
        return trace
    return trace


for tracer in (whole, first_only, to_local, start_changing, raiser('call'), raiser('line'), raiser('return')):
    traced(tracer, work)
traced(5, work)
sys.settrace(None)
show(sys.gettrace())


# One that fails is not asked about the next call either, and its finalizer may look at what is traced.
class Kept(object):
    def __call__(self, frame, event, arg):
        raise ValueError(event)

    def __del__(self):
        sys.gettrace(), sys.getprofile()


del log[:]
for function in (sys.settrace, sys.settrace):
    function(Kept())
    try:
        work()
    except ValueError:
        log.append('failed')
    function(Kept())
    function(None)
show(log)


class Told(object):
    def __init__(self, frame):
        self.frame = frame

    def __call__(self, frame, event, arg):
        return Told(frame)

    def __del__(self):
        self.frame.f_trace


def told(frame, event, arg):
    return Told(frame)


sys.settrace(told)
work()
sys.settrace(None)
show('told')
frame = sys._getframe()
frame.f_trace = Told(frame)
frame.f_trace = 3
show(frame.f_trace)
del frame.f_trace
show(frame.f_trace)
