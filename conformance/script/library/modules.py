# python: 3
# The modules that scripts use import and work.
import string, types, math, cmath, random, re, copy, traceback, linecache, json, csv, io, collections, itertools, functools
import operator, uuid, hashlib, base64, calendar, textwrap, enum, abc, decimal, fractions, statistics, bisect, heapq, time
import keyword, warnings, contextlib, dataclasses, typing, weakref, struct, codecs, array, zlib, binascii, difflib, pprint
import html, html.parser, urllib.parse, colorsys, graphlib, hmac, secrets, ipaddress, numbers
import reprlib, unicodedata, inspect, ast, dis, importlib, importlib.machinery, locale, contextvars, __future__, tokenize, copyreg, gc, atexit, errno, string.templatelib, collections.abc

print(string.capwords("a b"), math.sqrt(2), re.findall(r"\d+", "a1b22"), json.loads(json.dumps({"a": [1, None, 1.5]})))
out = io.StringIO(); csv.writer(out).writerow(["a", "b,c"]); print(repr(out.getvalue()), list(csv.reader(["x,y"])))
print(collections.Counter("aab").most_common(1), functools.reduce(operator.add, [1, 2]), list(itertools.islice(itertools.count(), 3)))
print(len({uuid.uuid4() for _ in range(5)}), uuid.uuid5(uuid.NAMESPACE_DNS, "x"), uuid.uuid1().version)
for name in ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b"):
    print(name, hashlib.new(name, b"x").hexdigest()[:16], getattr(hashlib, name)(b"x").hexdigest()[:16])
print(hmac.new(b"k", b"m", "sha256").hexdigest()[:16], secrets.token_hex(4) != secrets.token_hex(4), zlib.decompress(zlib.compress(b"x" * 9)))
print(base64.b64encode(b"abc"), binascii.hexlify(b"abc"), struct.unpack("<I", struct.pack("<I", 7)), array.array("i", [1, 2]))
print(calendar.monthrange(2024, 2), calendar.month(2024, 2).splitlines()[0].strip(), textwrap.fill("a b c", 3))
print(decimal.Decimal("0.1") + decimal.Decimal("0.2"), fractions.Fraction(1, 3) + 1, statistics.mean([1, 2, 3]), statistics.stdev([1, 2, 4]))
h = [3, 1]; heapq.heapify(h); print(heapq.heappop(h), bisect.bisect([1, 3], 2))
print("é".encode("latin-1"), b"\x80".decode("cp1252"), "é".encode("utf-16-le"), "x".encode("ascii"), codecs.encode("abc", "rot13"), "é".encode("cp437"))

class Colour(enum.Enum):
    RED = 1

@dataclasses.dataclass
class Point:
    x: int
    y: int = 0

print(Colour.RED, Point(1), typing.get_type_hints(Point), inspect.signature(Point))
print(random.Random(5).randint(1, 100), random.choice([1]), sorted(random.sample(range(3), 3)), random.random() != random.random())
print(urllib.parse.quote("a b/ö"), html.escape("<a>"))
print(unicodedata.name("é"), difflib.get_close_matches("aple", ["apple"]), ipaddress.ip_address("192.0.2.1") in ipaddress.ip_network("192.0.2.0/24"))
print(importlib.import_module("json") is json, ast.literal_eval("[1]"), eval("1+1"), locale.getlocale()[0])
with contextlib.suppress(ValueError):
    raise ValueError
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always"); warnings.warn("w"); print(len(caught), caught[0].message)
pprint.pprint({"b": 1, "a": [2]})

def fail():
    raise KeyError("k")

try:
    fail()
except KeyError:
    print(traceback.format_exc())
