# python: both
# event: pressed
import sys
print(system.nav.swapTo("Other"))
print(", ".join(system.gui.getOpenedWindowNames()))
print(system.nav.swapWindow("Other", "Main/Sessions", None))
print(", ".join(system.gui.getOpenedWindowNames()))
window = system.nav.openWindow("Popups/Detail")
print(system.nav.swapWindow(window, "Other"))
print(", ".join(system.gui.getOpenedWindowNames()))
for swap in [("Nowhere", "Other"), ("Other", "Nowhere")]:
    try:
        system.nav.swapWindow(*swap)
    except ValueError:
        print(sys.exc_info()[1])
    print(", ".join(system.gui.getOpenedWindowNames()))
