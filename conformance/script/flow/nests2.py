# Made by generate.py 2 7 60

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

def n0(v):
    with M(1, 0), M(2, 1) as v:
        if 1:
            if C(): return T(v)
            return T(14)
            T(15)
            T(16)
    class K1(object):
        a = T(17)
        try:
            x = sum(T(i) for i in range(2))
            T(19)
        except E1:
            T(20)
            T(21) if C() else v
            T(22)
        finally:
            T(23)
    T(24)
for seed in (794478910, 703197885): call('n0', n0, seed)

def n1(v):
    try:
        v = len({T(i): v for i in range(2)})
        if not (C() or C()):
            try:
                if C() and C():
                    return
                else:
                    T(8)
                    v = T(9)
            except E1 as e:
                with M(10, 0), M(11, 1):
                    if C(): return T(17)
                    T(18)
                    T(19)
                T(20)
                T(21)
            try:
                try:
                    T(str(len({T(i): v for i in range(2)})))
                    return T(28)
                except E1 as e:
                    return 32
                else:
                    return T(40)
                T(41)
            except Exception as e:
                T(42)
                if not (C() or C()):
                    raise E2(44)
                else:
                    len({T(i): v for i in range(2)})
                    T(50)
                T(51)
            except:
                T(52)
                raise
        else:
            T(53)
            try:
                try:
                    return 57
                finally:
                    return 63
                class K1(object):
                    a = T(66)
                    x = C() and T(67) or 67
                    T(68)
                T(69)
            except:
                class K2(object):
                    a = T(70)
                    raise E2(72)
                T(74)
                return
            else:
                return (lambda: T(85))()
            finally:
                return C() and T(91) or 91
    except:
        raise E2(94)
    if C(): return T(103)
for seed in (692346722, 15631823): call('n1', n1, seed)

def n2(v):
    yield 1
    yield 0
for how in range(4): drain('n2', n2, 12534477, how)

def n3(v):
    if C(): return 4
    if C():
        try:
            raise E1(7)
        except:
            return T(18)
        else:
            T(19)
        if not (C() or C()):
            T(20)
            return T(26)
    else:
        try:
            T(27)
            return T(33)
        finally:
            if C(): return T(39)
            return
        try:
            T(46)
        except E1:
            if C(): return
            if C(): return
            T(59)
        if C():
            T(60)
            T(61)
            if C(): return
        elif C():
            v = len([(lambda: T(i))() for i in range(2)])
            return
        else:
            x = len([T(i + v) for i in range(2) if C()])
    v = len([T(i) for i in range(2)])
for seed in (275005142, 221818961): call('n3', n3, seed)

def n4(v):
    try:
        x = sum(T(i) for i in range(2))
    finally:
        with M(2, 1), M(3, 1):
            if C() and C():
                T(4)
                raise E2(6)
            else:
                if C(): return 14
                raise E2(18)
    while C():
        with M(23, 1):
            try:
                T(str(len([T(i + v) for i in range(2) if C()])))
                if C(): raise E1(25)
                T(31)
            except E1 as e:
                return T(37)
            finally:
                len(sorted([2, 1], key=lambda k: T(k)))
                T(39)
        try:
            for v in range(3):
                T(40)
                T(41)
        except E2:
            for v in (1, 2):
                v = T(42)
                T(43)
            try:
                return len({T(i): v for i in range(2)})
            finally:
                x = len([T(i) for i in range(2)])
                return T(56)
            x = len([T(i) for i in range(2)])
        finally:
            if 0:
                x = len({T(i): v for i in range(2)})
                if C(): break
            try:
                if C(): return T(69)
            finally:
                return
            T(77)
        T(78)
    x = len([T(i) for i in range(2)])
    T(80)
for seed in (1046148864, 771071412): call('n4', n4, seed)

def n5(v):
    T((yield 1))
    if 0:
        T((yield 2))
        with M(3, 1):
            with M(4, 0):
                raise E2(6)
                T(8)
            with M(9, 1), M(10, 1) as v:
                yield 11
                T(12)
            try:
                v = (yield 13) or 1
                T(14)
            finally:
                raise E1(15)
        (lambda w: T(w + v))(18)
    elif C():
        T(str(len([T(i) for i in range(2)])))
    else:
        T(nothing_22)
    yield 0
for how in range(4): drain('n5', n5, 828942575, how)

def n6(v):
    for x in [T(3), T(4)]:
        try:
            for x in [T(3), T(4)]:
                T(1)
                if C(): return 5
                T(8)
        except:
            def f1(w=v):
                T(9)
                if C(): return 13
            T(str(f1(16)))
        finally:
            T(17)
            T(18)
for seed in (926550451, 774226284): call('n6', n6, seed)

def n7(v):
    T(1)
    return 5
for seed in (486535085, 59038886): call('n7', n7, seed)

def n8(v):
    if C(): raise E2(2)
    try:
        try:
            if C():
                raise E1(7)
            elif C():
                x = T(v)
            else:
                return T(19)
            try:
                len(sorted([2, 1], key=lambda k: T(k)))
                T(21) if C() else v
            except:
                if C(): return 25
                T(28)
            finally:
                T(29)
                raise E2(31)
            return 39
            T(42)
        except:
            T(43)
            if C(): return len({T(i): v for i in range(2)})
            if C(): raise E2(51)
        with M(56, 0) as v:
            try:
                T(57)
                return T(62)
                T(64)
            except (E1, NameError):
                T(65)
                T(66)
                T(67)
            else:
                return 71
            finally:
                T(74)
                T(75)
            try:
                len({T(i): v for i in range(2)})
            except:
                T(77)
                raise
            finally:
                return 81
    except E1:
        try:
            return T(89)
        except E1 as e:
            with M(90, 1) as v:
                return T(95)
            T(97)
            len([(lambda: T(i))() for i in range(2)])
        except:
            T(99)
            return
    finally:
        if C(): raise E2(107)
for seed in (59164419, 861861692): call('n8', n8, seed)

def n9(v):
    try:
        T(nothing_3)
    except:
        T(7)
        raise
for seed in (420298389, 588823696): call('n9', n9, seed)

def n10(v):
    try:
        for x in [T(3), T(4)]:
            T(1)
        T(2)
    except:
        if C(): return T(7)
    finally:
        if 1:
            len([T(i + v) for i in range(2) if C()])
            T(10)
        try:
            T(11)
            T(12)
            T(13)
        finally:
            T(14)
            T(15)
        T(16)
    return 20
    try:
        T(23)
    except:
        T(24)
        raise
    finally:
        len(sorted([2, 1], key=lambda k: T(k)))
        try:
            T(nothing_28)
            x = (lambda w: T(w + v))(32)
        except:
            return 36
            T(39)
            raise E2(41)
        T(46)
for seed in (775899033, 215366109): call('n10', n10, seed)

def n11(v):
    try:
        if not (C() or C()):
            T(1)
        try:
            try:
                return
            except:
                if C(): return
                T(14)
            class K1(object):
                a = T(15)
                if C(): raise E1(16)
                x = T(19)
                T(20)
        except (E1, NameError):
            len({T(i): v for i in range(2)})
            T(22)
        else:
            raise E2(24)
        finally:
            if C(): return T(33)
        T(35)
    finally:
        raise E2(37)
    T(42)
for seed in (541487630, 326370903): call('n11', n11, seed)

def n12(v):
    try:
        T(1)
    finally:
        if 0:
            with M(2, 1), M(3, 1) as v:
                if C(): return
            try:
                x = len([(lambda: T(i))() for i in range(2)])
                T(11)
            finally:
                T(str(sum(T(i) for i in range(2))))
                if C(): raise E2(14)
                raise E2(20)
                T(25)
            try:
                x = (lambda: T(26))()
                T(27)
            except E2:
                T(28)
                v = len([T(i) for i in range(2)])
            else:
                max(T(v), 30)
            finally:
                return 34
            T(37)
        else:
            try:
                return 41
                return T(49)
            except E1 as e:
                T(50)
                return max(T(v), 55)
            except:
                T(str(len(sorted([2, 1], key=lambda k: T(k)))))
            else:
                x = T(58)
                raise E2(60)
            T(65)
        T(str(len([T(i) for i in range(2)])))
        try:
            for v in (T(i) for i in range(3)):
                T(str(len([(lambda: T(i))() for i in range(2)])))
                T(68)
            with M(69, 0) as v:
                raise E1(70)
            for v in (1, 2):
                T(76)
                return 80
        except:
            for v in range(3):
                T(83)
                if C(): break
            return
    T(96)
for seed in (783727903, 494356582): call('n12', n12, seed)

def n13(v):
    try:
        T(1)
        try:
            T(2)
            T(nothing_5)
        finally:
            T(9)
            return T(15)
    except E2:
        if C():
            return 19
for seed in (690554261, 185349590): call('n13', n13, seed)

def n14(v):
    try:
        with M(1, 1):
            try:
                if C(): return (lambda w: T(w + v))(6)
            except (E1, NameError):
                if not (C() or C()):
                    if C(): raise E1(8)
                def f1(w=v):
                    T(str(len([(lambda: T(i))() for i in range(2)])))
                T(str(f1(15)))
            else:
                try:
                    T(16)
                except:
                    T(str(len([(lambda: T(i))() for i in range(2)])))
                    T(18)
            finally:
                raise E1(19)
            T(str(T(25)))
            T(26)
        return T(31)
    except E1:
        T(v)
    finally:
        return T(39)
        if C(): return 43
        T(46)
for seed in (890850580, 850050439): call('n14', n14, seed)

def n15(v):
    class K1(object):
        a = T(1)
        if not (C() or C()):
            T(2)
            T(3)
            T(4)
        else:
            if C(): raise E1(5)
            raise E2(9)
        raise E1(11)
    try:
        class K2(object):
            a = T(14)
            try:
                if C(): T(nothing_17)
                T(nothing_20)
            except (E1, NameError):
                T(str(sum(T(i) for i in range(2))))
            if not (C() or C()):
                T(22)
                v = len([[T(j) for j in range(i)] for i in range(3)])
            elif C():
                T(nothing_26)
                T(27)
            else:
                T(str(C() and T(28) or 28))
                raise E1(29)
        T(32)
        T(33)
    finally:
        return T(39)
for seed in (675762349, 729058851): call('n15', n15, seed)

def n16(v):
    def f1(w=v):
        T(1)
        T(2)
    T(str(f1(3)))
for seed in (144364711, 825970660): call('n16', n16, seed)

def n17(v):
    T(nothing_3)
for seed in (787189980, 905834521): call('n17', n17, seed)

def n18(v):
    try:
        try:
            for x in [T(3), T(4)]:
                return T(6)
            else:
                T(7)
                T(8)
        except E1:
            T(9)
            raise
        else:
            if C(): return
            try:
                return 19
            except E1 as e:
                return len({T(i): v for i in range(2)})
            except:
                return
            else:
                T(34)
                return len([T(i + v) for i in range(2) if C()])
            T(41)
        finally:
            v = T(42)
            try:
                v = len([(lambda: T(i))() for i in range(2)])
            except:
                if C(): return T(49)
                T(50)
            finally:
                v = len([[T(j) for j in range(i)] for i in range(3)])
                T(52)
        T(53)
    except:
        T(54)
        x = T(v)
        T(56)
    finally:
        T(57)
    raise E1(58)
for seed in (593695562, 810741682): call('n18', n18, seed)

def n19(v):
    try:
        with M(1, 1) as v:
            if C(): return T(6) if C() else v
        return T(v)
    except (E1, NameError):
        try:
            T(nothing_16)
        except E1 as e:
            try:
                T(20)
                T(21)
            except:
                T(22)
                T(23)
            finally:
                return sum(T(i) for i in range(2))
            T(30)
            T(str(C() and T(31) or 31))
            T(32)
        except:
            T(33)
            x = C() and T(34) or 34
            T(str(C() and T(35) or 35))
        finally:
            len({T(i): v for i in range(2)})
            x = max(T(v), 37)
            T(38)
        T(39)
        T(40)
        T(41)
    return 45
for seed in (202446221, 822921242): call('n19', n19, seed)

def n20(v):
    try:
        with M(1, 0), M(2, 0):
            try:
                raise E1(3)
            except E2:
                T(str(sum(T(i) for i in range(2))))
            except E2:
                if C(): return
                T(str(len({T(i): v for i in range(2)})))
                T(17)
            try:
                if C(): raise E1(18)
                T(24)
            except:
                T(25)
                raise
            if C(): return 29
        T(32)
    except (E1, NameError):
        if C(): return T(38)
        T(39)
    T(40)
for seed in (1034731052, 1005845114): call('n20', n20, seed)

def n21(v):
    try:
        return
    except:
        if C(): return 10
        v = len([[T(j) for j in range(i)] for i in range(3)])
    T(14)
    try:
        T(nothing_17)
    except E2:
        for v in range(3):
            return 24
        try:
            return 30
        except E2:
            return T(38)
        finally:
            x = (lambda: T(39))()
            return 43
            T(46)
        T(47)
for seed in (511095743, 211891440): call('n21', n21, seed)

def n22(v):
    class K1(object):
        a = T(1)
        def f2(w=v):
            if C(): return
            T(8)
        T(str(f2(9)))
    try:
        if C() and C():
            if C(): raise E1(10)
            T(16)
        for x in [T(3), T(4)]:
            if 0:
                with M(17, 1) as v:
                    continue
                T(24)
            else:
                if C(): continue
                T(31)
        T(32)
    except E2:
        T(33)
        try:
            for v in range(3):
                if C(): break
                if 1:
                    T(40)
                    if C(): return T(46)
                    T(47)
                elif C():
                    if C(): continue
                    T(54)
            T(55)
        except (E1, NameError):
            if C(): return C() and T(60) or 60
            x = len({T(i): v for i in range(2)})
        except E1:
            T(63)
            return T(69)
        finally:
            v = T(70)
            return
            T(77)
            T(78)
    finally:
        T(nothing_81)
        raise E2(86)
for seed in (328572239, 749238627): call('n22', n22, seed)

def n23(v):
    if v:
        if not (C() or C()):
            v = (lambda w: T(w + v))(1)
        with M(2, 0) as v:
            T(3)
            T(4)
    yield 0
for how in range(4): drain('n23', n23, 209318260, how)

def n24(v):
    raise E2(2)
for seed in (1027126949, 585455688): call('n24', n24, seed)

def n25(v):
    try:
        len([T(i) for i in range(2)])
        if C(): raise E1(2)
    except Exception as e:
        try:
            try:
                if not (C() or C()):
                    T(5)
                else:
                    v = (yield 6) or 1
                T(7)
            except E1 as e:
                def f1(w=v):
                    T(8)
                T(str(f1(9)))
                T(10)
            else:
                raise E2(12)
            return
        finally:
            T(17)
            if C(): raise E1(18)
            T(21)
    finally:
        if C() and C():
            class K2(object):
                a = T(22)
                if C() and C():
                    raise E1(23)
                else:
                    raise E2(27)
                if not (C() or C()):
                    T(nothing_31)
                elif C():
                    v = T(32)
                    T(nothing_35)
                else:
                    (lambda: T(36))()
                if C(): raise E1(37)
                T(40)
        else:
            try:
                try:
                    raise E1(41)
                    raise E1(44)
                except E2:
                    v = max(T(v), 47)
                    v = (yield 48) or 1
                except E1:
                    T((yield 49))
                    T(50)
                finally:
                    return
                raise E2(55)
            except Exception as e:
                v = (yield 57) or 1
                v = (yield 58) or 1
                x = len([(lambda: T(i))() for i in range(2)])
                T(60)
            yield 61
            T(62)
        T(str(T(63)))
        x = len([T(i + v) for i in range(2) if C()])
    T((yield 65))
    if C(): raise E1(66)
    yield 0
for how in range(4): drain('n25', n25, 574633738, how)

def n26(v):
    T(1)
    return T(7)
for seed in (492397710, 150627028): call('n26', n26, seed)

def n27(v):
    return (lambda: T(5))()
for seed in (175801547, 324368095): call('n27', n27, seed)

def n28(v):
    if v:
        T(1)
    else:
        class K1(object):
            a = T(2)
            x = T(3)
            raise E1(4)
        with M(7, 0):
            T(nothing_10)
        T(14)
    with M(15, 1):
        T(16)
        try:
            return 20
        except:
            if C(): raise E1(23)
            T(29)
            return sum(T(i) for i in range(2))
        else:
            T(36)
        finally:
            T(str(T(37)))
            T(38)
        try:
            C() and T(39) or 39
            T(str((lambda w: T(w + v))(40)))
            return 44
            T(47)
        finally:
            raise E1(48)
    T(54)
for seed in (886883568, 869189408): call('n28', n28, seed)

def n29(v):
    try:
        try:
            return max(T(v), 5)
        finally:
            T(7)
            if C(): return
        T(nothing_16)
    except:
        x = len([T(i) for i in range(2)])
        T(21)
    else:
        try:
            if C(): return 25
        finally:
            return 31
        T(34)
    for v in range(3):
        while C():
            v = max(T(v), 35)
            if C(): continue
            T(42)
            T(43)
        else:
            T(44)
            raise E1(45)
        class K1(object):
            a = T(51)
            len([(lambda: T(i))() for i in range(2)])
            T(53)
        T(54)
    T(55)
for seed in (813640138, 434995615): call('n29', n29, seed)

def n30(v):
    T(1)
    yield 0
for how in range(4): drain('n30', n30, 681861895, how)

def n31(v):
    T(nothing_3)
for seed in (436976498, 664167911): call('n31', n31, seed)

def n32(v):
    if C() and C():
        v = T(1)
        if C(): return T(7)
    T(8)
for seed in (209684831, 976921956): call('n32', n32, seed)

def n33(v):
    try:
        for v in (T(i) for i in range(3)):
            continue
        else:
            try:
                return
            except E1:
                return 16
            except Exception as e:
                return len(sorted([2, 1], key=lambda k: T(k)))
            else:
                return 28
            finally:
                return T(35)
            if C(): return T(v)
            T(43)
        x = (lambda w: T(w + v))(44)
    finally:
        return
        if C(): return len({T(i): v for i in range(2)})
    T(57)
for seed in (958731824, 172983818): call('n33', n33, seed)

def n34(v):
    try:
        with M(1, 1), M(2, 0) as v:
            while not C():
                T(3)
    except E2:
        T(str(T(4)))
        T(5)
    except:
        T(6)
    finally:
        class K1(object):
            a = T(7)
            T(8)
            class K2(object):
                a = T(9)
                T(10)
                T(11)
                T(12)
        T(13)
    while C():
        if v:
            T(14)
            if C(): return T(19) if C() else v
            T(21)
        elif C():
            if v:
                T(nothing_24)
        else:
            T(28)
            try:
                T(29)
                T(30)
            finally:
                T(31)
                T(32)
            T(nothing_35)
            T(39)
        x = T(40)
        T(41)
for seed in (933747038, 503988685): call('n34', n34, seed)

def n35(v):
    for v in (1, 2):
        if C(): T(nothing_3)
        continue
    yield 0
for how in range(4): drain('n35', n35, 731811409, how)

def n36(v):
    def f1(w=v):
        try:
            len([T(i + v) for i in range(2) if C()])
            raise E1(2)
        except E1 as e:
            T(str(T(8) if C() else v))
            T(9)
    T(str(f1(10)))
    return
for seed in (317874789, 304191099): call('n36', n36, seed)

def n37(v):
    try:
        return 4
    except E1:
        T(7)
    finally:
        T(8)
    try:
        with M(9, 0):
            try:
                class K1(object):
                    a = T(10)
                    T(str(T(11) if C() else v))
                    raise E2(13)
            except:
                v = len(sorted([2, 1], key=lambda k: T(k)))
                T(16)
                T(17)
            T(18)
    except:
        return len(sorted([2, 1], key=lambda k: T(k)))
    finally:
        return C() and T(29) or 29
    return T(36)
for seed in (315268888, 847055141): call('n37', n37, seed)

def n38(v):
    try:
        for v in (1, 2):
            with M(1, 2):
                if C(): return C() and T(6) or 6
                T(8)
            if C(): raise E2(10)
        if not (C() or C()):
            with M(15, 1), M(16, 0):
                x = (lambda: T(17))()
                T(18)
                T(19)
            with M(20, 0):
                raise E2(22)
            T(27)
        try:
            for v in range(3):
                raise E1(28)
            else:
                x = len({T(i): v for i in range(2)})
                T(35)
            if C() and C():
                T(36)
                T(37)
            elif C():
                T(38)
                T(39)
            T(40)
        except Exception as e:
            T(41)
            raise
        else:
            if 1:
                T(nothing_44)
            else:
                if C(): return sum(T(i) for i in range(2))
    except:
        return T(59)
for seed in (33484286, 338743068): call('n38', n38, seed)

def n39(v):
    for v in range(3):
        with M(1, 1):
            try:
                if C(): return 5
            except:
                if C():
                    break
                    return 17
                elif C():
                    return 23
                    T(26)
                    T(27)
                else:
                    if C(): break
                    T(34)
                    T(35)
                    T(36)
            finally:
                raise E2(38)
            break
    raise E1(49)
for seed in (1049841797, 256993120): call('n39', n39, seed)

def n40(v):
    v = T(1)
    yield 0
for how in range(4): drain('n40', n40, 837174174, how)

def n41(v):
    try:
        T((yield 1))
        raise E1(2)
    except (E1, NameError):
        try:
            T(5)
            return
            T(9)
        finally:
            if C(): return
    except E1 as e:
        T(13)
        raise
    finally:
        if 0:
            T(14)
        elif C():
            x = len([T(i + v) for i in range(2) if C()])
            len([T(i) for i in range(2)])
            if C(): raise E1(17)
            T(20)
        with M(21, 1):
            raise E1(22)
        T(25)
    class K1(object):
        a = T(26)
        with M(27, 1) as v:
            T(28)
            raise E2(30)
        T(32)
    yield 0
for how in range(4): drain('n41', n41, 43902138, how)

def n42(v):
    try:
        if v:
            try:
                v = C() and T(1) or 1
                T(2)
            except E1:
                if C(): return T(8)
                T(9)
                T(10)
                T(11)
            except:
                return T(17)
            else:
                return 21
            finally:
                len([T(i) for i in range(2)])
            T(25)
        try:
            while C():
                T(26)
            for v in (1, 2):
                x = len({T(i): v for i in range(2)})
                T(28)
            T(29)
        except (E1, NameError):
            return 33
        except Exception as e:
            T(36)
            T(37)
        finally:
            T(38)
            T(str((lambda w: T(w + v))(39)))
            T(40)
    except (E1, NameError):
        T(str((lambda w: T(w + v))(41)))
    else:
        raise E2(43)
    finally:
        v = len([[T(j) for j in range(i)] for i in range(3)])
    T(49)
for seed in (40371641, 1061467519): call('n42', n42, seed)

def n43(v):
    if not (C() or C()):
        try:
            with M(1, 1):
                if C(): return 5
            T(8)
        except (E1, NameError):
            try:
                T(9)
            except:
                T(10)
        finally:
            with M(11, 0):
                return
                return T(23)
            with M(24, 1), M(25, 1):
                T(26)
                T(nothing_29)
            T(33)
        while 1:
            if G(): break
            for v in range(3):
                continue
            return 43
        for v in (T(i) for i in range(3)):
            return
    T(52)
for seed in (313549724, 93102291): call('n43', n43, seed)

def n44(v):
    try:
        try:
            T(1)
            T(2)
        except E2:
            if C() and C():
                len([[T(j) for j in range(i)] for i in range(3)])
                T(4)
            else:
                return T(10)
            try:
                raise E2(12)
            except Exception as e:
                return T(22)
            except E2:
                return T(27)
            else:
                return len([T(i + v) for i in range(2) if C()])
            finally:
                T(str(max(T(v), 35)))
                T(36)
                T(37)
            if C(): T(nothing_40)
            T(44)
        finally:
            T(45)
            T(46)
        T(47)
    except (E1, NameError):
        T(48)
        return
    except E2:
        T(55)
    T(56)
for seed in (743279026, 902007150): call('n44', n44, seed)

def n45(v):
    try:
        if C(): return
        if 0:
            if C() and C():
                with M(7, 1):
                    T(8)
                return T(14)
            elif C():
                T(15)
                T(16)
            else:
                try:
                    len([(lambda: T(i))() for i in range(2)])
                except E1:
                    T(18)
                    if C(): raise E2(20)
                except:
                    T(25)
                    T(26)
                finally:
                    T(27)
                    if C(): return
                    T(34)
            return
        elif C():
            T(str(T(41)))
            v = len([T(i + v) for i in range(2) if C()])
            T(43)
        else:
            T(44)
            T(45)
    except:
        T(46)
        if C(): T(nothing_49)
        T(53)
        T(54)
    else:
        T(55)
        T(56)
    finally:
        return len([T(i) for i in range(2)])
for seed in (383749480, 675556939): call('n45', n45, seed)

def n46(v):
    try:
        return T(6)
    finally:
        class K1(object):
            a = T(7)
            try:
                v = T(8)
                T(9)
            except E2:
                raise E2(11)
for seed in (662986169, 264285844): call('n46', n46, seed)

def n47(v):
    x = T(v)
    len([T(i) for i in range(2)])
    T(3)
for seed in (638906570, 700855646): call('n47', n47, seed)

def n48(v):
    try:
        v = T(1)
    except:
        T(2)
        T(3)
    try:
        if v:
            try:
                return 7
            except:
                T(10)
            else:
                return 14
            return 20
        else:
            if C(): raise E2(24)
            return T(34)
    except:
        with M(35, 2):
            try:
                x = (lambda: T(36))()
                return 40
            except E2:
                T(43)
                raise
            else:
                T(str(T(44) if C() else v))
                if C(): return T(v)
                T(51)
            if C(): return T(57)
            T(58)
        if C(): return (lambda: T(63))()
        if C(): return (lambda: T(69))()
    T(71)
for seed in (495035407, 495306280): call('n48', n48, seed)

def n49(v):
    if C(): return 4
for seed in (311394831, 749530586): call('n49', n49, seed)

def n50(v):
    with M(1, 1) as v:
        T(2)
    yield 0
for how in range(4): drain('n50', n50, 930807751, how)

def n51(v):
    T(1)
    T(2)
    T(3)
for seed in (326866378, 433644397): call('n51', n51, seed)

def n52(v):
    try:
        try:
            return len({T(i): v for i in range(2)})
            try:
                for v in range(3):
                    T(7)
            except:
                try:
                    T(8)
                except:
                    T(9)
                with M(10, 1), M(11, 1):
                    (lambda: T(12))()
                    return T(18)
            else:
                with M(19, 2):
                    len({T(i): v for i in range(2)})
                    return T(26)
                for v in (T(i) for i in range(3)):
                    return
            finally:
                v = max(T(v), 33)
                try:
                    raise E2(35)
                except:
                    T(40)
                finally:
                    T(str(len([(lambda: T(i))() for i in range(2)])))
                    if C(): T(nothing_44)
        finally:
            len(sorted([2, 1], key=lambda k: T(k)))
            T(49)
            T(50)
    except:
        if not (C() or C()):
            try:
                return
                T(57)
            except E2:
                while C():
                    x = T(58) if C() else v
                    T(59)
                T(60)
            except:
                for x in [T(3), T(4)]:
                    if C(): raise E2(62)
                    raise E1(67)
                T(73)
                T(74)
            finally:
                return
            x = len(sorted([2, 1], key=lambda k: T(k)))
        elif C():
            return T(86)
            T(88)
            if C(): return T(94)
        else:
            raise E2(96)
        T(str((lambda: T(101))()))
    return 105
for seed in (1045007294, 877666108): call('n52', n52, seed)

def n53(v):
    T(1)
    T(2)
for seed in (93636510, 538909233): call('n53', n53, seed)

def n54(v):
    try:
        return
    except E1:
        for v in range(3):
            try:
                T(7)
                v = len([T(i + v) for i in range(2) if C()])
                T(str(C() and T(9) or 9))
            except:
                def f1(w=v):
                    if C(): return C() and T(14) or 14
                    T(16)
                T(str(f1(17)))
                T(18)
            continue
    finally:
        return
    T(str(T(31)))
for seed in (367815631, 315220475): call('n54', n54, seed)

def n55(v):
    try:
        for v in range(3):
            with M(1, 1):
                T((yield 2))
                T(3)
            try:
                v = (yield 4) or 1
            except E2:
                max(T(v), 5)
            except E2:
                v = T(6)
            else:
                yield 7
                if C(): break
            T(str(T(11)))
        if C(): raise E1(12)
        return
    finally:
        v = (yield 18) or 1
    yield 0
for how in range(4): drain('n55', n55, 829712116, how)

def n56(v):
    v = T(1) if C() else v
    class K1(object):
        a = T(2)
        with M(3, 0) as v:
            T(4)
            T(str((lambda w: T(w + v))(5)))
for seed in (988760716, 501965453): call('n56', n56, seed)

def n57(v):
    if C(): raise E1(1)
    try:
        with M(7, 0):
            if C(): return
            try:
                return
            finally:
                x = T(20)
                return 24
            if v:
                T(27)
                T(28)
                T(29)
            else:
                if C(): return T(35)
                return T(41)
            T(42)
    except E1:
        if not (C() or C()):
            if C(): return T(48)
        with M(49, 2):
            with M(50, 0), M(51, 2):
                x = len({T(i): v for i in range(2)})
                T(53)
                T(54)
                T(55)
            try:
                T(56)
                return
            except Exception as e:
                return max(T(v), 67)
    except (E1, NameError):
        T(69)
        raise
    finally:
        return 73
    try:
        try:
            with M(76, 1):
                if C(): return
        except E1:
            try:
                T(83)
                return 87
            except E1:
                raise E1(90)
            finally:
                raise E1(96)
        else:
            try:
                v = (lambda w: T(w + v))(102)
            except E1:
                T(103)
                T(104)
                T(105)
            except:
                T(106)
                raise
            else:
                v = len([T(i) for i in range(2)])
                if C(): return T(113)
            raise E2(115)
        return
    except:
        return T(131)
    finally:
        raise E1(132)
for seed in (756635562, 578757801): call('n57', n57, seed)

def n58(v):
    while 1:
        if G(): break
        T(1)
    else:
        return
    with M(8, 1), M(9, 1):
        try:
            with M(10, 0), M(11, 2):
                try:
                    raise E2(13)
                except (E1, NameError):
                    if C(): raise E1(18)
                    if C(): return
                    return sum(T(i) for i in range(2))
                else:
                    T(36)
                    T(37)
                finally:
                    x = sum(T(i) for i in range(2))
                    return
        finally:
            if C() and C():
                try:
                    return T(50)
                except:
                    return 54
                len({T(i): v for i in range(2)})
            else:
                if C():
                    x = len([T(i) for i in range(2)])
                    return 62
                try:
                    C() and T(65) or 65
                    if C(): return 69
                    T(72)
                    T(73)
                except:
                    T(74)
                    return 78
                else:
                    return T(86)
                    T(87)
            T(88)
        if C(): return sum(T(i) for i in range(2))
        T(95)
    with M(96, 0), M(97, 1):
        try:
            try:
                try:
                    return
                except E1 as e:
                    T(104)
                    return
                else:
                    T(111)
                    if C(): return
                    x = (lambda: T(118))()
                T(119)
            except E1 as e:
                T(str(len({T(i): v for i in range(2)})))
                v = len([T(i) for i in range(2)])
                T(122)
            T(123)
            T(124)
        except E2:
            x = T(125)
        return T(131)
for seed in (79125177, 738501530): call('n58', n58, seed)

def n59(v):
    try:
        T(1)
    except E1:
        with M(2, 1):
            try:
                return T(8)
            except E1:
                if C(): return
                T(str(T(15)))
                T(16)
            else:
                T(17)
                T(18)
            finally:
                if C(): return T(24)
                T(25)
                T(26)
    except:
        if C(): return 30
    T(nothing_35)
for seed in (429196049, 702946373): call('n59', n59, seed)
