# python: 3
# This code would return session info on a user named "bill.smith"
sessions = system.util.getSessionInfo("bill\.smith")
print([row["username"] for row in sessions])
