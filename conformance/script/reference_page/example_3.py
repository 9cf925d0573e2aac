# python: 3
# This code would return session info on all users starting with the letters "bi"
sessions = system.util.getSessionInfo("bi.*")
print([row["username"] for row in sessions])
