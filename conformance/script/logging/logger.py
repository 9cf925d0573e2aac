# python: 3
import java.lang
log = system.util.getLogger("Plant.Line")
log.trace("t"); log.debug("d"); log.info("i"); log.warn("w"); log.error("e")
log.info(5)
log.tracef("%s", "x"); log.debugf("%d%%", 50); log.infof("%s %s", "a", None); log.warnf("%5.1f|", 2.25); log.errorf("plain")
log.info(log.getName() + " " + log.name + " " + str(log.isDebugEnabled()) + str(log.isTraceEnabled()) + str(log.isInfoEnabled()))
log.getSubLogger("Motor").info("sub")

def divide():
    return 1 / 0

try:
    divide()
except ZeroDivisionError as e:
    log.error("failed", e)
log.warn("with a Java one", java.lang.RuntimeException("no"))
try:
    system.util.getLogger()
except TypeError as e:
    print(e)
