# python: 3
# zone: Asia/Tokyo
from java.util import Date
print(Date(1700000000123), "|", Date(1720000000123), "|", Date(0))
print(Date(0).timezoneOffset, Date(70, 0, 1), Date(124, 6, 3, 12, 30).getTime())
