"""`ConfigParser` of Python 2.7, over files in memory (`readfp`); `read` finds no files."""

from _python2 import load
from _python2._text import joined

__all__ = [
    "NoSectionError", "DuplicateSectionError", "NoOptionError", "InterpolationError", "InterpolationDepthError",
    "InterpolationMissingOptionError", "InterpolationSyntaxError", "ParsingError", "MissingSectionHeaderError",
    "ConfigParser", "SafeConfigParser", "RawConfigParser", "DEFAULTSECT", "MAX_INTERPOLATION_DEPTH",
]

DEFAULTSECT = "DEFAULT"
MAX_INTERPOLATION_DEPTH = 10

_OrderedDict = load("collections").OrderedDict
_re = load("re")
_REFERENCE = _re.compile(r"%\(([^)]+)\)s")
_KEY = _re.compile(r"%\(([^)]*)\)s|.")


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
        super().__init__("No section: %r" % (section,))
        self.section = section
        self.args = (section,)


class DuplicateSectionError(Error):
    def __init__(self, section):
        super().__init__("Section %r already exists" % section)
        self.section = section
        self.args = (section,)


class NoOptionError(Error):
    def __init__(self, option, section):
        super().__init__("No option %r in section: %r" % (option, section))
        self.option, self.section = option, section
        self.args = (option, section)


class InterpolationError(Error):
    def __init__(self, option, section, msg):
        super().__init__(msg)
        self.option, self.section = option, section
        self.args = (option, section, msg)


class InterpolationSyntaxError(InterpolationError):
    """A `%` that means nothing."""


class InterpolationMissingOptionError(InterpolationError):
    def __init__(self, option, section, rawval, reference):
        message = f"Bad value substitution:\n\tsection: [{section}]\n\toption : {option}\n\tkey    : {reference}\n\trawval : {rawval}\n"
        super().__init__(option, section, message)
        self.reference = reference
        self.args = (option, section, rawval, reference)


class InterpolationDepthError(InterpolationError):
    def __init__(self, option, section, rawval):
        message = f"Value interpolation too deeply recursive:\n\tsection: [{section}]\n\toption : {option}\n\trawval : {rawval}\n"
        super().__init__(option, section, message)
        self.args = (option, section, rawval)


class ParsingError(Error):
    def __init__(self, filename):
        super().__init__("File contains parsing errors: %s" % filename)
        self.filename, self.errors = filename, []
        self.args = (filename,)

    def append(self, lineno, line):
        self.errors.append((lineno, line))
        self.message += f"\n\t[line {lineno:2d}]: {line}"


class MissingSectionHeaderError(ParsingError):
    def __init__(self, filename, lineno, line):
        Error.__init__(self, f"File contains no section headers.\nfile: {filename}, line: {lineno}\n{line!r}")
        self.filename, self.lineno, self.line = filename, lineno, line
        self.args = (filename, lineno, line)


class RawConfigParser:
    """Sections of options, as they are written."""

    # What a line may be. Scripts change these.
    SECTCRE = _re.compile(r"\[(?P<header>[^]]+)\]")
    OPTCRE = _re.compile(r"(?P<option>[^:=\s][^:=]*)\s*(?P<vi>[:=])\s*(?P<value>.*)$")
    OPTCRE_NV = _re.compile(r"(?P<option>[^:=\s][^:=]*)\s*(?:(?P<vi>[:=])\s*(?P<value>.*))?$")

    _boolean_states = {
        "1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False,
    }

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
        names = [name for name in self._section(section) if name != "__name__"]
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
        return [(name, value) for name, value in self._values(section).items() if name != "__name__"]

    def getint(self, section, option):
        return int(self.get(section, option))

    def getfloat(self, section, option):
        return float(self.get(section, option))

    def getboolean(self, section, option):
        value = self.get(section, option)
        if value.lower() not in self._boolean_states:
            raise ValueError(f"Not a boolean: {value}")
        return self._boolean_states[value.lower()]

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
            header = self.SECTCRE.match(line)
            if line[0].isspace() and options is not None and option:
                options[option] = options[option] + "\n" + text
            elif header:
                options, option = self._enter(header.group("header")), None
            elif options is None:
                raise MissingSectionHeaderError(name, number, line)
            else:
                found = self._read_option(options, line)
                option = found or option
                if found is None:
                    errors.append(number, repr(line))
        if errors.errors:
            raise errors

    def _enter(self, section):
        if section == DEFAULTSECT:
            return self._defaults
        if section not in self._sections:
            self._sections[section] = self._dict()
            self._sections[section]["__name__"] = section
        return self._sections[section]

    def _read_option(self, options, line):
        found = (self.OPTCRE_NV if self._allow_no_value else self.OPTCRE).match(line)
        if not found:
            return None
        name, mark, value = found.group("option", "vi", "value")
        if value is not None:
            comment = value.find(" ;") if mark in ("=", ":") else -1
            value = (value if comment < 0 else value[:comment]).strip()
            value = "" if value == '""' else value
        name = self.optionxform(name.rstrip())
        options[name] = value
        return name

    def write(self, fp):
        if self._defaults:
            self._write_section(fp, DEFAULTSECT, self._defaults)
        for section, options in self._sections.items():
            self._write_section(fp, section, options)

    def _write_section(self, fp, section, options):
        fp.write("[%s]\n" % section)
        for key, value in options.items():
            if key != "__name__":
                is_alone = value is None and self._allow_no_value
                fp.write(key + "\n" if is_alone else key + " = " + str(value).replace("\n", "\n\t") + "\n")
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
        names = [name for name in values if name != "__name__"]
        if raw:
            return [(name, values[name]) for name in names]
        return [(name, self._interpolate(section, name, values[name], values)) for name in names]

    def _all(self, section, vars):
        values = self._values(section)
        for key, value in (vars.items() if vars else ()):
            values[self.optionxform(key)] = value
        return values

    def _interpolate(self, section, option, rawval, values):
        value = rawval
        for _ in range(MAX_INTERPOLATION_DEPTH):
            if not isinstance(value, str):
                raise TypeError("'%s' object is not iterable" % type(value).__name__)
            if "%(" not in value:
                return value
            value = _KEY.sub(self._named, value)
            try:
                value = value % dict(values)
            except KeyError as missing:
                raise InterpolationMissingOptionError(option, section, rawval, missing.args[0]) from None
        if "%(" in value:
            raise InterpolationDepthError(option, section, rawval)
        return value

    def _named(self, found):
        name = found.group(1)
        return found.group() if name is None else "%(" + self.optionxform(name) + ")s"


class SafeConfigParser(ConfigParser):
    """The same, where `%%` is a percent sign and every other `%` has to refer to something."""

    def _interpolate(self, section, option, rawval, values, depth=1):
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, rawval)

        parts, rest = [], rawval
        while rest:
            before, percent, rest = rest.partition("%")
            parts.append(before)
            if not percent:
                break
            rest = percent + rest
            if rest[1:2] == "%":
                parts.append("%")
                rest = rest[2:]
                continue
            if rest[1:2] != "(":
                message = "'%%' must be followed by '%%' or '(', found: %r" % (rest,)
                raise InterpolationSyntaxError(option, section, message)
            found = _REFERENCE.match(rest)
            if found is None:
                message = "bad interpolation variable reference %r" % (rest,)
                raise InterpolationSyntaxError(option, section, message)
            name, rest = self.optionxform(found.group(1)), rest[found.end():]
            if name not in values:
                raise InterpolationMissingOptionError(option, section, rest, name)
            value = values[name]
            # What refers to nothing is no step.
            parts.append(self._interpolate(section, option, value, values, depth + 1) if "%" in value else value)
        return joined(parts)

    def set(self, section, option, value=None):
        if not isinstance(value, str) and not (value is None and self._allow_no_value):
            raise TypeError("option values must be strings")
        if value is not None:
            rest = _REFERENCE.sub("", value.replace("%%", ""))
            if "%" in rest:
                raise ValueError("invalid interpolation syntax in %r at position %d" % (value, rest.find("%")))
        super().set(section, option, value)
