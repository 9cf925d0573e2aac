# What stands beside and below the table follows from its rows, whoever put them there.
if event.propertyName == "data":
    window = event.source.parent
    people, projects = set(), {}
    for session in system.db.toPyDataSet(event.source.data):
        people.add(session["username"])
        projects[session["project"]] = projects.get(session["project"], 0) + 1
    rows = [[project, projects[project]] for project in sorted(projects)]
    window.getComponent("Chart").data = system.dataset.toDataSet(["project", "sessions"], rows)
    counts = (sum(projects.values()), len(people))
    window.getComponent("Status").text = "Sessions: %d, people: %d" % counts
