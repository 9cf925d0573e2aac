# Runs in each client before it ends.
logger = system.util.getLogger("plant.client")
logger.info("%s leaves %s" % (system.security.getUsername(), system.util.getProjectName()))
