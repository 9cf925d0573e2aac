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
for text in ("import system.tag", "from system import tag", "from system.tag import read", "import org.slf4j",
             "from com.inductiveautomation.ignition.common import Foo", "import com.foo", "import builtins", "import _thread",
             "import sgmllib", "import Cookie", "import pdb"):
    try:
        exec text
    except ImportError, e:
        print e
from system.util import *
print getSessionInfo is system.util.getSessionInfo
print [name for name in dir(__builtin__) if name in ("project", "__build_class__", "__loader__", "__package__", "__spec__")]
for of in (len, "a".upper, system.util, None):
    help(of)
help()
