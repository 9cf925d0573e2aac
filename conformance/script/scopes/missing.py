# What is not there says so, and what comes near.
import java.lang, java.util, __builtin__
for text in ("system.util.getSesionInfo", "system.gui.getClientId", "system.utill", "system.dataset.addRow",
             "java.lang.System", "java.lang.Foo", "java.util.ArrayList"):
    try:
        eval(text)
    except AttributeError, e:
        print e
    print hasattr(java.lang, "System"),
print
for text in ("from java.lang import System", "import com.inductiveautomation.ignition.gateway",
             "from com.inductiveautomation.ignition.gateway import SRContext", "from system.util import getSesionInfo"):
    try:
        exec text
    except ImportError, e:
        print e
print [name for name in dir(__builtin__) if name.startswith("$") or name == "system"], "help" in dir(__builtin__)
help(system.util.getProjectName)
