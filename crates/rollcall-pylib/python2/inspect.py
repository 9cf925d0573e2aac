"""`inspect` of Python 2.7, as far as scripts look at functions and classes."""

import inspect as _engines
from inspect import currentframe, getdoc, isbuiltin, iscode, isframe, isgenerator, isgeneratorfunction, istraceback

import __builtin__
import sys as _sys

from _python2 import load

_types = load("types")
_namedtuple = load("collections").namedtuple
_attribute = __builtin__.getattr
ArgSpec = _namedtuple("ArgSpec", "args varargs keywords defaults")
ArgInfo = _namedtuple("ArgInfo", "args varargs keywords locals")
Arguments = _namedtuple("Arguments", "args varargs keywords")
Traceback = _namedtuple("Traceback", "filename lineno function code_context index")
ModuleInfo = _namedtuple("ModuleInfo", "name suffix mode module_type")
_exec = _attribute(__builtin__, "$exec")
_names = {"__builtins__": __builtin__}
_exec("class A:\n def m(self): pass\nmethod = A.m", _names)
_UnboundMethod = type(_names["method"])
CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED, CO_GENERATOR, CO_NOFREE = 1, 2, 4, 8, 16, 32, 64


def ismodule(object):
    return isinstance(object, _types.ModuleType)


def isclass(object):
    return isinstance(object, type)


def isabstract(object):
    """Whether a class has methods that are to be written by those below it."""
    return isclass(object) and bool(getattr(object, "__abstractmethods__", None))


def isdatadescriptor(object):
    return hasattr(object, "__set__") and hasattr(object, "__get__")


def isgetsetdescriptor(object):
    return isinstance(object, _types.GetSetDescriptorType)


def ismemberdescriptor(object):
    return isinstance(object, _types.MemberDescriptorType)


def ismethoddescriptor(object):
    return _engines.ismethoddescriptor(object)


def isfunction(object):
    return isinstance(object, _types.FunctionType)


def ismethod(object):
    """Whether it is a method, bound or not."""
    return isinstance(object, _types.MethodType) or type(object) is _UnboundMethod


def isroutine(object):
    return isbuiltin(object) or isfunction(object) or ismethod(object) or _engines.ismethoddescriptor(object)


def getargspec(func):
    """The names of a function's parameters and their default values."""
    function = getattr(func, "__func__", func)
    if not isfunction(function):
        raise TypeError(f"{func!r} is not a Python function")
    code = function.__code__
    names, count = code.co_varnames, code.co_argcount
    has_args, has_keywords = code.co_flags & 4, code.co_flags & 8
    varargs = names[count] if has_args else None
    keywords = names[count + (1 if has_args else 0)] if has_keywords else None
    return ArgSpec(list(names[:count]), varargs, keywords, function.__defaults__)


def getmembers(object, predicate=None):
    """The attributes of an object, by name."""
    pairs = [(name, getattr(object, name)) for name in dir(object) if hasattr(object, name)]
    return sorted([pair for pair in pairs if predicate is None or predicate(pair[1])], key=lambda pair: pair[0])


def getmro(cls):
    """A class and those above it, in the order in which attributes are looked for; an old-style class has no `object`."""
    return cls.__mro__[:-1] if __builtin__.isinstance(cls, _types.ClassType) else cls.__mro__


def getmodule(object):
    return load("sys").modules.get(getattr(object, "__module__", None))


# Functions and their arguments.

def getargs(co):
    """The names of the parameters of some code."""
    names, count = co.co_varnames, co.co_argcount
    varargs = names[count] if co.co_flags & CO_VARARGS else None
    keywords = names[count + (varargs is not None)] if co.co_flags & CO_VARKEYWORDS else None
    return Arguments(list(names[:count]), varargs, keywords)


def getargvalues(frame):
    """The names of the parameters of a call, and what they stand for."""
    args, varargs, keywords = getargs(frame.f_code)
    return ArgInfo(args, varargs, keywords, dict(frame.f_locals))


def getcallargs(func, *positional, **named):
    """What the parameters of a function would stand for in a call."""
    spec = getargspec(func)
    first = [func.__self__] if ismethod(func) and getattr(func, "__self__", None) is not None else []
    values = [*first, *positional]
    given, defaults = len(values) + len(named), spec.defaults or ()
    if len(values) > len(spec.args) and spec.varargs is None:
        raise TypeError(_count_words(func, "at most" if defaults else "exactly", len(spec.args), given))
    bound = dict(zip(spec.args, values))
    for name in [name for name in spec.args if name in named]:
        if name in bound:
            raise TypeError(f"{func.__name__}() got multiple values for keyword argument '{name}'")
        bound[name] = named.pop(name)
    for name, value in zip(spec.args[len(spec.args) - len(defaults):], defaults):
        bound.setdefault(name, value)
    if spec.varargs is not None:
        bound[spec.varargs] = tuple(values[len(spec.args):])
    if spec.keywords is not None:
        bound[spec.keywords] = named
    elif named:
        raise TypeError(f"{func.__name__}() got an unexpected keyword argument '{next(iter(named))}'")
    if any(name not in bound for name in spec.args):
        how = "at least" if defaults or spec.varargs else "exactly"
        raise TypeError(_count_words(func, how, len(spec.args) - len(defaults), given))
    return bound


def _count_words(func, how, count, given):
    """What a call with too few or too many arguments says."""
    wanted = "no arguments" if not count else f"{how} {count} argument{'s' if count > 1 else ''}"
    return f"{func.__name__}() takes {wanted} ({given} given)"


def formatargspec(args, varargs=None, varkw=None, defaults=None, formatarg=str, formatvarargs=lambda name: "*" + name,
                  formatvarkw=lambda name: "**" + name, formatvalue=lambda value: "=" + repr(value), join=None):
    """Parameters as they are written in a definition."""
    first = len(args) - len(defaults or ())
    parts = [formatarg(name) + (formatvalue(defaults[index - first]) if index >= first else "")
             for index, name in enumerate(args)]
    parts += [formatvarargs(varargs)] if varargs is not None else []
    parts += [formatvarkw(varkw)] if varkw is not None else []
    return "(" + ", ".join(parts) + ")"


def formatargvalues(args, varargs, varkw, locals, formatarg=str, formatvarargs=lambda name: "*" + name,
                    formatvarkw=lambda name: "**" + name, formatvalue=lambda value: "=" + repr(value), join=None):
    """Parameters with what they stand for."""
    parts = [formatarg(name) + formatvalue(locals[name]) for name in args]
    parts += [formatvarargs(varargs) + formatvalue(locals[varargs])] if varargs is not None else []
    parts += [formatvarkw(varkw) + formatvalue(locals[varkw])] if varkw is not None else []
    return "(" + ", ".join(parts) + ")"


# Frames.

def getframeinfo(frame, context=1):
    """Where a frame, or an entry of a traceback, is in its file."""
    line = frame.tb_lineno if istraceback(frame) else frame.f_lineno
    frame = frame.tb_frame if istraceback(frame) else frame
    code = frame.f_code
    lines = load("linecache").getlines(code.co_filename) if context > 0 else []
    if not lines:
        return Traceback(code.co_filename, line, code.co_name, None, None)
    start = max(0, min(line - 1 - context // 2, len(lines) - context))
    return Traceback(code.co_filename, line, code.co_name, lines[start:start + context], line - 1 - start)


def getlineno(frame):
    return frame.f_lineno


def getouterframes(frame, context=1):
    """A frame and those that called it, each with where it is."""
    found = []
    while frame is not None:
        found.append((frame, *getframeinfo(frame, context)))
        frame = frame.f_back
    return found


def getinnerframes(tb, context=1):
    """The frames of a traceback, each with where it is."""
    found = []
    while tb is not None:
        found.append((tb.tb_frame, *getframeinfo(tb, context)))
        tb = tb.tb_next
    return found


def stack(context=1):
    """The frames that are running."""
    return getouterframes(_sys._getframe(1), context)


def trace(context=1):
    """The frames between here and where the exception was raised that is being handled."""
    return getinnerframes(_sys.exc_info()[2], context)


# Texts of classes and functions.

def cleandoc(doc):
    """A documentation without the blanks that its lines begin with."""
    return _engines.cleandoc(doc)


def indentsize(line):
    line = line.expandtabs()
    return len(line) - len(line.lstrip())


def _code_of(object):
    function = getattr(object, "__func__", object)
    code = getattr(function, "__code__", None) or getattr(object, "f_code", None) or object
    if not iscode(code):
        raise TypeError("arg is not a module, class, method, function, traceback, frame, or code object")
    return code


def getfile(object):
    """The file that something was defined in."""
    return _code_of(object).co_filename


getsourcefile = getabsfile = getfile


def findsource(object):
    """The lines of the file that something is defined in, and where it begins there."""
    code = _code_of(object)
    lines = load("linecache").getlines(code.co_filename)
    if not lines:
        raise IOError("could not get source code")
    return lines, code.co_firstlineno - 1


def getblock(lines):
    """The first lines as far as they belong to the first one."""
    depth = indentsize(lines[0])
    last = 1
    for number, line in enumerate(lines[1:], 2):
        if line.strip() and indentsize(line) <= depth:
            break
        last = number if line.strip() else last
    return lines[:last]


def getsourcelines(object):
    """The lines of a definition, and the number of the first."""
    lines, start = findsource(object)
    return getblock(lines[start:]), start + 1


def getsource(object):
    return "".join(getsourcelines(object)[0])


def getcomments(object):
    """There are none to be found."""
    return None


def getmodulename(path):
    """What a module would be called that is in a file of this name."""
    name = path.rpartition("/")[2]
    return name[:-3] if name.endswith(".py") else None


def getmoduleinfo(path):
    name = getmodulename(path)
    return None if name is None else ModuleInfo(name, ".py", "U", 1)


def getclasstree(classes, unique=0):
    """Classes below their bases: a pair for each class, and a list behind it for those below."""
    return _engines.getclasstree(classes, unique)


def walktree(classes, children, parent):
    return _engines.walktree(classes, children, parent)


def classify_class_attrs(cls):
    return _engines.classify_class_attrs(cls)


Attribute = _engines.Attribute
