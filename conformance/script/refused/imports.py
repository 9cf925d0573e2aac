# python: 3
# What reaches the machine is refused, with a reason.
for name in ("os", "os.path", "socket", "subprocess", "ctypes", "threading", "pathlib", "shutil", "logging", "http.client", "urllib.request", "multiprocessing", "sqlite3", "asyncio", "signal", "queue", "pickle", "zoneinfo", "tempfile", "xml.etree.ElementTree", "pyexpat", "nothing_of_the_kind"):
    try:
        __import__(name)
        print(name, "imported")
    except ImportError as e:
        print(type(e).__name__, e.name, "|", e)
import io, sys
for f in (lambda: open("/etc/passwd"), lambda: io.open("x", "w")):
    try:
        f()
    except OSError as e:
        print(type(e).__name__, e)
print(hasattr(io, "FileIO"), sys.path, repr(sys.executable), repr(sys.prefix), sys.argv)
try:
    io.open_code("/etc/passwd")
except Exception as e:
    print(type(e).__name__)
