# coding: ascii
# Made by library.py 2 8 900
import ConfigParser
import HTMLParser
import Queue
import StringIO
import UserDict
import UserList
import UserString
import __builtin__
import array
import base64
import binascii
import bisect
import cStringIO
import calendar
import cgi
import cmath
import codecs
import collections
import copy
import csv
import datetime
import decimal
import difflib
import fractions
import functools
import getopt
import hashlib
import heapq
import hmac
import io
import itertools
import json
import json.encoder
import locale
import math
import md5
import operator
import pprint
import random
import re
import sets
import sha
import shlex
import string
import struct
import textwrap
import time
import unicodedata
import urllib
import urlparse
import uuid
import zlib
SUBJECTS = [
    ('string', lambda: string, 'Formatter ascii_letters ascii_lowercase ascii_uppercase atof atoi atol capitalize capwords center digits expandtabs find hexdigits index join joinfields letters ljust lower lowercase lstrip maketrans octdigits printable punctuation replace rfind rindex rjust rsplit rstrip split splitfields strip swapcase upper uppercase whitespace zfill'),
    ('re', lambda: re, 'DOTALL I IGNORECASE L LOCALE M MULTILINE S U UNICODE VERBOSE X escape findall finditer match purge split sub subn template'),
    ('math', lambda: math, 'acos acosh asin asinh atan atan2 atanh ceil copysign cos cosh degrees e erf erfc exp expm1 fabs factorial floor fmod frexp fsum gamma hypot isinf isnan ldexp lgamma log log10 log1p modf pi pow radians sin sinh sqrt tan tanh trunc'),
    ('cmath', lambda: cmath, 'acos acosh asin asinh atan atanh e exp isinf isnan phase pi polar rect'),
    ('random', lambda: random, 'betavariate choice expovariate gammavariate gauss getrandbits getstate lognormvariate normalvariate paretovariate randint random randrange sample setstate shuffle triangular uniform vonmisesvariate weibullvariate'),
    ('datetime', lambda: datetime, 'MAXYEAR MINYEAR tzinfo'),
    ('time', lambda: time, 'accept2dyear altzone daylight mktime strptime struct_time timezone tzname'),
    ('calendar', lambda: calendar, 'calendar day_abbr day_name firstweekday isleap leapdays month month_abbr month_name monthcalendar prcal prmonth setfirstweekday timegm weekday'),
    ('json', lambda: json, 'dump dumps load loads'),
    ('csv', lambda: csv, 'Dialect DictReader DictWriter QUOTE_ALL QUOTE_MINIMAL QUOTE_NONE QUOTE_NONNUMERIC excel excel_tab field_size_limit get_dialect register_dialect unregister_dialect'),
    ('cStringIO', lambda: cStringIO, 'InputType OutputType'),
    ('io', lambda: io, 'FileIO SEEK_CUR SEEK_END SEEK_SET UnsupportedOperation'),
    ('collections', lambda: collections, 'Callable Container Hashable ItemsView Iterable Iterator KeysView Mapping MappingView MutableMapping MutableSequence MutableSet Sequence Set Sized ValuesView'),
    ('itertools', lambda: itertools, 'chain combinations combinations_with_replacement compress cycle groupby ifilter ifilterfalse imap izip_longest permutations product starmap takewhile'),
    ('functools', lambda: functools, 'WRAPPER_ASSIGNMENTS WRAPPER_UPDATES cmp_to_key reduce wraps'),
    ('operator', lambda: operator, 'abs add and_ concat contains countOf delitem delslice div eq floordiv ge getitem getslice gt iadd iand iconcat idiv ifloordiv ilshift imul index indexOf inv invert ipow irepeat irshift isCallable isMappingType isNumberType isSequenceType is_ is_not isub itruediv ixor le lshift lt mod mul ne neg not_ or_ pos pow repeat rshift sequenceIncludes setitem setslice sub truediv truth xor'),
    ('copy', lambda: copy, 'copy'),
    ('decimal', lambda: decimal, 'ROUND_05UP ROUND_CEILING ROUND_DOWN ROUND_FLOOR ROUND_HALF_DOWN ROUND_HALF_EVEN ROUND_HALF_UP ROUND_UP'),
    ('fractions', lambda: fractions, 'gcd'),
    ('uuid', lambda: uuid, 'NAMESPACE_DNS NAMESPACE_OID NAMESPACE_URL NAMESPACE_X500 RESERVED_FUTURE RESERVED_MICROSOFT RESERVED_NCS RFC_4122 uuid3 uuid5'),
    ('hashlib', lambda: hashlib, 'algorithms md5 new sha1 sha224 sha384 sha512'),
    ('hmac', lambda: hmac, 'digest_size'),
    ('md5', lambda: md5, 'blocksize digest_size'),
    ('sha', lambda: sha, 'blocksize digest_size digestsize'),
    ('base64', lambda: base64, 'b16decode b16encode b32decode b32encode b64decode b64encode decode decodestring encode standard_b64decode standard_b64encode urlsafe_b64decode urlsafe_b64encode'),
    ('binascii', lambda: binascii, 'a2b_base64 a2b_hex a2b_hqx a2b_qp b2a_base64 b2a_hex b2a_hqx b2a_uu crc32 crc_hqx hexlify rlecode_hqx rledecode_hqx unhexlify'),
    ('struct', lambda: struct, 'error pack pack_into unpack unpack_from'),
    ('zlib', lambda: zlib, 'DEFLATED DEF_MEM_LEVEL MAX_WBITS ZLIB_VERSION Z_BEST_COMPRESSION Z_BEST_SPEED Z_DEFAULT_COMPRESSION Z_DEFAULT_STRATEGY Z_FILTERED Z_FINISH Z_FULL_FLUSH Z_HUFFMAN_ONLY Z_NO_FLUSH Z_SYNC_FLUSH adler32 compress crc32 decompress'),
    ('array', lambda: array, 'ArrayType zeros'),
    ('codecs', lambda: codecs, 'BOM32_BE BOM32_LE BOM64_BE BOM64_LE BOM_BE BOM_LE BOM_UTF16_BE BOM_UTF16_LE BOM_UTF32_BE BOM_UTF32_LE BOM_UTF8 EncodedFile ignore_errors lookup_error replace_errors strict_errors xmlcharrefreplace_errors'),
    ('unicodedata', lambda: unicodedata, 'bidirectional category combining decimal digit east_asian_width lookup normalize numeric'),
    ('difflib', lambda: difflib, 'Differ HtmlDiff IS_CHARACTER_JUNK IS_LINE_JUNK Match get_close_matches'),
    ('pprint', lambda: pprint, 'PrettyPrinter isreadable isrecursive pformat pprint saferepr'),
    ('bisect', lambda: bisect, 'insort insort_left insort_right'),
    ('heapq', lambda: heapq, 'heapify heappop heappush heappushpop heapreplace merge nlargest nsmallest'),
    ('Queue', lambda: Queue, 'Empty LifoQueue PriorityQueue'),
    ('ConfigParser', lambda: ConfigParser, 'ConfigParser DEFAULTSECT DuplicateSectionError InterpolationDepthError InterpolationError InterpolationSyntaxError MAX_INTERPOLATION_DEPTH NoOptionError NoSectionError ParsingError'),
    ('urllib', lambda: urllib, 'getproxies splitattr splithost splitnport splitpasswd splitport splitquery splittag splittype splituser splitvalue unquote unquote_plus unwrap urlcleanup urlencode urlopen'),
    ('urlparse', lambda: urlparse, 'parse_qs parse_qsl urljoin urlunparse urlunsplit'),
    ('cgi', lambda: cgi, 'escape parse_header'),
    ('getopt', lambda: getopt, 'GetoptError error gnu_getopt'),
    ('locale', lambda: locale, 'CHAR_MAX Error LC_ALL LC_COLLATE LC_CTYPE LC_MESSAGES LC_MONETARY LC_NUMERIC LC_TIME atof atoi currency format format_string getdefaultlocale getlocale getpreferredencoding localeconv normalize setlocale str strcoll strxfrm'),
    ('json.encoder', lambda: json.encoder, 'JSONEncoder'),
    ("string.Template('$a and ${b}')", lambda: string.Template('$a and ${b}'), 'delimiter safe_substitute substitute template'),
    ('string.Formatter()', lambda: string.Formatter(), 'check_unused_args convert_field format format_field get_field get_value vformat'),
    ("re.compile('a(b)?(?P<n>c*)', 2)", lambda: re.compile('a(b)?(?P<n>c*)', 2), 'findall finditer flags groupindex groups match pattern scanner search'),
    ("re.compile(u'[\\xe4a]+|x')", lambda: re.compile(u'[\xe4a]+|x'), 'findall finditer flags groupindex groups match pattern search'),
    ("re.search('(b)(?P<n>c*)', 'abcc')", lambda: re.search('(b)(?P<n>c*)', 'abcc'), 'end group regs span start string'),
    ('random.Random(5)', lambda: random.Random(5), 'VERSION betavariate choice expovariate gammavariate gauss gauss_next getrandbits lognormvariate normalvariate paretovariate randint random randrange sample seed setstate triangular uniform weibullvariate'),
    ('datetime.date(2020, 2, 29)', lambda: datetime.date(2020, 2, 29), 'ctime day fromordinal fromtimestamp isocalendar isoformat isoweekday max min month replace resolution timetuple toordinal weekday year'),
    ('datetime.datetime(2021, 3, 4, 5, 6, 7, 89)', lambda: datetime.datetime(2021, 3, 4, 5, 6, 7, 89), 'astimezone combine ctime date day dst fromordinal fromtimestamp hour isocalendar isoformat isoweekday max microsecond min minute month replace resolution second strftime strptime time timetuple timetz toordinal tzinfo tzname utcfromtimestamp utcoffset utctimetuple weekday year'),
    ('datetime.time(1, 2, 3)', lambda: datetime.time(1, 2, 3), 'dst hour isoformat max microsecond min minute replace resolution second strftime tzinfo tzname utcoffset'),
    ('datetime.timedelta(1, 2, 3)', lambda: datetime.timedelta(1, 2, 3), 'days max microseconds min resolution seconds total_seconds'),
    ('time.gmtime(86400)', lambda: time.gmtime(86400), 'count index n_sequence_fields n_unnamed_fields tm_hour tm_isdst tm_mday tm_min tm_mon tm_sec tm_wday tm_yday tm_year'),
    ('calendar.Calendar()', lambda: calendar.Calendar(), 'firstweekday getfirstweekday itermonthdates iterweekdays monthdatescalendar monthdays2calendar monthdayscalendar setfirstweekday'),
    ('calendar.TextCalendar(6)', lambda: calendar.TextCalendar(6), 'firstweekday formatday formatmonth formatmonthname formatweek formatweekday formatweekheader getfirstweekday itermonthdates itermonthdays iterweekdays monthdatescalendar monthdays2calendar monthdayscalendar prmonth prweek pryear setfirstweekday'),
    ('calendar.HTMLCalendar()', lambda: calendar.HTMLCalendar(), 'cssclasses firstweekday formatday formatmonth formatmonthname formatweek formatweekday formatweekheader formatyear formatyearpage getfirstweekday itermonthdates itermonthdays iterweekdays monthdatescalendar monthdays2calendar monthdayscalendar setfirstweekday'),
    ('json.JSONEncoder()', lambda: json.JSONEncoder(), 'allow_nan check_circular default encode encoding ensure_ascii indent item_separator key_separator skipkeys sort_keys'),
    ('json.JSONDecoder()', lambda: json.JSONDecoder(), 'decode object_hook object_pairs_hook parse_array parse_float parse_object parse_string raw_decode strict'),
    ('csv.reader([\'a,b\', \'1,"2"\'])', lambda: csv.reader(['a,b', '1,"2"']), 'dialect line_num next'),
    ("csv.DictReader(['a,b', '1,2'])", lambda: csv.DictReader(['a,b', '1,2']), 'dialect fieldnames line_num next reader restkey restval'),
    ('csv.Sniffer()', lambda: csv.Sniffer(), 'has_header preferred'),
    ('csv.writer(StringIO.StringIO())', lambda: csv.writer(StringIO.StringIO()), 'dialect writerows'),
    ("StringIO.StringIO('ab\\ncd')", lambda: StringIO.StringIO('ab\ncd'), 'buf buflist close closed flush getvalue isatty len next pos read readline readlines softspace tell truncate write writelines'),
    ("StringIO.StringIO(u'\\xe4b\\ncd')", lambda: StringIO.StringIO(u'\xe4b\ncd'), 'buf buflist close closed flush getvalue isatty len next pos read readline readlines softspace tell truncate write writelines'),
    ("cStringIO.StringIO('ab\\ncd')", lambda: cStringIO.StringIO('ab\ncd'), 'close closed flush getvalue isatty next pos read readline reset tell truncate writelines'),
    ('cStringIO.StringIO()', lambda: cStringIO.StringIO(), 'close closed flush getvalue isatty next pos read readline reset tell truncate writelines'),
    ("io.BytesIO(b'ab\\ncd')", lambda: io.BytesIO(b'ab\ncd'), 'close closed detach fileno flush getvalue isatty next read readable readinto readlines seek seekable tell truncate writable writelines'),
    ("io.StringIO(u'ab\\ncd')", lambda: io.StringIO(u'ab\ncd'), 'close closed detach encoding errors fileno flush getvalue isatty line_buffering name newlines next read readable readline readlines seek seekable tell truncate writable write writelines'),
    ("io.TextIOWrapper(io.BytesIO(b'ab\\ncd'))", lambda: io.TextIOWrapper(io.BytesIO(b'ab\ncd')), 'close detach fileno flush isatty name readline seekable tell writable write writelines'),
    ("io.BufferedReader(io.BytesIO(b'ab\\ncd'))", lambda: io.BufferedReader(io.BytesIO(b'ab\ncd')), 'close detach fileno isatty mode name next readable readinto readline seek seekable tell truncate write writelines'),
    ('io.BufferedWriter(io.BytesIO())', lambda: io.BufferedWriter(io.BytesIO()), 'fileno flush isatty mode name next read read1 readinto readline readlines seek seekable tell truncate'),
    ("io.BufferedRandom(io.BytesIO(b'abc'))", lambda: io.BufferedRandom(io.BytesIO(b'abc')), 'detach fileno flush isatty mode name next read readinto seekable tell write writelines'),
    ('collections.deque([1, 2, 3])', lambda: collections.deque([1, 2, 3]), 'append appendleft clear count extend extendleft maxlen pop popleft remove reverse rotate'),
    ("collections.deque('ab', 2)", lambda: collections.deque('ab', 2), 'append appendleft clear count extend extendleft maxlen pop popleft remove reverse rotate'),
    ("collections.OrderedDict([(1, 2), ('a', 3)])", lambda: collections.OrderedDict([(1, 2), ('a', 3)]), 'clear copy fromkeys get has_key items iteritems iterkeys itervalues keys pop popitem setdefault update values viewitems viewkeys viewvalues'),
    ('collections.defaultdict(list, {1: [2]})', lambda: collections.defaultdict(list, {1: [2]}), 'clear copy default_factory fromkeys get has_key items iteritems iterkeys itervalues keys pop popitem setdefault update values'),
    ("collections.Counter('aab')", lambda: collections.Counter('aab'), 'clear copy elements fromkeys get has_key items iteritems iterkeys itervalues keys most_common pop setdefault subtract update values viewitems viewkeys viewvalues'),
    ("collections.namedtuple('P', 'x y')(1, 2)", lambda: collections.namedtuple('P', 'x y')(1, 2), 'count index x y'),
    ('itertools.count(3)', lambda: itertools.count(3), 'next'),
    ("itertools.chain([1], 'ab')", lambda: itertools.chain([1], 'ab'), 'from_iterable next'),
    ("decimal.Decimal('1.50')", lambda: decimal.Decimal('1.50'), 'adjusted as_tuple compare compare_signal compare_total conjugate copy_abs copy_negate copy_sign exp fma from_float imag is_canonical is_finite is_infinite is_nan is_normal is_qnan is_signed is_snan is_subnormal is_zero ln log10 logb logical_and logical_invert logical_or logical_xor max max_mag min min_mag next_minus next_plus next_toward normalize number_class quantize radix real remainder_near rotate scaleb shift sqrt to_eng_string to_integral to_integral_exact to_integral_value'),
    ("decimal.Decimal('-0')", lambda: decimal.Decimal('-0'), 'adjusted as_tuple compare compare_signal compare_total conjugate copy_abs copy_negate copy_sign exp fma from_float imag is_canonical is_finite is_infinite is_nan is_normal is_qnan is_signed is_snan is_subnormal is_zero ln log10 logb logical_and logical_invert logical_or logical_xor max max_mag min min_mag next_minus next_plus next_toward normalize number_class quantize radix real remainder_near rotate scaleb shift sqrt to_eng_string to_integral to_integral_exact to_integral_value'),
    ("decimal.Decimal('NaN')", lambda: decimal.Decimal('NaN'), 'adjusted as_tuple compare compare_signal compare_total_mag conjugate copy_abs copy_negate copy_sign exp fma from_float imag is_canonical is_finite is_infinite is_nan is_normal is_qnan is_signed is_snan is_subnormal is_zero ln log10 logb logical_and logical_invert logical_or logical_xor max max_mag min min_mag next_minus next_plus next_toward normalize number_class quantize radix real remainder_near rotate scaleb shift sqrt to_eng_string to_integral to_integral_exact to_integral_value'),
    ("decimal.Decimal('Infinity')", lambda: decimal.Decimal('Infinity'), 'adjusted as_tuple compare compare_signal compare_total compare_total_mag conjugate copy_abs copy_negate exp fma from_float imag is_canonical is_finite is_infinite is_nan is_normal is_qnan is_signed is_snan is_subnormal is_zero ln log10 logb logical_and logical_invert logical_or logical_xor max max_mag min min_mag next_minus next_plus next_toward normalize number_class quantize radix real remainder_near rotate scaleb shift sqrt to_eng_string to_integral to_integral_exact to_integral_value'),
    ('decimal.Context(5)', lambda: decimal.Context(5), 'Etiny Etop add canonical clear_flags compare compare_signal compare_total copy copy_abs copy_negate copy_sign create_decimal_from_float divide divmod fma is_canonical is_infinite is_nan is_normal is_qnan is_signed is_snan is_subnormal is_zero ln log10 logb logical_and logical_invert logical_or logical_xor max max_mag min min_mag minus multiply next_plus next_toward number_class plus power quantize radix remainder remainder_near rotate same_quantum scaleb subtract to_eng_string to_integral to_integral_exact to_sci_string'),
    ('fractions.Fraction(3, 4)', lambda: fractions.Fraction(3, 4), 'conjugate denominator from_decimal from_float imag limit_denominator numerator real'),
    ('fractions.Fraction(-7, 2)', lambda: fractions.Fraction(-7, 2), 'conjugate denominator from_decimal from_float imag numerator real'),
    ('uuid.UUID(int=12345678901234567890)', lambda: uuid.UUID(int=12345678901234567890), 'bytes bytes_le clock_seq clock_seq_hi_variant clock_seq_low fields get_bytes get_bytes_le get_clock_seq_hi_variant get_fields get_hex get_node get_time_hi_version get_time_low get_version hex int node time time_hi_version time_low time_mid urn variant version'),
    ("hashlib.md5('a')", lambda: hashlib.md5('a'), 'block_size copy digest digest_size digestsize hexdigest name update'),
    ('hashlib.sha256()', lambda: hashlib.sha256(), 'block_size copy digest digest_size digestsize hexdigest update'),
    ("hmac.new('k', 'm')", lambda: hmac.new('k', 'm'), 'blocksize copy digest digest_size hexdigest inner outer update'),
    ("struct.Struct('<ih')", lambda: struct.Struct('<ih'), 'format pack pack_into size unpack'),
    ('zlib.compressobj()', lambda: zlib.compressobj(), 'flush'),
    ('zlib.decompressobj()', lambda: zlib.decompressobj(), 'decompress unconsumed_tail unused_data'),
    ("array.array('i', [1, 2, 3])", lambda: array.array('i', [1, 2, 3]), 'append byteswap count extend fromfile fromlist fromstring fromunicode index insert itemsize pop remove reverse tofile tolist tostring tounicode typecode write'),
    ("array.array('c', 'abc')", lambda: array.array('c', 'abc'), 'append byteswap count extend fromfile fromlist fromstring fromunicode index insert itemsize pop remove reverse tofile tolist tostring tounicode typecode write'),
    ("array.array('u', u'a\\xe4')", lambda: array.array('u', u'a\xe4'), 'append byteswap count extend fromfile fromlist fromstring fromunicode index insert itemsize pop remove reverse tofile tolist tostring tounicode typecode write'),
    ("array.array('d', [1.5])", lambda: array.array('d', [1.5]), 'append byteswap count extend fromfile fromlist fromstring fromunicode index insert itemsize pop remove reverse tofile tolist tostring tounicode typecode write'),
    ("codecs.lookup('utf-8')", lambda: codecs.lookup('utf-8'), 'count decode encode incrementaldecoder incrementalencoder index name'),
    ("codecs.getincrementaldecoder('utf-8')()", lambda: codecs.getincrementaldecoder('utf-8')(), 'buffer errors getstate reset setstate'),
    ("codecs.getincrementalencoder('latin-1')()", lambda: codecs.getincrementalencoder('latin-1')(), 'buffer encode errors getstate reset setstate'),
    ("codecs.getreader('utf-8')(StringIO.StringIO('a\\nb'))", lambda: codecs.getreader('utf-8')(StringIO.StringIO('a\nb')), 'bytebuffer charbuffer encode errors linebuffer next readline reset stream'),
    ("codecs.getwriter('utf-8')(StringIO.StringIO())", lambda: codecs.getwriter('utf-8')(StringIO.StringIO()), 'decode errors reset stream write writelines'),
    ('textwrap.TextWrapper(20)', lambda: textwrap.TextWrapper(20), 'break_long_words break_on_hyphens drop_whitespace expand_tabs fill fix_sentence_endings initial_indent replace_whitespace subsequent_indent unicode_whitespace_trans width wrap'),
    ("difflib.SequenceMatcher(None, 'abc', 'abd')", lambda: difflib.SequenceMatcher(None, 'abc', 'abd'), 'a autojunk b b2j fullbcount get_grouped_opcodes get_matching_blocks get_opcodes isjunk matching_blocks opcodes quick_ratio ratio real_quick_ratio set_seq1 set_seq2 set_seqs'),
    ('difflib.Differ()', lambda: difflib.Differ(), 'charjunk linejunk'),
    ('pprint.PrettyPrinter()', lambda: pprint.PrettyPrinter(), 'format isreadable isrecursive pformat pprint'),
    ('sets.Set([1, 2])', lambda: sets.Set([1, 2]), 'add clear copy discard remove'),
    ('sets.ImmutableSet([1, 2])', lambda: sets.ImmutableSet([1, 2]), 'copy'),
    ('UserDict.UserDict({1: 2})', lambda: UserDict.UserDict({1: 2}), 'clear iteritems keys popitem update'),
    ('UserList.UserList([1, 2, 3])', lambda: UserList.UserList([1, 2, 3]), 'append count data extend index insert pop remove reverse sort'),
    ("UserString.UserString('abc')", lambda: UserString.UserString('abc'), 'capitalize center count data endswith expandtabs find index isalnum isalpha isdecimal isdigit islower isnumeric isspace istitle isupper join ljust lower replace rfind rindex rjust rsplit split splitlines startswith swapcase title upper zfill'),
    ("UserString.MutableString('abc')", lambda: UserString.MutableString('abc'), 'capitalize center count data decode endswith expandtabs find immutable index isalnum isalpha isdecimal isdigit islower isnumeric isspace istitle isupper join ljust lower lstrip remove replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title upper zfill'),
    ('Queue.Queue(2)', lambda: Queue.Queue(2), 'empty full'),
    ('ConfigParser.ConfigParser()', lambda: ConfigParser.ConfigParser(), 'OPTCRE OPTCRE_NV SECTCRE add_section defaults get getboolean getfloat getint has_option has_section items options optionxform readfp remove_option remove_section sections set write'),
    ('ConfigParser.RawConfigParser()', lambda: ConfigParser.RawConfigParser(), 'OPTCRE OPTCRE_NV SECTCRE add_section defaults get getboolean getfloat getint has_option has_section items options optionxform readfp remove_option remove_section sections set write'),
    ('ConfigParser.SafeConfigParser()', lambda: ConfigParser.SafeConfigParser(), 'OPTCRE OPTCRE_NV SECTCRE add_section defaults get getboolean getfloat getint has_option has_section items options optionxform readfp remove_option remove_section sections set write'),
    ("urlparse.urlparse('http://u:p@h:80/p;a?q=1#f')", lambda: urlparse.urlparse('http://u:p@h:80/p;a?q=1#f'), 'count fragment geturl hostname index netloc params password path port query scheme username'),
    ("urlparse.urlsplit('http://h/p')", lambda: urlparse.urlsplit('http://h/p'), 'count fragment geturl hostname index netloc password path port query scheme username'),
    ('HTMLParser.HTMLParser()', lambda: HTMLParser.HTMLParser(), 'CDATA_CONTENT_ELEMENTS cdata_elem check_for_whole_start_tag clear_cdata_mode close error feed get_starttag_text getpos goahead handle_charref handle_comment handle_data handle_decl handle_endtag handle_entityref handle_pi handle_startendtag handle_starttag interesting lasttag lineno offset parse_bogus_comment parse_declaration parse_endtag parse_html_declaration parse_marked_section parse_starttag rawdata reset set_cdata_mode unescape unknown_decl'),
    ('shlex.shlex(\'a "b c" d\')', lambda: shlex.shlex('a "b c" d'), 'next pop_source push_token read_token sourcehook'),
]
SEED, COUNT = 8, 900

import sys
REPR = __builtin__.repr

class Random(object):
    def __init__(self, seed):
        self.state = seed
        for _ in range(3): self.below(7)
    def below(self, count):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return (self.state >> 8) % count
    def of(self, items):
        return items[self.below(len(items))]

R = Random(SEED)

class Quiet(object):
    softspace = 0
    def write(self, text): pass
    def flush(self): pass

OUT = sys.stdout
INTS = [0, 1, -1, 2, 3, 7, 12, 64, 255, -100]
FLOATS = [0.0, 1.5, -2.25, -0.0, 0.1]  # No end of numbers: what loops until one is reached does so under both.
STRS = ['', 'a', 'abc', 'aB cd', '12', '-1.5', ' x\n', '\xe4', 'a,b;"c"', '%s', '\0', 'utf-8', '<a href="x">&amp;</a>', 'YWJj', '2020-02-29', 'i']
UNIS = [u'', u'a', u'abc', u'\xe4\xdf', u'\U0001f600', u'12', u'a b', u'\u20ac']
OTHERS = [None, True, False, 1L, -5L, 1j]
MAKERS = [lambda: R.of(INTS), lambda: R.of(FLOATS), lambda: R.of(STRS), lambda: R.of(STRS), lambda: R.of(UNIS), lambda: R.of(OTHERS),
          lambda: [some(6) for _ in range(R.below(4))], lambda: tuple([some(6) for _ in range(R.below(4))]),
          lambda: dict([(R.of(STRS), some(6)) for _ in range(R.below(2))]), lambda: R.of([len, str, int, max]),
          lambda: StringIO.StringIO('ab\ncd'), lambda: datetime.date(2020, 2, 29)]

def some(count=12):
    return MAKERS[R.below(count)]()

def shown(value, depth=3):
    kind = type(value)
    if kind in (set, frozenset): return kind.__name__ + '(%s)' % ', '.join(sorted(map(shown, value)))
    if isinstance(value, dict): return '{%s}' % ', '.join(sorted(shown(k, depth - 1) + ': ' + shown(v, depth - 1) for k, v in dict.items(value)))
    if depth and kind in (list, tuple): return kind.__name__ + '(%s)' % ', '.join(shown(part, depth - 1) for part in value[:50])
    if kind in (int, long): return '%d' % value
    if isinstance(value, type) or hasattr(value, '__call__'): return '<callable>'
    if hasattr(value, 'next') and not hasattr(value, 'read'): return iterated(value, depth)
    if isinstance(value, BaseException): return '<exception>'
    text = REPR(value)
    return '<object>' if ' at 0x' in text or ' object' in text or 'instance' in text else kind.__name__ + text

def iterated(value, depth):
    parts = []
    try:
        for part in itertools.islice(value, 4): parts.append(shown(part, depth - 1))
    except:
        parts.append('raises')
    return 'iterator(%s)' % ', '.join(parts)

def tried(make, name, args):
    random.seed(7)
    function = getattr(make(), name)
    return '-> ' + shown(function(*args)) if callable(function) else '= ' + shown(function)

def call(number, title, make, name):
    args = [some() for _ in range(R.of([0, 1, 1, 1, 2, 2, 2, 3]))]
    given = ', '.join(map(shown, args))
    sys.stdout = sys.stderr = Quiet()
    try:
        try: result = tried(make, name, args)
        except: result = 'raises'
    finally:
        sys.stdout = OUT
    print ('%d %s.%s(%s) %s' % (number, title, name, given, result)).replace('\n', '\\n').encode('ascii', 'replace')

for number in xrange(COUNT):
    title, make, names = R.of(SUBJECTS)
    call(number, title, make, R.of(names.split()))

