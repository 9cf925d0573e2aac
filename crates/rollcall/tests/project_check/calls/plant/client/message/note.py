system.gui.mesageBox(payload["text"])
try:
    system.util.beep()
except AttributeError:
    pass
