# Shows a note that somebody sent with the button "Send note" of the window Sessions.
system.gui.messageBox("%s: %s" % (payload["sender"], payload["text"]), "A note")
