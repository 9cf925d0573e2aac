"""A script in which mypy must find what is wrong, and where."""

import system
from java.awt import Color
from java.util import Calendar  # wrong: attr-defined
from java.util import Date

system.util.getSessionInfo(5)  # wrong: arg-type
system.util.getSessionInfo("a", "b", "c")  # wrong: call-arg
system.util.getSesionInfo()  # wrong: attr-defined
system.util.sendMessage("Plant")  # wrong: call-arg
system.gui.confirm("Stop?", allowCancle=True)  # wrong: call-arg
system.gui.color(1, 2)  # wrong: call-overload
system.tag.read("Tank/level")  # wrong: attr-defined
system.nav.openWindow("Pump", ["number", 3])  # wrong: arg-type
system.dataset.toDataSet(["a"], 3)  # wrong: call-overload
name: str = system.util.getSystemFlags()  # wrong: assignment
Date().month = 3  # wrong: misc
Date() + 1  # wrong: operator
Date().before(when=Date())  # wrong: call-arg
Color.red.nothing  # wrong: attr-defined
system.util.getLogger("x").fatal("y")  # wrong: attr-defined
system.util.getSessionInfo()[0].name  # wrong: attr-defined
