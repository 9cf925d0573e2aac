# python: 3
# A filter is Java's and must match the whole value.
import java.lang
import java.util.regex

for pattern in ("billy", "bi", "bi.*", "bi.ly", r"bill\.smith", "bill.smith", "(?i)BILLY", "BILLY", "Zo.", "a(", "[", "*", "a{2,1}", "nobody"):
    try:
        print(pattern, [row[0] for row in system.util.getSessionInfo(pattern)])
    except java.util.regex.PatternSyntaxException as e:
        print(pattern, "!!", e.getDescription(), e.getIndex(), e.getPattern(), repr(e.getMessage()))

try:
    system.util.getSessionInfo("a(")
except Exception:
    print("caught as a Python exception")
except java.lang.Exception as e:
    print("caught as java.lang.Exception:", e)
try:
    system.util.getSessionInfo("a(")
except:
    print("caught by a bare except")
