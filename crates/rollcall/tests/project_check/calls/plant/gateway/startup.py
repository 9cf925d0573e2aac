for row in system.util.getSessionInfo("op.*", "plant", 5):
    system.gui.messageBox(row["username"])
