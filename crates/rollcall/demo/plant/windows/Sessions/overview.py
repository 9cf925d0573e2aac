# The other main window takes the place of this one.
system.nav.swapTo("Overview")
