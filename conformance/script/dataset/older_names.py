# The names of system.db are the functions of system.dataset.
made = system.db.toDataSet(["pump", "bar"], [["P1", 2.5], ["P2", 3]])
rows = system.db.toPyDataSet(made)
print(made, rows, [list(row) for row in rows])
print(system.db.toDataSet(rows), system.db.toDataSet(dataset=rows), system.db.toPyDataSet(dataset=rows))
for arguments, named in [((), {}), ((1,), {}), ((made, 2), {}), ((made, [], 3), {}), ((), {"headers": []}),
                         ((), {"data": made}), ((None,), {}), ((None, []), {}), (([], None), {})]:
    for function in (system.db.toDataSet, system.db.toPyDataSet):
        try:
            print(function.__name__, function(*arguments, **named))
        except TypeError as error:
            print(function.__name__, error)
