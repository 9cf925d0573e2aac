# Counts the sessions anew: when the window opens, when a project is chosen, and at the press of a button.
root = system.gui.getParentWindow(event).rootContainer
project = root.getComponent("Project").selectedStringValue
with_designers = root.getComponent("With designers").selected

every = [s for s in system.util.getSessionInfo() if with_designers or not s["isDesigner"]]
chosen = [s for s in every if s["project"] == project]
people = {}
for session in chosen:
    people[session["username"]] = people.get(session["username"], 0) + 1

rows = [[user, people[user]] for user in sorted(people)]
root.getComponent("Chart").data = system.dataset.toDataSet(["user", "sessions"], rows)
root.getComponent("Count").text = "%d of %d sessions" % (len(chosen), len(every))
root.getComponent("Share").value = 100 * len(chosen) // max(len(every), 1)
root.getComponent("Designers").value = len([s for s in chosen if s["isDesigner"]]) > 0
