# Made by generate.py 3 7 60
# python: 3

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

def group(mark):
    return ExceptionGroup('g', [E1(mark), E2(mark)])

def n0(v):
    T((yield 1))
    while C():
        try:
            try:
                continue
            except:
                T(5)
                raise
            else:
                yield 6
            return
        except E2:
            T((yield 10))
            try:
                if C(): raise group(11)
                v = (yield 12) or 1
                yield 13
            except* E1:
                raise E1(14)
        except:
            try:
                continue
            except:
                yield 18
            finally:
                return
            T(22)
        else:
            v = (yield 23) or 1
            T(str(T(24)))
        finally:
            T(25)
            T(26)
        raise E1(27)
    try:
        x = len([v for v in range(T(2))])
        try:
            with M(31, 1) as v:
                x = T(32)
        except:
            T(33)
            raise
        finally:
            for x in [T(3), T(4)]:
                T((yield 34))
                v = (lambda w: T(w + v))(35)
                T(36)
            for v in (T(i) for i in range(3)):
                v = (yield 37) or 1
                T((yield 38))
                T(39)
    finally:
        T(40)
    yield 0
for how in range(4): drain('n0', n0, 14163210, how)

def n1(v):
    v = (yield 1) or 1
    try:
        if C(): raise group(2)
        with M(3, 0), M(4, 1):
            with M(5, 2):
                T((yield 6))
                try:
                    if C(): raise E1(7)
                    T((yield 10))
                    T(11)
                finally:
                    if C(): raise E1(12)
                    T(15)
        v = (yield 16) or 1
        x = len([v for v in range(T(2))])
    except* (E1, NameError):
        raise E1(18)
    yield 0
for how in range(4): drain('n1', n1, 524774255, how)

def n2(v):
    try:
        try:
            if C(): return (lambda: T(5))()
            T(7)
        except:
            T(str((lambda w: T(w + v))(8)))
            T(9)
        finally:
            T(10)
            T(str(T(11) if C() else v))
            T(nothing_14)
        class K1(object):
            a = T(18)
            len([v for v in range(T(2))])
            T(20)
        T(21)
    finally:
        with M(22, 2) as v:
            if C(): T(nothing_25)
            T(29)
        if C():
            if C(): return T(35)
            T(36)
        else:
            return (lambda: T(41))()
        T(43)
    raise E2(45)
for seed in (1067632270, 402129117): call('n2', n2, seed)

def n3(v):
    for v in (T(i) for i in range(3)):
        if v:
            return T(6)
        else:
            try:
                T(7)
                break
            except E2:
                v = len([v for v in range(T(2))])
            except E1:
                T(15)
                raise
            finally:
                T(16)
                return 20
                break
        if C(): return T(33)
    try:
        with M(35, 1), M(36, 1):
            T(37)
            if 1:
                T(str(T(38)))
            if C(): raise E1(39)
        T(45)
        x = T(46) if C() else v
    finally:
        return len([v for v in range(T(2))])
for seed in (732576178, 707636413): call('n3', n3, seed)

def n4(v):
    T((yield 1))
    yield 0
for how in range(4): drain('n4', n4, 525550297, how)

def n5(v):
    try:
        try:
            class K1(object):
                a = T(1)
                raise E1(2)
            with M(5, 1):
                T(6)
                return
        except:
            T(13)
            T(14)
        finally:
            for v in range(3):
                if C(): continue
                if C(): return T(26)
        T(27)
    except E1:
        class K2(object):
            a = T(28)
            with M(29, 1), M(30, 1):
                T(nothing_33)
        try:
            return 37
        finally:
            C() and T(40) or 40
            try:
                len([v for v in range(T(2))])
            finally:
                T(42)
                raise E2(44)
        if 0:
            T(49)
            for v in range(3):
                return 53
                return T(61)
        else:
            try:
                len(sorted([2, 1], key=lambda k: T(k)))
                return T(68)
            except E1:
                return
            except:
                if C(): return
                len([T(i + v) for i in range(2) if C()])
                T(82)
                T(83)
            else:
                T(84)
    finally:
        def f3(w=v):
            return
        T(str(f3(91)))
        raise E1(92)
    if C(): return 101
    return
for seed in (73070722, 721477873): call('n5', n5, seed)

def n6(v):
    if 0:
        return
    elif C():
        try:
            try:
                if C(): return max(T(v), 11)
                T(13)
            except E1 as e:
                raise E2(15)
            else:
                T(20)
                T(21)
                T(22)
            finally:
                T(23)
            T(24)
        except:
            T(25)
            raise
        else:
            if C():
                raise E2(27)
            elif C():
                if C(): return T(37)
                T(38)
            T(39)
            return
        finally:
            return
        T(52)
    else:
        x = T(v)
        T(str(C() and T(54) or 54))
    if C(): raise E2(56)
    return T(66)
for seed in (969324327, 668677996): call('n6', n6, seed)

def n7(v):
    T(1)
    with M(2, 1):
        with M(3, 0), M(4, 1) as v:
            return
        try:
            if C(): return 14
            if v:
                return len({T(i): v for i in range(2)})
            T(23)
        except E2:
            T(str(len({T(i): v for i in range(2)})))
        except E2:
            if C(): return (lambda: T(29))()
            return
        return 40
for seed in (293260837, 1052220714): call('n7', n7, seed)

def n8(v):
    T(1)
for seed in (621551900, 885255595): call('n8', n8, seed)

def n9(v):
    try:
        with M(1, 0) as v:
            if C(): raise E2(3)
        try:
            T(8)
            T(9)
            T(10)
        except E1 as e:
            T(11)
            raise
        finally:
            if C(): return T(17)
            T(nothing_20)
            if C(): T(nothing_26)
            T(30)
        T(31)
    finally:
        if v:
            T(32)
            T(33)
            T(34)
        elif C():
            if C(): raise E1(35)
            T(41)
    T(42)
for seed in (77747147, 594068974): call('n9', n9, seed)

def n10(v):
    v = (yield 1) or 1
    yield 0
for how in range(4): drain('n10', n10, 564998745, how)

def n11(v):
    T(str(sum(T(i) for i in range(2))))
    T(2)
for seed in (138882597, 851128088): call('n11', n11, seed)

def n12(v):
    try:
        try:
            with M(1, 0):
                T(2)
                T(3)
            try:
                T(4)
            except E2:
                return len([[T(j) for j in range(i)] for i in range(3)])
                if C(): return T(16)
            else:
                T(17)
                x = len([(lambda: T(i))() for i in range(2)])
                v = len([(lambda: T(i))() for i in range(2)])
            T(20)
        except E1 as e:
            with M(21, 1):
                T(nothing_24)
                x = C() and T(28) or 28
        except Exception as e:
            try:
                return max(T(v), 33)
            except E1 as e:
                if C(): return
                T(41)
                T(42)
            finally:
                if C(): return T(48)
                T(49)
        finally:
            raise E1(50)
        if C(): T(nothing_58)
    except:
        raise E1(62)
    finally:
        raise E1(68)
        if C(): return
        x = (lambda: T(80))()
for seed in (601846560, 335182149): call('n12', n12, seed)

def n13(v):
    yield 1
    raise E2(3)
    yield 0
for how in range(4): drain('n13', n13, 305321067, how)

def n14(v):
    T(1)
    with M(2, 0), M(3, 1) as v:
        if not (C() or C()):
            x = (lambda w: T(w + v))(4)
            v = len([v for v in range(T(2))])
        T(6)
    yield 0
for how in range(4): drain('n14', n14, 639118710, how)

def n15(v):
    try:
        v = (yield 1) or 1
        return
        x = len(sorted([2, 1], key=lambda k: T(k)))
    except E1:
        while 1:
            if G(): break
            with M(6, 1):
                v = len([v for v in range(T(2))])
                T(8)
                return
        else:
            if C(): raise E2(13)
            T(15)
        while not C():
            with M(16, 1):
                return
            if C():
                if C(): break
            T(23)
        if C(): raise E2(25)
    try:
        T((yield 27))
    except:
        T(28)
    finally:
        T(29)
        T(30)
        T(31)
    T(32)
    yield 0
for how in range(4): drain('n15', n15, 796736797, how)

def n16(v):
    try:
        try:
            raise E2(2)
            try:
                T(nothing_9)
            except E2:
                for v in (T(i) for i in range(3)):
                    T(str(len([T(i + v) for i in range(2) if C()])))
                return T(19)
            except E1:
                if C():
                    x = (lambda: T(20))()
                    T(nothing_23)
                else:
                    return
                T(33)
                raise E2(35)
            finally:
                return
                return T(51)
        except:
            if C(): T(nothing_54)
            return T(63)
        else:
            T(64)
            T(65)
        finally:
            T(66)
            return (lambda w: T(w + v))(71)
            T(73)
        T(74)
    except E1:
        T(75)
    else:
        if C(): return T(81)
    finally:
        return
    T(88)
for seed in (957800072, 620250253): call('n16', n16, seed)

def n17(v):
    try:
        T(1)
        try:
            with M(2, 1):
                try:
                    if C(): T(nothing_5)
                    T(nothing_11)
                except:
                    x = len([v for v in range(T(2))])
                    return
            if v:
                for v in (1, 2):
                    x = T(22)
                    v = (lambda: T(23))()
                else:
                    raise E2(25)
                T(30)
                T(31)
                T(32)
        except Exception as e:
            T(33)
        except E1 as e:
            raise E2(35)
        finally:
            if C(): T(nothing_42)
            T(str(len([T(i + v) for i in range(2) if C()])))
            T(47)
        if C(): return
    finally:
        v = (lambda w: T(w + v))(54)
for seed in (900615354, 598045403): call('n17', n17, seed)

def n18(v):
    def f1(w=v):
        if 1:
            raise E1(1)
        else:
            raise E1(7)
    T(str(f1(13)))
    try:
        if C(): raise group(14)
        T(15)
    except* (E1, NameError):
        T(16)
    else:
        try:
            if C(): raise group(17)
            T((yield 18))
        except* Exception as e:
            T(len([T(i) for i in range(2)]) + 19)
        else:
            T((yield 20))
            return
        finally:
            v = sum(T(i) for i in range(2))
            T(25)
        try:
            T((yield 26))
            return
        except:
            T(30)
        finally:
            T((yield 31))
            yield 32
        if not (C() or C()):
            yield 33
            T(34)
        elif C():
            v = (yield 35) or 1
            T(36)
    finally:
        with M(37, 1):
            if C(): raise E1(38)
        try:
            if C(): raise group(41)
            T(42)
            v = (yield 43) or 1
        except* E1 as e:
            T(44)
        else:
            yield 45
            T(46)
    return
    T(50)
    yield 0
for how in range(4): drain('n18', n18, 912444655, how)

def n19(v):
    if not (C() or C()):
        try:
            T(1)
        except E1:
            T(str((lambda w: T(w + v))(2)))
            T(3)
        except:
            T(4)
            raise
        finally:
            T(5)
            return T(11)
        T(12)
for seed in (109397501, 895227904): call('n19', n19, seed)

def n20(v):
    for v in (T(i) for i in range(3)):
        try:
            if v:
                T(1)
                T(nothing_4)
            elif C():
                continue
            else:
                T(14)
                raise E2(16)
            v = max(T(v), 21)
            T(22)
        except Exception as e:
            try:
                T(23)
                break
            except:
                if C(): return 33
                return 39
            with M(42, 1):
                continue
            T(49)
        except:
            T(50)
            while 1:
                if G(): break
                T(51)
                T(52)
                len([(lambda: T(i))() for i in range(2)])
            continue
        finally:
            with M(60, 1) as v:
                T(61)
                raise E1(62)
                T(68)
        try:
            T(69)
            try:
                (lambda w: T(w + v))(70)
                T(71)
            finally:
                T(72)
                T(73)
        except Exception as e:
            raise E2(75)
            if v:
                return T(84)
            else:
                continue
            if C() and C():
                return
            else:
                if C(): continue
            T(104)
        else:
            x = T(105)
            T(106)
        finally:
            T(107)
            T(108)
    max(T(v), 109)
    T(110)
    T(111)
for seed in (885873107, 118804547): call('n20', n20, seed)

def n21(v):
    return T(5)
for seed in (342073221, 853497290): call('n21', n21, seed)

def n22(v):
    if C(): return T(5)
    while C():
        if C(): return len([[T(j) for j in range(i)] for i in range(3)])
    else:
        try:
            try:
                if 0:
                    return T(18)
                else:
                    if C(): return
                    T(25)
            finally:
                class K1(object):
                    a = T(26)
                    T(27)
                    T(28)
            return (lambda: T(33))()
        except:
            if C(): raise E2(36)
        finally:
            for x in [T(3), T(4)]:
                T(41)
                try:
                    if C(): raise E2(43)
                except:
                    return T(53)
                finally:
                    if C(): return T(59)
            else:
                return 63
            raise E2(67)
        if C(): T(nothing_74)
        T(78)
for seed in (958834376, 721287352): call('n22', n22, seed)

def n23(v):
    if C(): return len([[T(j) for j in range(i)] for i in range(3)])
    if not (C() or C()):
        if C() and C():
            raise E2(8)
    else:
        try:
            v = len(sorted([2, 1], key=lambda k: T(k)))
            return
        except Exception as e:
            x = T(20)
        except:
            return T(25)
        x = len([T(i + v) for i in range(2) if C()])
        if not (C() or C()):
            if C(): return
            return len(sorted([2, 1], key=lambda k: T(k)))
for seed in (683867952, 323057542): call('n23', n23, seed)

def n24(v):
    try:
        yield 1
    finally:
        v = (yield 2) or 1
        if C(): raise E1(3)
        T(6)
    T((yield 7))
    with M(8, 0):
        try:
            try:
                if C(): raise E2(10)
                yield 12
                T(str(C() and T(13) or 13))
            except E1:
                if C(): return
                if C(): raise E2(18)
                v = (yield 20) or 1
            yield 21
        except:
            yield 22
            T(nothing_25)
        finally:
            for v in (1, 2):
                T(26)
                yield 27
                if C(): break
                T(31)
            T((yield 32))
            raise E1(33)
        raise E2(37)
    yield 0
for how in range(4): drain('n24', n24, 368472884, how)

def n25(v):
    if C(): return T(v)
for seed in (1067273634, 662720133): call('n25', n25, seed)

def n26(v):
    try:
        T(1)
        class K1(object):
            a = T(2)
            if v:
                v = T(3)
                T(4)
    except E2:
        for v in (T(i) for i in range(3)):
            try:
                if C(): continue
                with M(11, 1) as v:
                    v = T(12) if C() else v
                    T(13)
                break
            except:
                if C(): continue
                T(26)
            finally:
                with M(27, 1):
                    if C(): return
                def f2(w=v):
                    if C(): T(nothing_36)
                    T(40)
                    T(41)
                T(str(f2(42)))
                T(43)
            v = C() and T(44) or 44
        return 48
        T(51)
    T(52)
for seed in (153551400, 113768939): call('n26', n26, seed)

def n27(v):
    T((yield 1))
    class K1(object):
        a = T(2)
        raise E2(4)
    with M(6, 2):
        if 0:
            v = (yield 7) or 1
        elif C():
            if C(): return
            T(11)
            v = T(12)
        else:
            T(13)
            T(14)
    yield 0
for how in range(4): drain('n27', n27, 840953010, how)

def n28(v):
    T(1)
    for v in (T(i) for i in range(3)):
        T(2)
        with M(3, 0):
            T(v)
            T(5)
        class K1(object):
            a = T(6)
            T(str(len([T(i) for i in range(2)])))
            raise E2(9)
            x = C() and T(11) or 11
    yield 0
for how in range(4): drain('n28', n28, 76415006, how)

def n29(v):
    def f1(w=v):
        try:
            return T(6)
        except:
            if C(): raise E1(7)
            T(13)
        return 17
    T(str(f1(20)))
for seed in (692548708, 638339909): call('n29', n29, seed)

def n30(v):
    try:
        with M(1, 0) as v:
            if C(): return len([(lambda: T(i))() for i in range(2)])
        if C() and C():
            raise E1(8)
        T(14)
    except:
        try:
            try:
                return T(20)
            finally:
                if C(): return 24
                T(27)
        except E1 as e:
            if C() and C():
                if C(): return 31
                T(str(T(34)))
            T(nothing_37)
        else:
            class K1(object):
                a = T(41)
                T(nothing_44)
                if C(): raise E2(46)
                raise E2(49)
        finally:
            T(str(len(sorted([2, 1], key=lambda k: T(k)))))
            T(52)
    finally:
        T(53)
    T(54)
for seed in (925098068, 116116207): call('n30', n30, seed)

def n31(v):
    if C(): return len({T(i): v for i in range(2)})
    T(str(T(7) if C() else v))
    try:
        try:
            try:
                with M(8, 1):
                    return
                    T(15)
                x = len([T(i) for i in range(2)])
                T(17)
            finally:
                if not (C() or C()):
                    if C(): return 21
                    T(24)
                if 0:
                    T(25)
                    return len([(lambda: T(i))() for i in range(2)])
                elif C():
                    T(32)
                    if C(): return 36
                else:
                    x = (lambda: T(39))()
                    if C(): return 43
                    return len([v for v in range(T(2))])
            T(52)
        except:
            try:
                if v:
                    T(nothing_55)
                elif C():
                    v = len({T(i): v for i in range(2)})
                T(60)
            except:
                T(61)
                try:
                    T(62)
                    return
                except E2:
                    return C() and T(73) or 73
                except E2:
                    if C(): raise E2(76)
                else:
                    v = len({T(i): v for i in range(2)})
                    if C(): raise E1(82)
                    T(88)
                finally:
                    x = (lambda w: T(w + v))(89)
                    if C(): raise E2(91)
            else:
                x = len(sorted([2, 1], key=lambda k: T(k)))
                return 100
            T(103)
        raise E2(105)
    except E1:
        T(110)
    else:
        return 114
    finally:
        v = T(117)
        T(118)
for seed in (1056012542, 58683380): call('n31', n31, seed)

def n32(v):
    try:
        try:
            T(1)
        finally:
            T(2)
            yield 3
            T(4)
    except* E1 as e:
        raise E1(5)
    else:
        T((yield 6))
        try:
            raise E1(7)
        except (E1, NameError):
            T((yield 10))
            T(11)
    finally:
        return
        v = max(T(v), 15)
        if C(): T(nothing_18)
    if C(): T(nothing_21)
    yield 0
for how in range(4): drain('n32', n32, 695265688, how)

def n33(v):
    try:
        with M(1, 2):
            for v in (1, 2):
                def f1(w=v):
                    if C(): return T(7)
                    x = C() and T(8) or 8
                T(str(f1(9)))
                while 1:
                    if G(): break
                    T(10)
                    T(str(len([(lambda: T(i))() for i in range(2)])))
            T(12)
        if C(): raise E2(14)
        T(19)
    except E2:
        T(20)
    else:
        try:
            with M(21, 2) as v:
                for v in (1, 2):
                    T(22)
                    if C(): continue
                    T(29)
                    T(30)
                with M(31, 1) as v:
                    T(32)
                v = len([[T(j) for j in range(i)] for i in range(3)])
        except E1 as e:
            T(str(T(34)))
            return T(40)
        finally:
            T(41)
        if C(): return 45
        T(48)
    if C(): return T(v)
for seed in (1052616876, 270014401): call('n33', n33, seed)

def n34(v):
    with M(1, 1):
        class K1(object):
            a = T(2)
            with M(3, 1) as v:
                if C(): raise E2(5)
    with M(7, 1), M(8, 1) as v:
        with M(9, 1), M(10, 1) as v:
            try:
                for v in (1, 2):
                    len([[T(j) for j in range(i)] for i in range(3)])
            finally:
                class K2(object):
                    a = T(12)
                    (lambda: T(13))()
                    T(nothing_16)
                    if C(): raise E1(17)
            T(20)
    try:
        if 0:
            T(21)
        with M(22, 1):
            return T(28)
        T(29)
    finally:
        with M(30, 0):
            T(31)
            return T(36)
for seed in (56956273, 272604273): call('n34', n34, seed)

def n35(v):
    return
    yield 0
for how in range(4): drain('n35', n35, 729100436, how)

def n36(v):
    if 0:
        T(1)
        return T(7)
    x = T(8) if C() else v
for seed in (823363912, 918785296): call('n36', n36, seed)

def n37(v):
    for v in range(3):
        if C(): T(nothing_3)
        try:
            for v in (1, 2):
                T(7)
            else:
                return T(13)
        finally:
            T(14)
            try:
                return T(20)
            except:
                continue
            T(27)
        continue
    return T(39)
for seed in (10602659, 339911873): call('n37', n37, seed)

def n38(v):
    try:
        with M(1, 1):
            try:
                T(2)
                T(3)
            except:
                if C(): return T(9)
            finally:
                raise E2(11)
            return T(20)
        with M(22, 1) as v:
            for x in [T(3), T(4)]:
                v = C() and T(23) or 23
                T(24)
            else:
                T(25)
        return T(31)
    except:
        v = T(32)
    else:
        T(33)
for seed in (327389479, 519492210): call('n38', n38, seed)

def n39(v):
    with M(1, 1):
        with M(2, 1), M(3, 0) as v:
            try:
                T(4)
                with M(5, 1):
                    return T(11)
                return T(v)
            except Exception as e:
                if not (C() or C()):
                    len([[T(j) for j in range(i)] for i in range(3)])
                T(19)
            except Exception as e:
                T(20)
            else:
                T(21)
                T(22)
            finally:
                T(23)
            if C(): return
            T(str(len([T(i + v) for i in range(2) if C()])))
        return 34
    x = T(37)
for seed in (130436474, 691347733): call('n39', n39, seed)

def n40(v):
    while 1:
        if G(): break
        try:
            T(1)
            T(2)
            v = (lambda w: T(w + v))(3)
        except (E1, NameError):
            T(4)
            raise
        finally:
            T(5)
        if C(): return T(11)
        T(str(len([T(i + v) for i in range(2) if C()])))
for seed in (615349921, 974702281): call('n40', n40, seed)

def n41(v):
    v = T(1)
    if 0:
        try:
            if C(): return
            T(8)
            len(sorted([2, 1], key=lambda k: T(k)))
        except E1:
            T(10)
            raise
        except Exception as e:
            if C():
                if C(): return 14
                x = max(T(v), 17)
                T(18)
            elif C():
                x = T(19)
                T(str(len([(lambda: T(i))() for i in range(2)])))
                return
            else:
                if C(): return T(31)
                T(nothing_35)
            if C(): raise E1(39)
        try:
            with M(45, 1) as v:
                x = len([[T(j) for j in range(i)] for i in range(3)])
                x = (lambda: T(47))()
            T(48)
            T(49)
        finally:
            T(50)
            x = len([(lambda: T(i))() for i in range(2)])
            T(52)
        T(str(T(53) if C() else v))
        T(54)
    else:
        if C(): return T(60)
    if C(): T(nothing_63)
for seed in (722889186, 583017426): call('n41', n41, seed)

def n42(v):
    for v in (T(i) for i in range(3)):
        T((yield 1))
        T(str(len({T(i): v for i in range(2)})))
        T(3)
    if 1:
        def f1(w=v):
            try:
                len([[T(j) for j in range(i)] for i in range(3)])
                T(5)
            except E2:
                T(6)
            finally:
                T(7)
                if C(): return len([v for v in range(T(2))])
                T(14)
            T(15)
        T(str(f1(16)))
        T(17)
        T(18)
    yield 0
for how in range(4): drain('n42', n42, 17727049, how)

def n43(v):
    try:
        len([v for v in range(T(2))])
        if 0:
            if C(): return T(7)
            if C():
                while not C():
                    if C(): T(nothing_10)
                    T(str(T(14)))
                    T(15)
                else:
                    return
                T(nothing_24)
        elif C():
            if C(): raise E1(28)
        T(34)
    except Exception as e:
        try:
            try:
                try:
                    return
                finally:
                    raise E1(41)
            finally:
                def f1(w=v):
                    T(47)
                    T(str(len([v for v in range(T(2))])))
                T(str(f1(49)))
                T(50)
                T(51)
            T(52)
        except:
            T(53)
            T(54)
            T(55)
            T(56)
        finally:
            return T(62)
        if C(): return T(68)
    except (E1, NameError):
        T(69)
        return 73
    else:
        T(76)
        T(77)
    return 81
for seed in (437732011, 96034292): call('n43', n43, seed)

def n44(v):
    for v in (T(i) for i in range(3)):
        for v in (1, 2):
            return T(6)
            T(7)
        with M(8, 0), M(9, 0) as v:
            return 13
        if 1:
            T(16)
            x = (lambda: T(17))()
            return len([[T(j) for j in range(i)] for i in range(3)])
        T(24)
    try:
        return len([T(i + v) for i in range(2) if C()])
        T(nothing_33)
    except:
        try:
            T(37)
            T(38)
        except:
            T(39)
            T(str(len({T(i): v for i in range(2)})))
        finally:
            T(nothing_43)
        T(47)
    else:
        len({T(i): v for i in range(2)})
        raise E2(50)
    if C(): return C() and T(59) or 59
    T(61)
for seed in (129454404, 600865878): call('n44', n44, seed)

def n45(v):
    if C():
        with M(1, 0):
            if C():
                try:
                    v = T(2)
                except E1:
                    return 6
                except E1 as e:
                    T(9)
                    T(10)
                finally:
                    T(11)
                with M(12, 1):
                    T(13)
                    T(14)
                    T(15)
            else:
                T(16)
                try:
                    return C() and T(21) or 21
                    T(23)
                finally:
                    return T(29)
            with M(30, 0):
                return
            T(37)
        T(38)
        T(39)
for seed in (92867997, 358829746): call('n45', n45, seed)

def n46(v):
    with M(1, 1):
        return T(7)
    x = C() and T(8) or 8
    T(9)
for seed in (971055017, 245753813): call('n46', n46, seed)

def n47(v):
    try:
        T(1)
        T(str(len([v for v in range(T(2))])))
    except:
        with M(3, 0):
            try:
                try:
                    T(4)
                except:
                    v = T(5)
                else:
                    T(6)
                    T(7)
                finally:
                    T(8)
                    T(9)
            except E1:
                return T(15)
            finally:
                return C() and T(20) or 20
            T(22)
        T(23)
    T(24)
for seed in (852488973, 553339623): call('n47', n47, seed)

def n48(v):
    def f1(w=v):
        v = len(sorted([2, 1], key=lambda k: T(k)))
        try:
            return T(7)
        except:
            if C(): return
            if C(): return 17
        else:
            T(20)
            if C(): return
            T(27)
    T(str(f1(28)))
    T((yield 29))
    T(30)
    yield 0
for how in range(4): drain('n48', n48, 132422942, how)

def n49(v):
    try:
        return T(6)
    finally:
        with M(7, 0):
            v = max(T(v), 8)
            return
for seed in (47136305, 847483021): call('n49', n49, seed)

def n50(v):
    with M(1, 1) as v:
        try:
            T(2)
            T(3)
        except (E1, NameError):
            return
    T(10)
for seed in (400102024, 930830070): call('n50', n50, seed)

def n51(v):
    raise E1(1)
for seed in (307641275, 74743227): call('n51', n51, seed)

def n52(v):
    try:
        T(1)
    except E1 as e:
        if 1:
            with M(2, 1) as v:
                return (lambda w: T(w + v))(7)
                T(nothing_11)
            raise E2(16)
        elif C():
            T(str(len([(lambda: T(i))() for i in range(2)])))
        T(22)
    except Exception as e:
        T(23)
        v = T(v)
        T(25)
    finally:
        if C(): return 29
        len([(lambda: T(i))() for i in range(2)])
    T(str(len([[T(j) for j in range(i)] for i in range(3)])))
    T(34)
for seed in (269271440, 507042040): call('n52', n52, seed)

def n53(v):
    with M(1, 1), M(2, 0) as v:
        try:
            T(3)
            raise E2(5)
        finally:
            T(10)
            T(11)
        with M(12, 0), M(13, 1) as v:
            return T(19)
for seed in (660383676, 952532344): call('n53', n53, seed)

def n54(v):
    try:
        if C(): raise group(1)
        if C(): return len([T(i) for i in range(2)])
        T(8)
    except* Exception as e:
        T(len([T(i) for i in range(2)]) + 9)
    finally:
        v = T(10)
        T(11)
        def f1(w=v):
            if C(): return (lambda: T(16))()
            if C(): return
            return T(v)
        T(str(f1(30)))
        T(31)
for seed in (830500267, 800834387): call('n54', n54, seed)

def n55(v):
    T(1)
    try:
        def f1(w=v):
            try:
                T(2)
                T(3)
                T(4)
            finally:
                T(5)
                T(6)
            if C(): return T(11)
            T(13)
        T(str(f1(14)))
        with M(15, 2) as v:
            T(16)
    except E1:
        T(17)
        raise
    else:
        if C(): return 21
        T(24)
        T(25)
    T(26)
for seed in (195167167, 431104968): call('n55', n55, seed)

def n56(v):
    T(str(C() and T(1) or 1))
    try:
        for v in (1, 2):
            yield 2
            T(3)
        T(4)
        try:
            with M(5, 1), M(6, 2) as v:
                return
            for v in range(3):
                try:
                    if C(): break
                    (lambda: T(13))()
                    T(14)
                except:
                    if C(): T(nothing_17)
                    yield 18
                    return
                finally:
                    v = (yield 22) or 1
                    T((yield 23))
        finally:
            T(24)
            T(25)
    except:
        if C():
            T(26)
            T(27)
            T((yield 28))
        else:
            raise E1(29)
        def f1(w=v):
            try:
                if C(): raise group(32)
                T(33)
            except* (E1, NameError):
                T(34)
            except* Exception as e:
                T(35)
            finally:
                return
            if C(): return T(v)
        T(str(f1(48)))
    T(49)
    yield 0
for how in range(4): drain('n56', n56, 734765904, how)

def n57(v):
    T(1)
for seed in (192764380, 969273680): call('n57', n57, seed)

def n58(v):
    def f1(w=v):
        T(nothing_3)
    T(str(f1(7)))
    T(8)
    T(9)
for seed in (872184348, 929029206): call('n58', n58, seed)

def n59(v):
    with M(1, 0) as v:
        with M(2, 1), M(3, 0) as v:
            T(4)
        return
    for x in [T(3), T(4)]:
        with M(11, 2):
            if C(): return T(17)
            raise E2(19)
        try:
            if C(): continue
            if C(): break
        finally:
            T(36)
        return T(42)
    try:
        with M(43, 0):
            if C(): return 47
            x = len(sorted([2, 1], key=lambda k: T(k)))
        if v:
            T(51)
            T(52)
            T(53)
        else:
            if C(): return 57
            raise E2(61)
        return T(71)
    except:
        T(nothing_74)
    finally:
        T(str(T(78)))
        return
    T(85)
for seed in (772048920, 327145188): call('n59', n59, seed)
