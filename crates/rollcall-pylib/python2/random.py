"""`random` as Jython has it: the same numbers for the same seed.

Jython draws from `java.util.Random`, whose generator of 48 bits Java's documentation gives; what is made of the draws
is what `random` of 2.7 makes of them. Without a seed it starts from the system's randomness.
"""

from _rollcall import urandom
from struct import pack
from math import acos, cos, e, exp, log, pi, sin, sqrt

from _python2 import load
from _python2._text import long, number

__all__ = """
    Random WichmannHill SystemRandom betavariate choice expovariate gammavariate gauss getrandbits getstate jumpahead
    lognormvariate normalvariate paretovariate randint random randrange sample seed setstate shuffle triangular
    uniform vonmisesvariate weibullvariate
""".split()

_MULTIPLIER = 0x5DEECE66D
_MASK = (1 << 48) - 1
# A seed that does not fit Java's `long` is taken modulo its largest value.
_LARGEST = (1 << 63) - 1
NV_MAGICCONST = 4 * exp(-0.5) / sqrt(2.0)
TWOPI = 2.0 * pi
LOG4 = log(4.0)
SG_MAGICCONST = 1.0 + log(4.5)
BPF, RECIP_BPF = 53, 2.0 ** -53


class Random:
    """A generator of its own."""

    VERSION = 3

    def __init__(self, x=None):
        self.seed(x)

    # What is drawn.

    def seed(self, a=None):
        """Starts again, from a number or from anything that has a hash; from None somewhere."""
        if a is None:
            start = int.from_bytes(urandom(8), "big")
        elif isinstance(a, int):
            start = a % _LARGEST if isinstance(a, long) else a
        elif isinstance(a, str):
            start = _java_hash(a)
        else:
            start = _java_hash_of_float(a) if isinstance(a, float) else hash(a)
        self._state = (start ^ _MULTIPLIER) & _MASK
        self.gauss_next = None

    def _next(self, bits):
        self._state = (self._state * _MULTIPLIER + 0xB) & _MASK
        return self._state >> (48 - bits)

    def random(self):
        """A number of [0, 1), of 53 bits."""
        return ((self._next(32) >> 5) * 67108864.0 + (self._next(32) >> 6)) * (1.0 / 9007199254740992.0)

    def getrandbits(self, k):
        """A whole number of k bits, drawn as `java.math.BigInteger` draws it."""
        if not isinstance(k, int):
            raise TypeError("getrandbits(): 1st arg can't be coerced to int")
        if k > 0x7FFFFFFF:
            raise OverflowError("long int too large to convert to int")
        if k < 0:
            raise ValueError("numBits must be non-negative")
        if k == 0:
            return long(0)
        size = (k + 7) // 8
        data = bytearray()
        while len(data) < size:
            data += self._next(32).to_bytes(4, "little")
        data = data[:size]
        data[0] &= (1 << (8 - (8 * size - k))) - 1
        return long(int.from_bytes(data, "big"))

    def getstate(self):
        return (self.VERSION, (self._state,), self.gauss_next)

    def setstate(self, state):
        version, own, self.gauss_next = self._of_version(state)
        (self._state,) = own

    def _of_version(self, state):
        if state[0] != self.VERSION:
            raise ValueError(f"state with version {state[0]} passed to Random.setstate() of version {self.VERSION}")
        return state

    def jumpahead(self, n):
        """Another state, which depends on this one and on n."""
        self.seed(self._state ^ hash(n))

    # Whole numbers and items.

    def randrange(self, start, stop=None, step=1):
        """An item of `range(start, stop, step)`."""
        for value, which in ((start, "arg 1"), (stop, "stop"), (step, "step")):
            if value is not None and int(value) != value:
                raise ValueError(f"non-integer {which} for randrange()")
        start, step = int(start), int(step)
        if stop is None:
            if start <= 0:
                raise ValueError("empty range for randrange()")
            return number(self._below(start))
        width = int(stop) - start
        if step == 0:
            raise ValueError("zero step for randrange()")
        count = width if step == 1 else (width + step + (-1 if step > 0 else 1)) // step
        if step == 1 and count <= 0:
            raise ValueError(f"empty range for randrange() ({start},{int(stop)}, {width})")
        if count <= 0:
            raise ValueError("empty range for randrange()")
        return number(start + step * self._below(count))

    def _below(self, count):
        """A whole number below another; where a draw has too few bits, several are put together."""
        if count < 1 << BPF:
            return int(self.random() * count)
        if type(self).random is not Random.random and type(self).getrandbits is Random.getrandbits:
            _warn("Underlying random() generator does not supply \nenough bits to choose from a population range this "
                  "large")
            return int(self.random() * count)
        bits = int(1.00001 + log(count - 1, 2.0))
        drawn = self.getrandbits(bits)
        while drawn >= count:
            drawn = self.getrandbits(bits)
        return int(drawn)

    def randint(self, a, b):
        """A whole number from a to b, both included."""
        return self.randrange(a, b + 1)

    def choice(self, seq):
        return seq[int(self.random() * len(seq))]

    def shuffle(self, x, random=None):
        """Puts a list in another order, in place."""
        random = random or self.random
        for i in reversed(range(1, len(x))):
            j = int(random() * (i + 1))
            x[i], x[j] = x[j], x[i]

    def sample(self, population, k):
        """k items, each at most once. From a large population indices are drawn, from a small one items are taken."""
        size = len(population)
        if not 0 <= k <= size:
            raise ValueError("sample larger than population")
        set_size = 21 if k <= 5 else 21 + 4 ** _ceiling_of_log4(k * 3)
        if size <= set_size or isinstance(population, (set, frozenset, dict)):
            return self._taken(list(population), k)
        chosen = {}
        while len(chosen) < k:
            chosen.setdefault(int(self.random() * size))
        return [population[index] for index in chosen]

    def _taken(self, pool, k):
        result = []
        for left in range(len(pool), len(pool) - k, -1):
            index = int(self.random() * left)
            result.append(pool[index])
            pool[index] = pool[left - 1]
        return result

    # Distributions.

    def uniform(self, a, b):
        return a + (b - a) * self.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        u = self.random()
        c = 0.5 if mode is None else (mode - low) / (high - low)
        if u > c:
            u, c, low, high = 1.0 - u, 1.0 - c, high, low
        return low + (high - low) * (u * c) ** 0.5

    def gauss(self, mu, sigma):
        """Normally distributed; of a pair of values the second waits for the next call."""
        z, self.gauss_next = self.gauss_next, None
        if z is None:
            angle, radius = self.random() * 2 * pi, sqrt(-2.0 * log(1.0 - self.random()))
            z, self.gauss_next = cos(angle) * radius, sin(angle) * radius
        return mu + z * sigma

    def normalvariate(self, mu, sigma):
        while True:
            u1, u2 = self.random(), 1.0 - self.random()
            z = NV_MAGICCONST * (u1 - 0.5) / u2
            if z * z / 4.0 <= -log(u2):
                return mu + z * sigma

    def lognormvariate(self, mu, sigma):
        return exp(self.normalvariate(mu, sigma))

    def expovariate(self, lambd):
        return -log(1.0 - self.random()) / lambd

    def paretovariate(self, alpha):
        return 1.0 / (1.0 - self.random()) ** (1.0 / alpha)

    def weibullvariate(self, alpha, beta):
        return alpha * (-log(1.0 - self.random())) ** (1.0 / beta)

    def vonmisesvariate(self, mu, kappa):
        """An angle about mu, after Best and Fisher (1979), in a form that holds for the greatest kappa, too."""
        if kappa <= 1e-6:
            return 2 * pi * self.random()
        s = 0.5 / kappa
        r = s + sqrt(1.0 + s * s)
        while True:
            z = cos(pi * self.random())
            d, u2 = z / (r + z), self.random()
            if u2 < 1.0 - d * d or u2 <= (1.0 - d) * exp(d):
                break
        q = 1.0 / r
        f = (q + z) / (1.0 + q * z)
        sign = 1 if self.random() > 0.5 else -1
        return (mu + sign * acos(f)) % (2 * pi)

    def gammavariate(self, alpha, beta):
        """For shapes above one after Cheng (1977), below after Ahrens and Dieter (1974)."""
        if alpha <= 0.0 or beta <= 0.0:
            raise ValueError("gammavariate: alpha and beta must be > 0.0")
        if alpha > 1.0:
            return self._gamma_above_one(alpha) * beta
        if alpha == 1.0:
            return self._exponential() * beta
        return self._gamma_below_one(alpha) * beta

    def _exponential(self):
        u = self.random()
        while u <= 1e-7:
            u = self.random()
        return -log(u)

    def _gamma_above_one(self, alpha):
        scale = sqrt(2.0 * alpha - 1.0)
        while True:
            u1 = self.random()
            if not 1e-7 < u1 < 0.9999999:
                continue
            u2 = 1.0 - self.random()
            v = log(u1 / (1.0 - u1)) / scale
            x = alpha * exp(v)
            z, r = u1 * u1 * u2, alpha - log(4.0) + (alpha + scale) * v - x
            if r + 1.0 + log(4.5) - 4.5 * z >= 0.0 or r >= log(z):
                return x

    def _gamma_below_one(self, alpha):
        b = (e + alpha) / e
        while True:
            p = b * self.random()
            x = p ** (1.0 / alpha) if p <= 1.0 else -log((b - p) / alpha)
            u1 = self.random()
            if u1 <= (x ** (alpha - 1.0) if p > 1.0 else exp(-x)):
                return x

    def betavariate(self, alpha, beta):
        y = self.gammavariate(alpha, 1.0)
        return 0.0 if y == 0 else y / (y + self.gammavariate(beta, 1.0))


class WichmannHill(Random):
    """Three generators of small numbers added up, which was what `random` drew from before version 2.3."""

    VERSION = 1

    def seed(self, a=None):
        super().seed(a)
        if a is None:
            a = int.from_bytes(urandom(16), "big")
        elif not isinstance(a, int):
            a = hash(a)
        a, x = divmod(a, 30268)
        a, y = divmod(a, 30306)
        a, z = divmod(a, 30322)
        self._seed = x + 1, y + 1, z + 1

    def random(self):
        x, y, z = self._seed
        self._seed = x, y, z = 171 * x % 30269, 172 * y % 30307, 170 * z % 30323
        return (x / 30269.0 + y / 30307.0 + z / 30323.0) % 1.0

    def getstate(self):
        return (self.VERSION, self._seed, self.gauss_next)

    def setstate(self, state):
        version, self._seed, self.gauss_next = self._of_version(state)

    def jumpahead(self, n):
        """Goes on as if so many numbers had been drawn."""
        if n < 0:
            raise ValueError("n must be >= 0")
        x, y, z = self._seed
        self._seed = (x * pow(171, n, 30269) % 30269, y * pow(172, n, 30307) % 30307, z * pow(170, n, 30323) % 30323)

    def whseed(self, a=None):
        """Starts again as before version 2.1: of different numbers some give the same."""
        if a is None:
            return self._start(0, 0, 0)
        a, x = divmod(hash(a), 256)
        a, y = divmod(a, 256)
        a, z = divmod(a, 256)
        self._start((x + a) % 256 or 1, (y + a) % 256 or 1, (z + a) % 256 or 1)

    def _start(self, x, y, z):
        if x == y == z == 0:
            start = int.from_bytes(urandom(3), "big")
            x, y, z = start & 0xFF, start >> 8 & 0xFF, start >> 16
        self._seed = x or 1, y or 1, z or 1
        self.gauss_next = None


def _warn(words):
    load("warnings").warn(words, stacklevel=3)


class SystemRandom(Random):
    """Numbers from the system's randomness; there is no state to keep."""

    def seed(self, a=None):
        self.gauss_next = None

    def random(self):
        return (int.from_bytes(urandom(7), "big") >> 3) / 9007199254740992.0

    def getrandbits(self, k):
        if not isinstance(k, int):
            raise TypeError("number of bits should be an integer")
        if k <= 0:
            raise ValueError("number of bits must be greater than zero")
        return long(int.from_bytes(urandom((k + 7) // 8), "big") >> (-k % 8))

    def jumpahead(self, n):
        pass

    def getstate(self, *state):
        raise NotImplementedError("System entropy source does not have state.")

    setstate = getstate


def _java_hash_of_float(value):
    """What Jython has for the hash of a float: of one that is not whole, the two halves of its bits."""
    if value == value // 1:
        return hash(value)
    bits = int.from_bytes(pack(">d", value), "big")
    folded = (bits ^ bits >> 32) & 0xFFFFFFFF
    return folded - (1 << 32) if folded >> 31 else folded


def _java_hash(text):
    """`String.hashCode`, which is what Jython hashes a text with."""
    value = 0
    for character in text:
        value = (31 * value + ord(character)) & 0xFFFFFFFF
    return value - 0x100000000 if value & 0x80000000 else value


def _ceiling_of_log4(value):
    power = 0
    while 4 ** power < value:
        power += 1
    return power


_shared = Random()
_inst = _shared
for _name in __all__[3:]:
    globals()[_name] = getattr(_shared, _name)
