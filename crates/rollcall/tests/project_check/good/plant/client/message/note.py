system.gui.messageBox(payload["text"])
