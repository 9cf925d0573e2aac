"""`ConfigParser` of Python 2.7, over files in memory (`readfp`); `read` finds no files."""

import re as _engines

from _python2 import load

__all__ = [
    "NoSectionError", "DuplicateSectionError", "NoOptionError", "InterpolationError", "InterpolationDepthError",
    "InterpolationMissingOptionError", "InterpolationSyntaxError", "ParsingError", "MissingSectionHeaderError",
    "ConfigParser", "SafeConfigParser", "RawConfigParser", "DEFAULTSECT", "MAX_INTERPOLATION_DEPTH",
]

DEFAULTSECT = "DEFAULT"
MAX_INTERPOLATION_DEPTH = 10

_OrderedDict = load("collections").OrderedDict
_OPTION = _engines.compile(r"([^:=\s][^:=]*?)\s*[:=]\s*(.*)$")
_REFERENCE = _engines.compile(r"%\(([^)]*)\)s|%(.?)")


class Error(Exception):
    """What is wrong with a configuration."""

    def __init__(self, msg=""):
        super().__init__(msg)
        self.message = msg

    def __str__(self):
        return self.message

    __repr__ = __str__


class NoSectionError(Error):
    def __init__(self, section):
        super().__init__(f"No section: {section!r}")
        self.section = section


class DuplicateSectionError(Error):
    def __init__(self, section):
        super().__init__(f"Section {section!r} already exists")
        self.section = section


class NoOptionError(Error):
    def __init__(self, option, section):
        super().__init__(f"No option {option!r} in section: {section!r}")
        self.option, self.section = option, section


class InterpolationError(Error):
    def __init__(self, option, section, msg):
        super().__init__(msg)
        self.option, self.section = option, section


class InterpolationSyntaxError(InterpolationError):
    """A `%` that means nothing."""


class InterpolationMissingOptionError(InterpolationError):
    def __init__(self, option, section, rawval, reference):
        message = f"Bad value substitution:\n\tsection: [{section}]\n\toption : {option}\n\tkey    : {reference}\n\trawval : {rawval}\n"
        super().__init__(option, section, message)
        self.reference = reference


class InterpolationDepthError(InterpolationError):
    def __init__(self, option, section, rawval):
        message = f"Value interpolation too deeply recursive:\n\tsection: [{section}]\n\toption : {option}\n\trawval : {rawval}\n"
        super().__init__(option, section, message)


class ParsingError(Error):
    def __init__(self, filename):
        super().__init__(f"File contains parsing errors: {filename}")
        self.filename, self.errors = filename, []

    def append(self, lineno, line):
        self.errors.append((lineno, line))
        self.message += f"\n\t[line {lineno:2d}]: {line}"


class MissingSectionHeaderError(ParsingError):
    def __init__(self, filename, lineno, line):
        Error.__init__(self, f"File contains no section headers.\nfile: {filename}, line: {lineno}\n{line!r}")
        self.filename, self.lineno, self.line = filename, lineno, line


class RawConfigParser:
    """Sections of options, as they are written."""

    _booleans = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}

    def __init__(self, defaults=None, dict_type=_OrderedDict, allow_no_value=False):
        self._sections, self._defaults = dict_type(), dict_type()
        self._dict, self._allow_no_value = dict_type, allow_no_value
        for key, value in (defaults.items() if defaults else ()):
            self._defaults[self.optionxform(key)] = value

    def optionxform(self, optionstr):
        """The name under which an option is kept."""
        return optionstr.lower()

    def defaults(self):
        return self._defaults

    # Sections.

    def sections(self):
        return list(self._sections)

    def has_section(self, section):
        return section in self._sections

    def add_section(self, section):
        if section.lower() == "default":
            raise ValueError(f"Invalid section name: {section}")
        if section in self._sections:
            raise DuplicateSectionError(section)
        self._sections[section] = self._dict()

    def remove_section(self, section):
        existed = section in self._sections
        if existed:
            del self._sections[section]
        return existed

    # Options.

    def _section(self, section):
        if section == DEFAULTSECT:
            return self._defaults
        if section not in self._sections:
            raise NoSectionError(section)
        return self._sections[section]

    def _values(self, section):
        """The options of a section over those of all sections."""
        values = self._dict()
        for source in (self._defaults, self._section(section)):
            for key, value in source.items():
                values[key] = value
        return values

    def options(self, section):
        names = list(self._section(section))
        return names + [name for name in self._defaults if name not in names]

    def has_option(self, section, option):
        if section and section != DEFAULTSECT and section not in self._sections:
            return False
        option = self.optionxform(option)
        return option in self._defaults or bool(section) and option in self._section(section)

    def get(self, section, option):
        values, option = self._values(section), self.optionxform(option)
        if option not in values:
            raise NoOptionError(option, section)
        return values[option]

    def items(self, section):
        return list(self._values(section).items())

    def getint(self, section, option):
        return int(self.get(section, option))

    def getfloat(self, section, option):
        return float(self.get(section, option))

    def getboolean(self, section, option):
        value = self.get(section, option)
        if value.lower() not in self._booleans:
            raise ValueError(f"Not a boolean: {value}")
        return self._booleans[value.lower()]

    def set(self, section, option, value=None):
        self._section(section or DEFAULTSECT)[self.optionxform(option)] = value

    def remove_option(self, section, option):
        options, option = self._section(section or DEFAULTSECT), self.optionxform(option)
        existed = option in options
        if existed:
            del options[option]
        return existed

    # Files in memory.

    def read(self, filenames):
        """The names of those files that could be read: there are none."""
        return []

    def readfp(self, fp, filename=None):
        self._read(fp, filename or getattr(fp, "name", "<???>"))

    def _read(self, fp, name):
        options, option, errors = None, None, ParsingError(name)
        for number, line in enumerate(iter(fp.readline, ""), 1):
            text = line.strip()
            if not text or line[0] in "#;" or text.split(None, 1)[0].lower() == "rem" and line[0] in "rR":
                continue
            if line[0].isspace() and options is not None and option:
                options[option] += "\n" + text
            elif text[0] == "[" and "]" in text:
                options, option = self._enter(text[1:text.index("]")]), None
            elif options is None:
                raise MissingSectionHeaderError(name, number, line)
            else:
                option = self._read_option(options, text) or option
                if option is None or not _OPTION.match(text) and not self._allow_no_value:
                    errors.append(number, repr(line))
        if errors.errors:
            raise errors

    def _enter(self, section):
        if section == DEFAULTSECT:
            return self._defaults
        if section not in self._sections:
            self._sections[section] = self._dict()
        return self._sections[section]

    def _read_option(self, options, text):
        found = _OPTION.match(text)
        if not found and not self._allow_no_value:
            return None
        name, value = found.groups() if found else (text, None)
        if value is not None:
            comment = value.find(" ;")
            value = value if comment < 0 else value[:comment].rstrip()
            value = "" if value == '""' else value
        name = self.optionxform(name.rstrip())
        options[name] = value
        return name

    def write(self, fp):
        if self._defaults:
            _write_section(fp, DEFAULTSECT, self._defaults)
        for section, options in self._sections.items():
            _write_section(fp, section, options)


def _write_section(fp, section, options):
    fp.write(f"[{section}]\n")
    for key, value in options.items():
        fp.write(f"{key}\n" if value is None else f"{key} = {str(value).replace(chr(10), chr(10) + chr(9))}\n")
    fp.write("\n")


class ConfigParser(RawConfigParser):
    """Values may refer to others of their section: `%(name)s`."""

    def get(self, section, option, raw=False, vars=None):
        values, option = self._all(section, vars), self.optionxform(option)
        if option not in values:
            raise NoOptionError(option, section)
        value = values[option]
        return value if raw or value is None else self._interpolate(section, option, value, values)

    def items(self, section, raw=False, vars=None):
        values = self._all(section, vars)
        if raw:
            return list(values.items())
        return [(name, self._interpolate(section, name, value, values)) for name, value in values.items()]

    def _all(self, section, vars):
        values = self._values(section)
        for key, value in (vars.items() if vars else ()):
            values[self.optionxform(key)] = value
        return values

    def _interpolate(self, section, option, rawval, values):
        value = rawval
        for _ in range(MAX_INTERPOLATION_DEPTH):
            if not isinstance(value, str) or "%(" not in value:
                return value
            try:
                value = _REFERENCE.sub(lambda found: self._referred(found, values), value)
            except KeyError as missing:
                raise InterpolationMissingOptionError(option, section, rawval, missing.args[0]) from None
        if "%(" in value:
            raise InterpolationDepthError(option, section, rawval)
        return value

    def _referred(self, found, values):
        name = found.group(1)
        return found.group() if name is None else str(values[self.optionxform(name)])


class SafeConfigParser(ConfigParser):
    """The same, where `%%` is a percent sign and every other `%` has to refer to something."""

    def _interpolate(self, section, option, rawval, values, depth=1):
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, rawval)

        def replacement(found):
            name, after = found.groups()
            if name is None:
                if after != "%":
                    message = f"'%' must be followed by '%' or '(', found: {found.string[found.start():]!r}"
                    raise InterpolationSyntaxError(option, section, message)
                return "%"
            if self.optionxform(name) not in values:
                raise InterpolationMissingOptionError(option, section, rawval, name)
            return self._interpolate(section, option, values[self.optionxform(name)], values, depth + 1)

        return _REFERENCE.sub(replacement, rawval)

    def set(self, section, option, value=None):
        if not isinstance(value, str) and not (value is None and self._allow_no_value):
            raise TypeError("option values must be strings")
        super().set(section, option, value)
