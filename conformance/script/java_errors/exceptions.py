# python: 3
# The exceptions of conformance/jython/05, in Python 3's spelling.
import java.lang, java.util.regex, java.text
from java.lang import IllegalArgumentException, RuntimeException, Throwable
from java.util.regex import PatternSyntaxException

def t(exception):
    try:
        raise exception
    except Exception as e:
        print("Python's:", e)
    except java.lang.Exception as e:
        print("Java's:", repr(e.getMessage()), repr(e.message), e.localizedMessage == e.message, e.getCause(), "|", e.toString(), "|", str(e))

t(RuntimeException("no"))
t(RuntimeException())
t(IllegalArgumentException("bad"))
t(PatternSyntaxException("Unclosed group", "a(", 2))
t(PatternSyntaxException("Dangling meta character '*'", "*", 0))
t(PatternSyntaxException("Unknown", "x", -1))
t(ValueError("v"))
for name in ("ArithmeticException", "ArrayIndexOutOfBoundsException", "ClassCastException", "Error", "Exception", "IllegalStateException", "IndexOutOfBoundsException", "NullPointerException", "NumberFormatException", "UnsupportedOperationException"):
    c = getattr(java.lang, name)
    print(name, [b.__module__ + "." + b.__name__ for b in c.__mro__[1:] if b.__module__.startswith("java")], issubclass(c, Exception), issubclass(c, BaseException))
print(java.text.ParseException.__mro__[1] is java.lang.Exception)
e = PatternSyntaxException("d", "p", 1)
print(e.getDescription(), e.getIndex(), e.getPattern(), e.description, e.index, e.pattern)

class Mine(RuntimeException):
    pass

try:
    raise Mine("own") from RuntimeException("why")
except RuntimeException as e:
    print(e, "|", e.getCause(), "|", e.cause)
try:
    import java.io
except ImportError as e:
    print(e)
try:
    from java.util import HashMap
except ImportError as e:
    print(e)
print(java, java.util.regex)
