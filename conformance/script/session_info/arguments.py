# python: 3
# The rows of conformance/jython/08 and the kw rows of 09, and None.
def t(*args, **kwargs):
    try:
        rows = system.util.getSessionInfo(*args, **kwargs)
        print(args, kwargs, "->", [(r["username"], r["project"]) for r in rows])
    except TypeError as e:
        print(args, kwargs, "!!", e)

t()
t("bi.*")
t("bi.*", "packaging")
t("a", "b", "c")
t(projectFilter="packaging")
t(project="packaging")
t("a", usernameFilter="packaging")
t(5)
t(None)
t("Zoë")
t(None, "packaging")
t("billy", None)
t("billy", projectFilter="packaging")
t(usernameFilter="billy", projectFilter="plant")
t("billy", 5)
t(True)
t(1.5)
t(["a"])
t(projectFilter=5)
t("")
t(*["billy", "plant"])
t(**{})
print(system.util.getSessionInfo.__name__, system.util.getSessionInfo.__doc__)
