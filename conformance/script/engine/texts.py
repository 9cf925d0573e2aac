# -*- coding: utf-8 -*-
# python: both
# What the engine's own `replace` and formats do with bytes.
name = u'Jos\xe9 Luis \u20ac\U0001f600'


def show(*texts):
    print([[ord(c) for c in text] for text in texts])


show(u'\xe9'.replace(u'', u'-', 2), u'\xe9\u20ac'.replace(u'', u'-'), u'a\xe9b'.replace(u'', u'\xfc', 2))
show(u''.replace(u'', u'x'), u''.replace(u'', u'x', 0), u'ab'.replace(u'', u''), u'\xe9'.replace(u'', u'-', 0))
show(u'\xe9\xe9'.replace(u'', u'-', 1), u'\xe9\xe9'.replace(u'', u'-', 9), u'\xe9'.replace(u'', u'-', -1))
print('abc'.replace('', '-', 2) + ' ' + 'abc'.replace('', '-') + ' ' + 'abc'.replace('b', '', 1))
for spec in [u'.4', u'.4s', u'.0', u'.20', u'9.4', u'>9.4', u'*^9.3s', u'.<6.2', u'.^5', u'\xe9>7.4']:
    show((u'{0:' + spec + u'}').format(name), (u'{0:' + spec + u'}').format(u'ab'))
print('{0:9.4}|{0:.2s}|{0:>3.1}|'.format('abcdefgh') + format('abc', '.1') + '%.2s|%5.1s' % ('abc', 'abc'))
show(u'--x--'.strip(u'\u2013-'), u'\xe9x\xe9'.lstrip(u'\xe9'), u'aXa'.rstrip(u'a\U0001f600'), u'--'.strip(u'\u20ac-'), u''.strip(u'\xe9'))
show(u'\xf1'.zfill(4), u'-\xf1'.zfill(4), u'\U0001f600'.zfill(3), u'\u20ac'.zfill(0))
print([u'\xf1\u20ac'.count(u''), u''.count(u''), u'ab'.count(u'')])
show(*u'a\u3000\xe9\x1cb'.split())
try:
    print('{0:.4}'.format(3) and 'not here')
except ValueError:
    print('a precision is for texts and floats')
