# python: 3
# What was printed is seen before the dialog, even half a line.
print("before", end="")
system.gui.messageBox("now")
print("after")
