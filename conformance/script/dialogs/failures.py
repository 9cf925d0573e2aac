# python: 3
# answers: refused, failed, unavailable, =text
for _ in range(3):
    try:
        system.gui.messageBox("hello")
    except Exception as e:
        print(type(e).__name__, e)
system.gui.confirm("a text is no answer to this")
