# python: 3
# traceback
import java.lang

def check(value):
    if value is None:
        raise java.lang.NullPointerException("value is null")

try:
    check(None)
except Exception:
    print("not here")
