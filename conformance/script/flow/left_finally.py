# python: both
# Scopes in a `finally` that is left in several ways, and a `finally` that leaves by itself.
events = []


class Quiet(object):
    def __init__(self, name, swallows):
        self.name, self.swallows = name, swallows

    def __enter__(self):
        events.append("enter " + self.name)
        return self

    def __exit__(self, kind, value, trace):
        events.append("exit " + self.name)
        return self.swallows


def read(cursors):
    try:
        return len(cursors)
    finally:
        closed = [c + 1 for c in cursors]
        events.append(closed)


def by_key(rows):
    try:
        if not rows:
            return None
        return rows[0]
    except IndexError:
        return "never"
    finally:
        events.append(sorted(rows, key=lambda row: -row))
        events.append(sum(row for row in rows))


def in_loop(rows):
    seen = []
    for row in rows:
        try:
            if row == 1:
                continue
            if row == 3:
                break
            seen.append(row)
        finally:
            def note(what, row=row):
                events.append((what, row, [w for w in what]))

            class Kept(object):
                value = row
            note("ab"[:Kept.value])
    later = [lambda: r for r in seen]
    return [f() for f in later]


def two_ways(x):
    try:
        try:
            if x:
                return [y for y in (x, x + 1)]
            return [z for z in (1, 2)]
        finally:
            events.append([a for a in (lambda: (x,))()])
    finally:
        events.append({b: b for b in (x,)})
        inner = lambda: x
    return "not reached"


def after_except(x):
    try:
        raise KeyError(x)
    except KeyError as error:
        return [str(a) for a in error.args]
    finally:
        events.append([a for a in range(2)])


def inside_with(x):
    try:
        with Quiet("w", False):
            return x
    finally:
        events.append([v for v in (x,)])


def replaced():
    try:
        pass
    except:
        return 1
    finally:
        return 2


def replaced_in_with():
    try:
        with Quiet("r", False):
            return 1
    finally:
        return 2


def in_turn(rows):
    for i in rows:
        try:
            continue
        except:
            pass
        finally:
            return i


def ends_loop():
    while 1:
        try:
            pass
        except:
            return
        finally:
            break
    return "after"


def twice():
    try:
        try:
            return 3
        finally:
            events.append("T")
    finally:
        return 10


def from_loop(rows):
    try:
        for i in rows:
            return i
    finally:
        return 9


def broken(rows):
    try:
        for i in rows:
            try:
                pass
            except:
                break
            finally:
                break
    except:
        return "no"
    return i


def yields(count):
    while count:
        count -= 1
        try:
            yield count
        except:
            return
        finally:
            if count == 1:
                break
    yield "end"


def returns(value):
    try:
        yield value
    except:
        return
    finally:
        return


def skipped():
    try:
        while 1:
            try:
                break
            except:
                pass
            finally:
                break
    except:
        pass
    else:
        raise ValueError("else")
    finally:
        events.append("T(0)")


def shadowed(x):
    try:
        return [1 // x for x in (1, 0)]
    except ZeroDivisionError:
        return "shown"


for function, arguments in [
    (read, [(1, 2)]), (by_key, [[3, 1, 2]]), (by_key, [[]]), (in_loop, [range(5)]), (two_ways, [0]), (two_ways, [4]),
    (after_except, ["k"]), (inside_with, [7]), (replaced, []), (replaced_in_with, []), (in_turn, [(5, 6)]),
    (ends_loop, []), (twice, []), (from_loop, [(1, 2)]), (broken, [(1, 2)]), (shadowed, [8]),
]:
    del events[:]
    print("%s %r" % (function.__name__, [function(*arguments), events]))

del events[:]
print([list(yields(3)), list(yields(0)), list(returns(1))])
try:
    skipped()
except ValueError as error:
    print("%s %s" % (error, events))

# Not in a function: a scope in a `finally` that a loop is left through.
for row in (1, 2):
    try:
        if row == 2:
            break
    finally:
        print([r for r in (row, row)])
