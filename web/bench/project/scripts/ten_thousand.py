# Two datasets of 10,000 rows in the columns of getSessionInfo, made once for as long as the client's interpreter lives.
from java.util import Date

ROWS = 10000
HEADERS = ["username", "project", "address", "isDesigner", "clientId", "creationTime"]


def dataset(turn):
    rows = [
        ["turn%d" % turn, "plant", "line-%d" % (row % 400), row % 7 == 0, "%08X" % row, Date(1700000000000 + row * 1000)]
        for row in range(ROWS)
    ]
    return system.dataset.toDataSet(HEADERS, rows)


DATASETS = [dataset(0), dataset(1)]
turn = 0


def other():
    global turn
    turn = 1 - turn
    return DATASETS[turn]
