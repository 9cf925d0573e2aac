"""Makes up functions that leave nested statements in every way, for `cargo xtask fuzz-language`.

    python3 generate.py LANGUAGE SEED COUNT

LANGUAGE is 2 or 3. Written is one script: COUNT functions and what calls them. Each function prints one line, its trace:
the marks that it came by, in order, and how it ended. Nothing in it depends on the machine, so whoever runs the script has
to print the same. What conditions say is drawn from a counter, which also ends functions that would run for ever. Every
third has a neighbour that is compiled and never called, since its loops have nothing to end them.
"""

import random
import sys

#: What the functions use. It is the same in both languages.
PROLOGUE = '''
class E1(Exception): pass
class E2(Exception): pass
class Enough(BaseException): pass

# Generators that were not ended are not collected before the end.
KEPT = []

class State(object): pass
S = State()

def start(seed):
    S.trace, S.left, S.seed = [], 120, seed

def T(mark):
    S.left -= 1
    if S.left < 0:
        raise Enough()
    S.trace.append(str(mark))
    return mark

def C():
    S.left -= 1
    if S.left < 0:
        raise Enough()
    S.seed = (S.seed * 1103515245 + 12345) % 2147483648
    return (S.seed >> 16) % 3 > 0

def G():
    S.left -= 1
    return S.left < 0

def F(mark):
    yield T('f%s' % mark)
    if C():
        raise E1(mark)
    yield mark

class M(object):
    def __init__(self, mark, quiet):
        self.mark, self.quiet = mark, quiet
    def __enter__(self):
        T('>%s' % self.mark)
        return self.mark
    def __exit__(self, error, value, trace):
        T('<%s%s' % (self.mark, '' if error is None else kind(error)))
        if self.quiet == 2:
            raise E2(self.mark)
        return self.quiet == 1

def kind(error):
    # Which of the two it is depends on the version: a comprehension may be a function or not.
    return 'NameError' if error is UnboundLocalError else error.__name__

def shown(error):
    if isinstance(error, NameError):
        return 'NameError'
    if hasattr(error, 'exceptions'):
        return 'group(' + ' '.join(shown(e) for e in error.exceptions) + ')'
    return type(error).__name__ + ''.join(str(a) for a in error.args)

def finish(name, end):
    print(name + ': ' + ' '.join(S.trace) + ' = ' + end)

def call(name, function, seed):
    start(seed)
    try:
        end = repr(function(seed % 5))
    except Enough:
        end = 'enough'
    except Exception as error:
        end = shown(error)
    finish(name, end)

def drain(name, function, seed, how):
    start(seed)
    try:
        generator = function(seed % 5)
        KEPT.append(generator)
        for step in range(12):
            if how == 1 and step == 2:
                generator.close()
                T('closed')
            if how == 2 and step == 1:
                T('threw %s' % generator.throw(E1('t')))
            if how == 3:
                T('sent %s' % generator.send(step or None))
            else:
                T('got %s' % next(generator))
        generator.close()
        end = 'open'
    except StopIteration as error:
        end = 'stop'
    except Enough:
        end = 'enough'
    except Exception as error:
        end = shown(error)
    finish(name, end)
'''

GROUPS = '''
def group(mark):
    return ExceptionGroup('g', [E1(mark), E2(mark)])
'''


class Writer:
    """One function, grown statement by statement."""

    def __init__(self, random, language, kind, is_endless=False):
        self.random, self.language, self.kind, self.is_endless = random, language, kind, is_endless
        self.marks, self.lines, self.names = 0, [], 0
        self.longest = random.choice([12, 25, 50])

    def mark(self):
        self.marks += 1
        return self.marks

    def add(self, depth, text):
        self.lines.append("    " * depth + text)

    def value(self, depth):
        """An expression; some of them have scopes of their own."""
        n = self.mark()
        return self.random.choice([
            "T(%d)" % n, "T(%d)" % n, "T(%d)" % n, "T(v)", "C() and T(%d) or %d" % (n, n),
            "[T(i) for i in range(2)]", "[T(i + v) for i in range(2) if C()]", "(lambda: T(%d))()" % n,
            "sum(T(i) for i in range(2))", "(lambda w: T(w + v))(%d)" % n, "T(%d) if C() else v" % n,
            "{T(i): v for i in range(2)}", "[[T(j) for j in range(i)] for i in range(3)]",
            "[T(str(i)) for i in F(%d)]" % n, "{v: T(str(i)) for i in F(%d)}" % n, "len([(i, j) for i in F(%d) for j in F(0)])" % n,
            "sorted([2, 1], key=lambda k: T(k))", "max(T(v), %d)" % n,
            "[(lambda: T(i))() for i in range(2)]", "len([v for v in range(T(2))])" if self.language == 3 else "T(%d)" % n,
        ])

    def block(self, depth, room, loop, inside_finally=False):
        for _ in range(self.random.choice([1, 1, 2, 2, 3])):
            if self.statement(depth, room, loop, inside_finally):
                # What follows here is never reached; sometimes it is there all the same.
                if self.random.random() < 0.8:
                    return
        if self.random.random() < 0.3:
            self.add(depth, "T(%d)" % self.mark())

    def statement(self, depth, room, loop, inside_finally):
        """Adds a statement; whether it never goes on to the next one."""
        choices = ["mark"] * 3 + ["leave"] * 5 + ["value"] * 2
        if room > 0 and len(self.lines) < self.longest:
            choices += ["while"] * (8 if self.is_endless else 0)
            choices += ["try"] * 9 + ["with"] * 4 + ["if"] * 3 + ["while", "for", "for", "def", "class"]
        if self.kind == "generator":
            choices += ["yield"] * 4
        return getattr(self, "add_" + self.random.choice(choices))(depth, room, loop, inside_finally)

    def add_mark(self, depth, room, loop, inside_finally):
        self.add(depth, "T(%d)" % self.mark())

    def add_value(self, depth, room, loop, inside_finally):
        self.add(depth, self.random.choice(["v = %s", "T(str(%s))", "x = %s", "%s"]) % self.number(depth))

    def number(self, depth):
        value = self.value(depth)
        return value if value.startswith(("T", "C", "(lambda", "sum", "max", "len")) else "len(%s)" % value

    def add_yield(self, depth, room, loop, inside_finally):
        self.add(depth, self.random.choice(["yield %d", "T((yield %d))", "v = (yield %d) or 1"]) % self.mark())

    def add_leave(self, depth, room, loop, inside_finally):
        ways = ["raise E1(%d)" % self.mark(), "raise E2(%d)" % self.mark(), "T(nothing_%d)" % self.mark()]
        if self.kind == "function":
            ways += ["return %d" % self.mark(), "return %s" % self.number(depth), "return", "return T(%d)" % self.mark()] * 2
        elif self.kind == "generator":
            ways += ["return"] * 4
        if loop:
            ways += ["break"] * 4 + ([] if inside_finally and self.language == 2 else ["continue"] * 4)
        way = self.random.choice(ways)
        if self.random.random() < 0.35:
            self.add(depth, "if C(): " + way)
            return False
        self.add(depth, way)
        return True

    def add_if(self, depth, room, loop, inside_finally):
        self.add(depth, self.random.choice(["if C():", "if C() and C():", "if not (C() or C()):", "if v:", "if 1:", "if 0:"]))
        self.block(depth + 1, room - 1, loop, inside_finally)
        if self.random.random() < 0.3:
            self.add(depth, "elif C():")
            self.block(depth + 1, room - 1, loop, inside_finally)
        if self.random.random() < 0.5:
            self.add(depth, "else:")
            self.block(depth + 1, room - 1, loop, inside_finally)

    def add_while(self, depth, room, loop, inside_finally):
        head = self.random.choice(["while C():", "while C():", "while 1:", "while not C():"])
        self.add(depth, "while True:" if self.is_endless else head)
        if head == "while 1:" and not self.is_endless:
            self.add(depth + 1, "if G(): break")
        self.block(depth + 1, room - 1, True, False)
        self.maybe_else(depth, room, loop, inside_finally)

    def add_for(self, depth, room, loop, inside_finally):
        head = self.random.choice(["for v in range(3):", "for v in (1, 2):", "for x in [T(3), T(4)]:", "for v in (T(i) for i in range(3)):"])
        self.add(depth, head)
        self.block(depth + 1, room - 1, True, False)
        self.maybe_else(depth, room, loop, inside_finally)

    def maybe_else(self, depth, room, loop, inside_finally):
        if self.random.random() < 0.25:
            self.add(depth, "else:")
            self.block(depth + 1, room - 1, loop, inside_finally)

    def add_with(self, depth, room, loop, inside_finally):
        quiet = lambda: self.random.choice([0, 0, 1, 1, 1, 2])
        items = ["M(%d, %d)" % (self.mark(), quiet()) for _ in range(self.random.choice([1, 1, 1, 2]))]
        if self.random.random() < 0.3:
            items[-1] += " as v"
        self.add(depth, "with %s:" % ", ".join(items))
        self.block(depth + 1, room - 1, loop, inside_finally)

    def add_try(self, depth, room, loop, inside_finally):
        groups = self.language == 3 and self.random.random() < 0.08
        self.add(depth, "try:")
        if groups and self.random.random() < 0.7:
            self.add(depth + 1, "if C(): raise group(%d)" % self.mark())
        self.block(depth + 1, room - 1, loop, inside_finally)
        clauses = self.random.choice([0, 1, 1, 1, 2]) or (1 if groups else 0)
        for clause in range(clauses):
            self.handler(depth, room, loop, inside_finally, groups, clause + 1 == clauses)
        if clauses and self.random.random() < 0.3:
            self.add(depth, "else:")
            self.block(depth + 1, room - 1, loop, inside_finally)
        if not clauses or self.random.random() < 0.6:
            self.add(depth, "finally:")
            self.block(depth + 1, room - 1, loop, True)

    def handler(self, depth, room, loop, inside_finally, groups, last):
        star = "*" if groups else ""
        heads = ["except%s E1:" % star, "except%s E2:" % star, "except%s (E1, NameError):" % star,
                 "except%s Exception as e:" % star, "except%s E1 as e:" % star]
        if last and not groups:
            heads += ["except:"] * 4
        self.add(depth, self.random.choice(heads))
        if groups:
            # These must not be left by return, break and continue.
            self.add(depth + 1, self.random.choice(["T(%d)", "raise E1(%d)", "T(len([T(i) for i in range(2)]) + %d)"]) % self.mark())
            return
        if self.random.random() < 0.15:
            self.add(depth + 1, "T(%d)" % self.mark())
            self.add(depth + 1, "raise")
            return
        self.block(depth + 1, room - 1, loop, inside_finally)

    def add_def(self, depth, room, loop, inside_finally):
        self.names += 1
        name = "f%d" % self.names
        self.add(depth, "def %s(w=v):" % name)
        inner, self.kind = self.kind, "function"
        self.block(depth + 1, min(room - 1, 1), False, False)
        self.kind = inner
        self.add(depth, "T(str(%s(%d)))" % (name, self.mark()))

    def add_class(self, depth, room, loop, inside_finally):
        self.names += 1
        self.add(depth, "class K%d(object):" % self.names)
        self.add(depth + 1, "a = T(%d)" % self.mark())
        inner, self.kind = self.kind, "class"
        self.block(depth + 1, min(room - 1, 1), False, False)
        self.kind = inner


def write(language, seed, count, out):
    out.write("# Made by generate.py %d %d %d\n" % (language, seed, count))
    if language == 3:
        out.write("# python: 3\n")
    out.write(PROLOGUE)
    if language == 3:
        out.write(GROUPS)
    for number in range(count):
        source = random.Random("%d %d %d" % (language, seed, number))
        kind = source.choice(["function", "function", "function", "generator"])
        writer = Writer(source, language, kind)
        writer.block(1, source.choice([2, 3, 3, 4]), False)
        name = "n%d" % number
        out.write("\ndef %s(v):\n%s\n" % (name, "\n".join(writer.lines)))
        if kind == "generator":
            out.write("    yield 0\n")
            out.write("for how in range(4): drain('%s', %s, %d, how)\n" % (name, name, source.randrange(1 << 30)))
        else:
            out.write("for seed in (%d, %d): call('%s', %s, seed)\n" % (source.randrange(1 << 30), source.randrange(1 << 30), name, name))
        if number % 3 == 0:
            endless = Writer(random.Random("endless %d %d %d" % (language, seed, number)), language, "function", True)
            endless.block(1, 4, False)
            out.write("\ndef u%d(v):\n%s\n" % (number, "\n".join(endless.lines)))


if __name__ == "__main__":
    write(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.stdout)
