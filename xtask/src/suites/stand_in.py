# Small stand-ins of `unittest` and `test.test_support`, in the words that Jython and Rollcall share, and the run of one file
# of tests with them. Before it stand FILE, the name of the file, SOURCE, its text, and SIBLINGS, what it takes tests from.
# A line of what is printed is
# `ok NAME`, `fail NAME: the last line` or `skip NAME: why`; `begin NAME` before it says what ran, should the process end.

import sys
import types

OUT = sys.stdout
CLASSES = []


def tell(line):
    OUT.write(line.replace('\n', ' ')[:300].encode('ascii', 'replace') + '\n')
    OUT.flush()


class SkipTest(Exception):
    pass


class Raised(object):
    """What `assertRaises` answers: the exception of a block."""

    def __init__(self, kind, pattern=None):
        self.kind, self.pattern = kind, pattern

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is None:
            raise AssertionError('%r not raised' % (self.kind,))
        if not issubclass(kind, self.kind):
            return False
        self.exception = value
        if self.pattern is not None:
            import re
            if not re.search(self.pattern, str(value)):
                raise AssertionError('%r does not match %r' % (str(value), self.pattern))
        return True


class TestCase(object):
    failureException = AssertionError
    longMessage = False
    maxDiff = None

    def __init__(self, methodName='runTest'):
        self._name, self._cleanups = methodName, []

    def setUp(self):
        pass

    def tearDown(self):
        pass

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def id(self):
        return self._name

    def shortDescription(self):
        return None

    def addCleanup(self, function, *args, **kwargs):
        self._cleanups.append((function, args, kwargs))

    def addTypeEqualityFunc(self, kind, function):
        pass

    def skipTest(self, why):
        raise SkipTest(why)

    def fail(self, msg=None):
        raise AssertionError(msg)

    def _check(self, holds, msg, words):
        if not holds:
            raise AssertionError(msg or words)

    def assertTrue(self, value, msg=None):
        self._check(value, msg, '%r is not true' % (value,))

    def assertFalse(self, value, msg=None):
        self._check(not value, msg, '%r is not false' % (value,))

    def assertEqual(self, a, b, msg=None):
        self._check(a == b, msg, '%r != %r' % (a, b))

    def assertNotEqual(self, a, b, msg=None):
        self._check(a != b, msg, '%r == %r' % (a, b))

    def assertAlmostEqual(self, a, b, places=None, msg=None, delta=None):
        near = a == b or (abs(a - b) <= delta if delta is not None else round(abs(b - a), places or 7) == 0)
        self._check(near, msg, '%r is not near %r' % (a, b))

    def assertNotAlmostEqual(self, a, b, places=7, msg=None, delta=None):
        self._check(a != b and round(abs(b - a), places or 7) != 0, msg, '%r is near %r' % (a, b))

    def assertIs(self, a, b, msg=None):
        self._check(a is b, msg, '%r is not %r' % (a, b))

    def assertIsNot(self, a, b, msg=None):
        self._check(a is not b, msg, '%r is %r' % (a, b))

    def assertIsNone(self, a, msg=None):
        self._check(a is None, msg, '%r is not None' % (a,))

    def assertIsNotNone(self, a, msg=None):
        self._check(a is not None, msg, 'it is None')

    def assertIn(self, a, b, msg=None):
        self._check(a in b, msg, '%r is not in %r' % (a, b))

    def assertNotIn(self, a, b, msg=None):
        self._check(a not in b, msg, '%r is in %r' % (a, b))

    def assertIsInstance(self, a, b, msg=None):
        self._check(isinstance(a, b), msg, '%r is no %r' % (a, b))

    def assertNotIsInstance(self, a, b, msg=None):
        self._check(not isinstance(a, b), msg, '%r is a %r' % (a, b))

    def assertGreater(self, a, b, msg=None):
        self._check(a > b, msg, '%r is not above %r' % (a, b))

    def assertGreaterEqual(self, a, b, msg=None):
        self._check(a >= b, msg, '%r is below %r' % (a, b))

    def assertLess(self, a, b, msg=None):
        self._check(a < b, msg, '%r is not below %r' % (a, b))

    def assertLessEqual(self, a, b, msg=None):
        self._check(a <= b, msg, '%r is above %r' % (a, b))

    def assertItemsEqual(self, a, b, msg=None):
        self._check(sorted(a) == sorted(b), msg, '%r and %r have other items' % (a, b))

    def assertRegexpMatches(self, text, pattern, msg=None):
        import re
        self._check(re.search(pattern, text), msg, '%r does not match %r' % (text, pattern))

    def assertNotRegexpMatches(self, text, pattern, msg=None):
        import re
        self._check(not re.search(pattern, text), msg, '%r matches %r' % (text, pattern))

    def assertRaises(self, kind, callable=None, *args, **kwargs):
        if callable is None:
            return Raised(kind)
        with Raised(kind):
            callable(*args, **kwargs)

    def assertRaisesRegexp(self, kind, pattern, callable=None, *args, **kwargs):
        if callable is None:
            return Raised(kind, pattern)
        with Raised(kind, pattern):
            callable(*args, **kwargs)

    failUnless = assert_ = assertTrue
    failIf = assertFalse
    failUnlessEqual = assertEquals = assertEqual
    failIfEqual = assertNotEquals = assertNotEqual
    failUnlessRaises = assertRaises
    failUnlessAlmostEqual = assertAlmostEquals = assertAlmostEqual
    failIfAlmostEqual = assertNotAlmostEquals = assertNotAlmostEqual
    def assertDictContainsSubset(self, a, b, msg=None):
        self._check(all(key in b and b[key] == a[key] for key in a), msg, '%r is no part of %r' % (a, b))

    assertListEqual = assertTupleEqual = assertDictEqual = assertSetEqual = assertSequenceEqual = assertEqual
    assertMultiLineEqual = assertEqual


def skip(why):
    def mark(thing):
        if isinstance(thing, types.MethodType):
            # Of another class, where it may run.
            return mark(lambda self: None)
        thing.__unittest_skip__ = why
        return thing
    return mark


def skipIf(condition, why):
    return skip(why) if condition else lambda thing: thing


def skipUnless(condition, why):
    return skip(why) if not condition else lambda thing: thing


expectedFailure = skip('expected to fail')


def add(*classes):
    for found in classes:
        found = sys.modules[found] if isinstance(found, str) else found
        if isinstance(found, types.ModuleType):
            found = [value for value in vars(found).values() if isinstance(value, type) and issubclass(value, TestCase)]
            add(*found)
        elif isinstance(found, list):
            add(*found)
        elif isinstance(found, type) and found not in CLASSES:
            CLASSES.append(found)


class Suite(list):
    def addTest(self, test):
        self.append(test)

    addTests = list.extend


def module(name, **names):
    made = types.ModuleType(name)
    vars(made).update(names)
    sys.modules[name] = made
    return made


class Loader(object):
    def loadTestsFromTestCase(self, found):
        return Suite([found])


unittest = module(
    'unittest', TestCase=TestCase, SkipTest=SkipTest, skip=skip, skipIf=skipIf, skipUnless=skipUnless,
    expectedFailure=expectedFailure, TestSuite=Suite, main=lambda *args, **kwargs: add(MAIN),
    makeSuite=lambda found, *more: Suite([found]), TestLoader=Loader, defaultTestLoader=Loader())


class Warned(object):
    """A block whose warnings are nobody's."""

    def __init__(self, *args, **kwargs):
        self.warnings = []

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        pass


class Captured(object):
    """A block whose output is kept."""

    def __init__(self, name='stdout'):
        self.name = name

    def __enter__(self):
        import StringIO
        self.before = getattr(sys, self.name)
        setattr(sys, self.name, StringIO.StringIO())
        return getattr(sys, self.name)

    def __exit__(self, *exception):
        setattr(sys, self.name, self.before)


def import_fresh_module(name, fresh=(), blocked=()):
    found = __import__(name)
    for part in name.split('.')[1:]:
        found = getattr(found, part)
    return found


class EnvironmentVarGuard(object):
    """Variables of the environment that are as before after a block."""

    def __init__(self):
        self.before = dict(self.now())

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.now().clear()
        self.now().update(self.before)

    def now(self):
        return sys.modules['os'].environ

    def set(self, name, value):
        self.now()[name] = value

    def unset(self, name):
        self.now().pop(name, None)

    def __contains__(self, name):
        return name in self.now()

    __setitem__, __delitem__ = set, unset


def absent(*args, **kwargs):
    raise SkipTest('not available by design')


def requires_nothing(*args, **kwargs):
    return lambda thing: thing


support = module(
    'test.test_support', run_unittest=add, run_doctest=lambda *args, **kwargs: (0, 0), verbose=False, have_unicode=True,
    is_jython=True, is_jython_nt=False, TESTFN='@test', fcmp=cmp, gc_collect=lambda: None, check_warnings=Warned, check_py3k_warnings=Warned,
    captured_stdout=Captured, captured_output=Captured, import_fresh_module=import_fresh_module,
    check_sizeof=absent, calcobjsize=absent, calcvobjsize=absent, EnvironmentVarGuard=EnvironmentVarGuard, open_urlresource=absent,
    requires_docstrings=lambda function: function, requires_unicode=lambda function: function,
    reap_threads=lambda function: function, u=lambda text: text.decode('unicode-escape'), force_reset_locale=absent,
    sortdict=lambda d: repr(d), TestFailed=AssertionError, TestSkipped=SkipTest,
    import_module=lambda name, deprecated=False: __import__(name), impl_detail=requires_nothing,
    cpython_only=skip('of CPython only'), bigmemtest=lambda *args, **kwargs: skip('needs much memory'),
    bigaddrspacetest=skip('needs much memory'), precisionbigmemtest=lambda *args, **kwargs: skip('needs much memory'),
    run_with_locale=requires_nothing, _2G=2 ** 31, _4G=2 ** 32, _1G=2 ** 30, _1M=2 ** 20, MAX_Py_ssize_t=2 ** 31 - 1, check_impl_detail=lambda **guards: guards.get('jython', False),
    verify=lambda holds, why='it does not hold': TestCase('verify').assertTrue(holds, why),
    unlink=lambda name: None, requires=lambda *args: None, is_resource_enabled=lambda name: False,
    findfile=lambda name, *more: name, make_dataclass=None, have_docstrings=True, vereq=lambda a, b: None)
package = module('test', test_support=support, __path__=[])
sys.modules['test_support'] = support


class Missing(object):
    """Something of a module that is kept from scripts: a test that uses it does not count."""

    def __init__(self, name, *of_class):
        self.name = name

    def refuse(self, *args, **kwargs):
        raise SkipTest('%s is not available by design' % self.name)

    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        self.refuse()

    __call__ = __getitem__ = __iter__ = __len__ = __int__ = __add__ = __radd__ = __enter__ = refuse


class Absent(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        return Missing('%s.%s' % (self.__name__, name))


def stand_in_for(name):
    """Something for a module, and those above it, that is not there."""
    parts, above = name.split('.'), None
    for end in range(1, len(parts) + 1):
        whole = '.'.join(parts[:end])
        try:
            __import__(whole)
        except ImportError:
            sys.modules[whole] = Absent(whole)
        if above is not None:
            setattr(above, parts[end - 1], sys.modules[whole])
        above = sys.modules[whole]


def offer_refused(text):
    """What a file imports and scripts are refused."""
    import re
    for line in re.findall(r'(?m)^[ \t]*(?:import|from) +([\w., ]+)', text):
        for name in line.split(' import ')[0].split(','):
            name = name.split()[0] if name.split() else 'sys'
            try:
                __import__(name)
            except ImportError, why:
                if 'is not available: ' in str(why) and not name.startswith(('java', 'org.')):
                    stand_in_for(name)
            except Exception:
                pass


for name in ('os', 'os.path', 'pickle', 'cPickle', 'threading', 'thread', 'subprocess', 'tempfile', 'socket', 'marshal',
             'shelve', 'imp', 'logging', 'optparse', 'xml', 'unittest.case', 'httplib', 'shutil', 'doctest', 'glob', 'platform',
             'gc', 'errno', '_pyio', 'email'):
    stand_in_for(name)

# What many files do with names of files when they are imported.
if isinstance(sys.modules['os'], Absent):
    paths = module('os.path', join=lambda *parts: '/'.join(parts), dirname=lambda name: name.rpartition('/')[0],
                   basename=lambda name: name.rpartition('/')[2], abspath=lambda name: name, exists=lambda name: False,
                   isdir=lambda name: False, split=lambda name: name.rpartition('/')[::2],
                   splitext=lambda name: (name.rpartition('.')[0], '.' + name.rpartition('.')[2]))
    vars(sys.modules['platform']).update(system=lambda: 'Java', machine=lambda: '')
    vars(sys.modules['os']).update(path=paths, sep='/', curdir='.', linesep='\n', name='java', environ={})


class Written(object):
    """A file that takes what is written, and keeps nothing of it."""

    def write(self, text):
        pass

    closed = False
    flush = close = __enter__ = lambda self: self

    def __exit__(self, *exception):
        pass


def opened(name, mode='r', *more):
    if 'w' in mode:
        return Written()
    raise SkipTest('files are not available by design')


def run_file(name, *scopes):
    """While the tests are being defined nothing comes of it; a test that uses it does not count."""
    if CLASSES:
        raise SkipTest('files are not available by design')


class OfJava(type):
    """A class of Java's that is not there: nothing is one, and a test that makes one or uses it does not count."""

    def __getattr__(cls, name):
        if name.startswith('__'):
            raise AttributeError(name)
        raise SkipTest('%s is not available by design' % cls.__name__)


def refused_instance(cls, *args, **kwargs):
    raise SkipTest('%s is not available by design' % cls.__name__)


def offer_java(text):
    """What a file wants of Java and is not there; its tests that use it do not count."""
    import re
    for name, wanted in re.findall(r'(?m)^ *from ((?:javax?|javatests|org\.python)[\w.]*) import ([\w ,]+)', text):
        made = Absent(name)
        for part in wanted.split(','):
            part = part.split()[0]
            try:
                vars(made)[part] = getattr(__import__(name, None, None, [part]), part)
            except (ImportError, AttributeError):
                vars(made)[part] = OfJava(part, (object,), {'__new__': staticmethod(refused_instance)})
        sys.modules[name] = made


if isinstance(sys.modules['os'], Absent):
    vars(sys.modules['__builtin__']).update(open=opened, execfile=run_file)
    for text in [SOURCE] + [text for name, text in SIBLINGS]:
        offer_java(text)
        offer_refused(text)


def last_line():
    kind, value = sys.exc_info()[:2]
    try:
        return '%s: %s' % (getattr(kind, '__name__', kind), value)
    except Exception:
        return str(kind)


# Files beside this one that it takes tests from. One that fails is left as far as it came.
for name, text in SIBLINGS:
    beside = module('test.' + name)
    sys.modules[name] = beside
    beside.__file__ = name + '.py'
    setattr(package, name, beside)
    try:
        exec compile(text, name + '.py', 'exec') in beside.__dict__
    except Exception:
        tell('fail test.%s: %s' % (name, last_line()))
MAIN = module('tests_of_a_file')


def run(found, name):
    title = '%s.%s' % (found.__name__, name)
    why = getattr(found, '__unittest_skip__', None) or getattr(getattr(found, name), '__unittest_skip__', None)
    if why:
        return tell('skip %s: %s' % (title, why))
    tell('begin ' + title)
    try:
        test = found(name)
        test.setUp()
        try:
            getattr(test, name)()
        finally:
            test.tearDown()
            for function, args, kwargs in reversed(test._cleanups):
                function(*args, **kwargs)
        tell('ok ' + title)
    except SkipTest, why:
        tell('skip %s: %s' % (title, why))
    except KeyboardInterrupt:
        raise
    except:
        tell('fail %s: %s' % (title, last_line()))


MAIN.__name__ = 'tests_of_a_file'
MAIN.__file__ = FILE
try:
    exec compile(SOURCE, FILE, 'exec') in MAIN.__dict__
    if 'test_main' in vars(MAIN):
        try:
            MAIN.test_main()
        except Exception:
            # It wants more than there is here, such as files of data: its classes are there all the same.
            add(MAIN)
    else:
        add(MAIN)
except SkipTest, why:
    tell('skip %s: %s' % (FILE, why))
except:
    tell('fail %s: %s' % (FILE, last_line()))
for found in CLASSES:
    try:
        found.setUpClass()
    except:
        tell('fail %s: %s' % (found.__name__, last_line()))
        continue
    for name in sorted(dir(found)):
        if name.startswith('test') and callable(getattr(found, name, None)):
            run(found, name)
