# python: 3
from java.util import Date
from java.awt import Color
loop = []
loop.append(loop)
payload = {"n": 5, "text": u"x\u20ac", "list": [1, (2, 3)], "when": Date(0), "rows": system.util.getSessionInfo("bob"),
           "color": Color(1, 2, 3), "none": None, 7: True, "loop": loop, "big": 2 ** 70, "f": float("nan")}
print(system.util.sendMessage("plant", "hello", payload))
print(system.util.sendMessage("plant", "hello"))
system.util.sendMessage("plant", messageHandler="hello", payload={}, scope="C", clientSessionId="0A1B2C3D", user="billy",
                        hasRole="Operator", hostName="hmi-1", remoteServers=None)
