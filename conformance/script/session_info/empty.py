# python: 3
# No match: the six columns and no row.
s = system.util.getSessionInfo("nobody")
print(s, len(s), bool(s), s.rowCount, s.columnCount, list(s.columnNames), list(s))
try:
    s[0]
except IndexError as e:
    print("IndexError", e)
try:
    s.getValueAt(0, 0)
except:
    import sys
    print(sys.exc_info()[0].__module__, sys.exc_info()[1])
