system.nav.closeParentWindow(event)
