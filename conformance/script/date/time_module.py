# python: 3
# zone: Europe/Berlin
# The local time of time and datetime is the gateway's.
import time, datetime
print(time.tzname, time.timezone, time.altzone, time.daylight)
for t in (0, 1700000000, 1720000000.9):
    l = time.localtime(t)
    print(tuple(l), l.tm_zone, l.tm_gmtoff, time.mktime(l) == int(t), time.ctime(t))
    print(time.strftime("%Y-%m-%d %H:%M:%S %Z %z", l), datetime.datetime.fromtimestamp(t))
print(time.gmtime(0).tm_hour, time.strftime("%H", time.gmtime(0)))
print(datetime.datetime(2024, 7, 3, 12, 0).timestamp(), datetime.datetime(2024, 1, 3).astimezone().isoformat())
print(abs(time.time() - time.mktime(time.localtime())) < 2, len(time.strftime("%Y")), time.localtime().tm_zone in time.tzname)
print(datetime.datetime.strptime("2024-02-29 13:14:15", "%Y-%m-%d %H:%M:%S"), time.strptime("03 Jul 2024", "%d %b %Y")[:3])
a = time.monotonic(); time.sleep(0.01); print(time.monotonic() - a >= 0.01)
for bad in (-1, "x", float("nan"), 1e300):
    try: time.sleep(bad)
    except (ValueError, TypeError, OverflowError) as e: print(type(e).__name__, e)
try: time.localtime(1e300)
except OverflowError as e: print(e)
print(hasattr(time, "clock_settime"))
