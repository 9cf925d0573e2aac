# python: 3
from java.util import Date
from com.inductiveautomation.ignition.common import Dataset
from com.inductiveautomation.ignition.common.script.builtin.DatasetUtilities import PyDataSet

headers = ["name", "count", "big", "ratio", "on", "when", "nothing"]
rows = [
    ["a", 1, 2**40, 1.5, True, Date(0), None],
    ("b", None, 5, 2, False, None, None),
    [None, 3, 1, 0.25, None, Date(1), None],
]
for module in (system.dataset, system.db):
    ds = module.toDataSet(headers, rows)
    print(ds, ds.getColumnTypes(), [ds.getColumnAsList(c) for c in range(7)])
    py = module.toPyDataSet(ds)
    print(py, [list(r) for r in py], isinstance(py, PyDataSet), isinstance(ds, PyDataSet), isinstance(ds, Dataset))
    print(module.toPyDataSet(py), module.toDataSet(py), module.toDataSet(ds), module.toDataSet(headers=["x"], rows=[]))
print(system.dataset.getColumnHeaders(ds), system.dataset.getColumnHeaders(py))
print(system.dataset.toDataSet(["a", "b"], [list(r)[:2] for r in py]), system.dataset.toDataSet(py.columnNames, py))
print(system.dataset.toDataSet([], []), system.dataset.toDataSet(["a", "a"], [[1, 2]]))

def fails(*args):
    try:
        print("no error:", system.dataset.toDataSet(*args))
    except BaseException as e:
        print(type(e).__module__, type(e).__name__, "|", e)

fails(["a", "b"], [[1]])
fails(["a", "b"], [[1, 2], [1, 2, 3]])
fails(["a"], [{"a": 1}])
fails(["a"], ["x"])
fails(["a"], [5])
fails(["a"], [[[]]])
fails(["a"], [[1], ["x"]])
fails(["a"], [[2**64]])
fails([1], [[1]])
fails("x")
fails(5, [])
fails(None, None)
fails()
fails(1, 2, 3)
try:
    system.dataset.toPyDataSet([1])
except TypeError as e:
    print(e)
