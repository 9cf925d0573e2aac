# Shows the parameters that this window was opened with, or opened again.
root = system.gui.getParentWindow(event).rootContainer
root.getComponent("User").text = root.username
root.getComponent("Project").text = root.project
root.getComponent("Address").text = root.address
root.getComponent("Since").text = str(root.creationTime or "")
root.getComponent("Client").text = root.clientId
root.getComponent("Designer").value = root.isDesigner
