# Shows a note in every client of this project; client/message/note.py receives it.
text = system.gui.inputBox("A note to everybody in this project:", "")
if text:
    note = {"sender": system.security.getUsername(), "text": text}
    system.util.sendMessage(system.util.getProjectName(), "note", note, scope="C")
