"""`HTMLParser` of Python 2.7: a page taken apart into tags, texts and references.

It looks for tags as 2.7 does, which reads broken pages otherwise than Python 3: what is no tag is text, and what is cut off
at the end is text, too. What is found in a `unicode` is `unicode`.
"""

import html as _html

from _python2 import load
from _python2._text import to_unicode, unicode

__all__ = ["HTMLParser", "HTMLParseError"]

_re = load("re")
_TAG = r"[a-zA-Z][-.a-zA-Z0-9:_]*"
_VALUE = r"'[^']*'|\"[^\"]*\"|(?!['\"])[^>\s]*"
_INTERESTING = _re.compile("[&<]")
_START = _re.compile("<[a-zA-Z]")
_NAME = _re.compile("(%s)(?:\\s|/(?!>))*" % _TAG)
# What ends a tag may have any characters in its name but those behind which attributes would follow.
_NAME_OF_END = _re.compile("[a-zA-Z][^\\t\\n\\r\\f />\\x00]*")
_ATTRIBUTE = _re.compile(
    r"((?<=['\"\s/])[^\s/>][^\s/=>]*)(\s*=+\s*(%s))?(?:\s|/(?!>))*" % _VALUE)
_WHOLE_START = _re.compile(
    r"<%s(?:[\s/]*(?:(?<=['\"\s/])[^\s/>][^\s/=>]*(?:\s*=+\s*(?:%s)(?:\s*,)*)?(?:\s|/(?!>))*)*)?\s*" % (_TAG, _VALUE))
_END_TAG = _re.compile(r"</\s*([a-zA-Z][-.a-zA-Z0-9:_]*)\s*>")
_CHARREF = _re.compile("&#(?:[0-9]+|[xX][0-9a-fA-F]+)[^0-9a-fA-F]")
_ENTITYREF = _re.compile("&([a-zA-Z][-.a-zA-Z0-9]*)[^a-zA-Z0-9]")
_BEGUN = _re.compile("&[a-zA-Z#]")
_COMMENT_END = _re.compile(r"--\s*>")
_REFERENCE = _re.compile(r"&(#?[xX]?(?:[0-9a-fA-F]+|\w{1,8}));")


class HTMLParseError(Exception):
    """A page that cannot be parsed."""

    def __init__(self, msg, position=(None, None)):
        self.msg = msg
        self.lineno, self.offset = position

    def __str__(self):
        result = self.msg
        if self.lineno is not None:
            result += ", at line %d" % self.lineno
        if self.offset is not None:
            result += ", column %d" % (self.offset + 1)
        return result


class HTMLParser:
    """Calls its handlers for what it finds in a page."""

    CDATA_CONTENT_ELEMENTS = ("script", "style")

    def __init__(self):
        self.reset()

    def reset(self):
        """Begins another page."""
        self.rawdata = ""
        self.lasttag = "???"
        self.interesting = _INTERESTING
        self.cdata_elem = None
        self.lineno, self.offset = 1, 0
        self.__starttag_text = None

    def feed(self, data):
        """Goes on with the page; what may go on in the next piece waits for it."""
        self.rawdata = self.rawdata + data
        self.goahead(0)

    def close(self):
        """Takes what waits for the rest of a page."""
        self.goahead(1)

    def error(self, message):
        raise HTMLParseError(message, self.getpos())

    def getpos(self):
        """The line, from 1, and the column, from 0, of what is handled."""
        return self.lineno, self.offset

    def get_starttag_text(self):
        return self.__starttag_text

    def set_cdata_mode(self, elem):
        self.cdata_elem = elem.lower()
        self.interesting = _re.compile("</\\s*%s\\s*>" % _re.escape(self.cdata_elem), _re.I)

    def clear_cdata_mode(self):
        self.interesting, self.cdata_elem = _INTERESTING, None

    def updatepos(self, i, j):
        """Counts what is between two places; the second."""
        passed = self.rawdata[i:j]
        lines = passed.count("\n")
        self.lineno += lines
        self.offset = len(passed) - passed.rindex("\n") - 1 if lines else self.offset + len(passed)
        return j

    def goahead(self, end):
        data, at = self.rawdata, 0
        while at < len(data):
            found = self.interesting.search(data, at)
            if found is None and self.cdata_elem:
                break
            start = found.start() if found else len(data)
            if at < start:
                self.handle_data(data[at:start])
            at = self.updatepos(at, start)
            if at == len(data):
                break
            next = self._markup(data, at, end) if data[at] == "<" else self._reference(data, at, end)
            if next < 0:
                break
            at = self.updatepos(at, next)
        if end and at < len(data) and not self.cdata_elem:
            self.handle_data(data[at:])
            at = self.updatepos(at, len(data))
        self.rawdata = data[at:]

    def _markup(self, data, at, end):
        """Handles what begins with `<`; the place behind it, or -1 if it is not all there."""
        if _START.match(data, at):
            behind = self.parse_starttag(at)
        elif data.startswith("</", at):
            behind = self.parse_endtag(at)
        elif data.startswith("<!--", at):
            behind = self.parse_comment(at)
        elif data.startswith("<?", at):
            behind = self.parse_pi(at)
        elif data.startswith("<!", at):
            behind = self.parse_html_declaration(at)
        elif at + 1 < len(data):
            self.handle_data(data[at])
            return at + 1
        else:
            return -1
        if behind >= 0 or not end:
            return behind
        # At the end of the page it is no tag.
        behind = data.find(">", at + 1)
        if behind < 0:
            behind = data.find("<", at + 1)
            behind = at + 1 if behind < 0 else behind
        else:
            behind += 1
        self.handle_data(data[at:behind])
        return behind

    def _reference(self, data, at, end):
        found = _CHARREF.match(data, at)
        if found:
            self.handle_charref(found.group()[2:-1])
            return found.end() - (data[found.end() - 1] != ";")
        found = _ENTITYREF.match(data, at) if not data.startswith("&#", at) else None
        if found:
            self.handle_entityref(found.group(1))
            return found.end() - (data[found.end() - 1] != ";")
        if data.startswith("&#", at) and ";" in data[at:]:
            self.handle_data(data[at:at + 2])
            return at + 2
        if _BEGUN.match(data, at) or at + 1 == len(data):
            if end and at + 1 < len(data) and "<" in data[at + 1:]:
                self.handle_data(data[at])
                return at + 1
            return -1
        self.handle_data(data[at])
        return at + 1

    def parse_starttag(self, i):
        self.__starttag_text = None
        behind = self.check_for_whole_start_tag(i)
        if behind < 0:
            return behind
        data = self.rawdata
        self.__starttag_text = text = data[i:behind]
        found = _NAME.match(data, i + 1)
        self.lasttag = tag = found.group(1).lower()
        attributes, at = [], found.end()
        while at < behind:
            found = _ATTRIBUTE.match(data, at)
            if not found:
                break
            attributes.append((found.group(1).lower(), self._value(found)))
            at = found.end()
        rest = data[at:behind].strip()
        if rest not in (">", "/>"):
            self.handle_data(text)
        elif rest.endswith("/>"):
            self.handle_startendtag(tag, attributes)
        else:
            self.handle_starttag(tag, attributes)
            if tag in self.CDATA_CONTENT_ELEMENTS:
                self.set_cdata_mode(tag)
        return behind

    def _value(self, found):
        given, value = found.group(2, 3)
        if not given:
            return None
        if value[:1] in ("'", '"') and value[:1] == value[-1:]:
            value = value[1:-1]
        return self.unescape(value) if value else value

    def check_for_whole_start_tag(self, i):
        """The place behind a start tag, or -1 if it is not all there."""
        data = self.rawdata
        at = _WHOLE_START.match(data, i).end()
        next = data[at:at + 1]
        if next == ">":
            return at + 1
        if next == "/":
            if data.startswith("/>", at):
                return at + 2
            if data.startswith("/", at) and at + 1 == len(data):
                return -1
            return at if at > i else i + 1
        if next == "" or next.isalpha() or next in "=/":
            return -1
        return at if at > i else i + 1

    def parse_endtag(self, i):
        data = self.rawdata
        if data.find(">", i + 1) < 0:
            return -1
        found = _END_TAG.match(data, i)
        if found:
            tag = found.group(1).lower()
            if self.cdata_elem is not None and tag != self.cdata_elem:
                self.handle_data(data[i:found.end()])
                return found.end()
            self.handle_endtag(tag)
            self.clear_cdata_mode()
            return found.end()
        behind = data.find(">", i + 1) + 1
        if self.cdata_elem is not None:
            self.handle_data(data[i:behind])
            return behind
        named = _NAME_OF_END.match(data, i + 2)
        if named:
            self.handle_endtag(named.group().lower())
            return behind
        return i + 3 if data.startswith("</>", i) else self.parse_bogus_comment(i)

    def parse_comment(self, i, report=1):
        found = _COMMENT_END.search(self.rawdata, i + 4)
        if not found:
            return -1
        if report:
            self.handle_comment(self.rawdata[i + 4:found.start()])
        return found.end()

    def parse_pi(self, i):
        behind = self.rawdata.find(">", i + 2)
        if behind < 0:
            return -1
        self.handle_pi(self.rawdata[i + 2:behind])
        return behind + 1

    def parse_html_declaration(self, i):
        data = self.rawdata
        if data.startswith("<![", i):
            return self.parse_marked_section(i)
        if data[i:i + 9].lower() == "<!doctype":
            behind = data.find(">", i + 9)
            if behind < 0:
                return -1
            self.handle_decl(data[i + 2:behind])
            return behind + 1
        return self.parse_bogus_comment(i)

    def parse_marked_section(self, i, report=1):
        data = self.rawdata
        closing = "]]>" if data[i + 3:i + 9].upper() in ("CDATA[", "TEMP[", "IGNORE", "INCLUD", "RCDATA") else "]>"
        behind = data.find(closing, i + 3)
        if behind < 0:
            return -1
        self.unknown_decl(data[i + 3:behind])
        return behind + len(closing)

    def parse_bogus_comment(self, i, report=1):
        behind = self.rawdata.find(">", i + 2)
        if behind < 0:
            return -1
        if report:
            self.handle_comment(self.rawdata[i + 2:behind])
        return behind + 1

    # What is found; to be overridden.

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_starttag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        pass

    def handle_charref(self, name):
        pass

    def handle_entityref(self, name):
        pass

    def handle_data(self, data):
        pass

    def handle_comment(self, data):
        pass

    def handle_decl(self, decl):
        pass

    def handle_pi(self, data):
        pass

    def unknown_decl(self, data):
        pass

    def unescape(self, s):
        """A text with the characters that its references mean."""
        if "&" not in s:
            return s
        has_reference = False

        def character(found):
            nonlocal has_reference
            text = _html.unescape(found.group())
            if text == found.group():
                return text
            has_reference = True
            return to_unicode(text)

        made = _REFERENCE.sub(character, s)
        return to_unicode(made) if has_reference and not isinstance(made, unicode) else made
