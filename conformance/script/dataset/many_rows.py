# python: 3
# Rows are made when they are asked for.
n = 100000
ds = system.dataset.toPyDataSet(system.dataset.toDataSet(["i", "text"], [[i, "x"] for i in range(n)]))
total = 0
for row in ds:
    total += row["i"]
print(len(ds), total == n * (n - 1) // 2, ds[-1][0], sum(1 for r in ds[::10000]))
it = iter(ds)
next(it)
print(it.__length_hint__(), next(it)[0])
