# python: 3
# Java's String.format; every row was compared with Java's answer.
import java.lang
log = system.util.getLogger("f")
def t(format, *values):
    try:
        log.infof(format, *values)
    except BaseException as e:
        print(format, values, "!!", e)

t("%s|%10s|%-10s|%.2s|%S", "abc", "abc", "abc", "abc", "abc")
t("%s %s %s %s", True, None, 1.0, 12345678.9)
t("%s %s %s", 1e-5, 0.1, 100)
t("%d|%5d|%-5d|%05d|%+d|%,d|% d", 42, 42, 42, 42, 42, 1234567, 42)
t("%d|%,d|%05d", -42, -1234567, -42)
t("%x|%X|%o|%08x", 255, 255, 8, 48879)
t("%f|%.2f|%8.3f|%-8.1f|%+.1f|%,.2f|%08.2f", 1.5, 1.5, 1.5, 1.5, 1.5, 1234567.891, -1.5)
t("%e|%.2e|%E", 12345.678, 0.00012, 12345.678)
t("%b|%B|%b|%b", True, False, None, "x")
t("%c|%c", "x", 65)
t("%.1f|%.1f|%.1f|%.0f|%.0f|%.3f|%.2f|%.1e|%.0e|%.10f|%f|%.2f", 2.25, 2.35, -0.05, 0.5, 1.5, 1e-9, 999.999, 9.96, 5.5, 0.1, 1e10, 0.0)
t("%5.1f|%,.3f|%.3e", 2.25, 0.5, 0.0)
t("100%%|%n|%2$s %1$s %s", "a", "b")
t("%d", None)
t("%d", "x")
t("%d", 1.5)
t("%f", 1)
t("%s")
t("%")
t("%q", 1)
t("%tY", 1)
t("%c", "xy")
t("%d", 2**80)
