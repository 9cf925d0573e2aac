# The modules that scripts of 7.9 use import, under their names, and hold what 2.7 has in them.
import sys
for name in '''ConfigParser HTMLParser Queue StringIO UserDict UserList UserString abc array atexit base64 binascii bisect
cStringIO calendar cgi cmath codecs collections colorsys contextlib copy copy_reg csv datetime decimal difflib errno
exceptions fractions functools gc hashlib heapq hmac htmlentitydefs inspect io itertools json json.decoder json.encoder
keyword linecache locale math md5 new numbers operator pprint random re repr sets sha string struct sys textwrap time
traceback types unicodedata urllib urllib2 urlparse uuid warnings weakref zlib __builtin__ __future__'''.split():
    __import__(name)

import StringIO, cStringIO, string, types, urllib, itertools, collections, operator, random, sets, md5
print StringIO.StringIO, StringIO.__name__, string.letters[:3], types.StringType, urllib.quote('a b')
print StringIO.StringIO().__class__, collections.Counter('a'), sets.Set([1]), md5.new('a').hexdigest()[:4]

# Library code of Python 3 goes on with its own.
import textwrap, difflib, pprint, calendar
print textwrap.fill('a b', 1).split(), calendar.month_name[1]
pprint.pprint([1L, u'a', 'b'])

# Random numbers without a seed are not those of the last time, nor of another worker.
print random.random() != random.random(), random.Random().random() != random.Random().random()
