# Runs in each client once somebody is on.
logger = system.util.getLogger("plant.client")
logger.info("%s is on as %s" % (system.security.getUsername(), system.util.getClientId()))
