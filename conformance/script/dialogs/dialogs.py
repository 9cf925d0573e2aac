# python: 3
# answers: , , , yes, no, cancel, yes, =typed, cancel
print(system.gui.messageBox("hello"), system.gui.warningBox("careful", "Warn"), system.gui.errorBox("bad", title="Oops"))
print(system.gui.confirm("sure?"), system.gui.confirm("sure?", "Title"), system.gui.confirm("sure?", "Title", True), system.gui.confirm(message="x", allowCancel=1))
print(repr(system.gui.inputBox("name?")), repr(system.gui.inputBox("name?", "anna")))
for f in (lambda: system.gui.messageBox(), lambda: system.gui.messageBox(5), lambda: system.gui.messageBox("a", "b", "c"), lambda: system.gui.confirm("a", "b", "c"), lambda: system.gui.inputBox(text="x")):
    try:
        f()
    except TypeError as e:
        print(e)
