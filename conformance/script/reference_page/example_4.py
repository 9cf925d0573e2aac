# python: 3
# This code uses a single character wildcard in the username
sessions = system.util.getSessionInfo("bi.ly")
print([row["username"] for row in sessions])
