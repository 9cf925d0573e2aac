# python: both
import sys
def attempt(what, function):
    try:
        print("%s: %s" % (what, function()))
    except:
        kind, error = sys.exc_info()[:2]
        print("%s: %s: %s" % (what, kind.__name__, error))
system.security.logout()
system.util.exit()
system.util.exit(True)
system.util.exit(force=0)
system.util.retarget("other")
system.util.retarget("other", params={}, windows=[])
system.util.retarget(projectName="other", gatewayAddress="")
attempt("address", lambda: system.util.retarget("other", "plant2:8088"))
attempt("params", lambda: system.util.retarget("other", params={"a": 1}))
attempt("windows", lambda: system.util.retarget("other", windows=["x"]))
attempt("nowhere", lambda: system.util.retarget(None))
attempt("force", lambda: system.util.exit("x"))
