# Runs in the gateway's scope once a minute; see [timer.head_count] in project.toml.
logger = system.util.getLogger("demo.head_count")
sessions = system.util.getSessionInfo()
people = sorted(set(row["username"] for row in sessions))
logger.info("%d sessions of %d people: %s" % (len(sessions), len(people), ", ".join(people)))
