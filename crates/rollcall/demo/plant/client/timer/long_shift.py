# Notes in the log whoever has been on for more than twelve hours; see [client.timer.long_shift] in project.toml.
from java.util import Date

HOUR = 60 * 60 * 1000.0
own = system.util.getClientId()
for session in system.util.getSessionInfo():
    if session["clientId"] == own:
        hours = (Date().getTime() - session["creationTime"].getTime()) / HOUR
        if hours > 12:
            logger = system.util.getLogger("plant.shift")
            logger.warn("%s has been on for %.1f hours" % (session["username"], hours))
