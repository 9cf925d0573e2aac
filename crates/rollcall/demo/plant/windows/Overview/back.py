system.nav.swapTo("Sessions")
