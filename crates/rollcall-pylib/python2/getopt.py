"""`getopt` of Python 2.7: options in a list of texts, which is where scripts have them that were once started by hand."""

__all__ = ["GetoptError", "error", "getopt", "gnu_getopt"]


class GetoptError(Exception):
    """An option that is unknown, or that lacks or has an argument."""

    def __init__(self, msg, opt=""):
        super().__init__(msg, opt)
        self.msg, self.opt = msg, opt

    def __str__(self):
        return self.msg


error = GetoptError


def getopt(args, shortopts, longopts=[]):
    """Pairs of option and argument, and the texts that follow the options."""
    return _parsed(args, shortopts, longopts, stops=True)


def gnu_getopt(args, shortopts, longopts=[]):
    """The same where options and other texts may be mixed, unless `shortopts` begins with `+`."""
    return _parsed(args, shortopts.lstrip("+"), longopts, stops=shortopts.startswith("+"))


def _parsed(args, shortopts, longopts, stops):
    longopts = [longopts] if isinstance(longopts, str) else list(longopts)
    left, found, others = list(args), [], []
    while left:
        text = left.pop(0)
        if text == "--":
            break
        if text.startswith("--"):
            found.append(_long(text[2:], longopts, left))
        elif text.startswith("-") and text != "-":
            found += _short(text[1:], shortopts, left)
        else:
            others.append(text)
            if stops:
                break
    return found, others + left


def _long(text, longopts, left):
    """A long option, which may be cut short as far as it stays the only one; its argument may be the next text."""
    name, equals, value = text.partition("=")
    fitting = [option for option in longopts if option.startswith(name)]
    exact = [option for option in fitting if option in (name, name + "=")]
    if not fitting:
        raise GetoptError(f"option --{name} not recognized", name)
    if not exact and len(fitting) > 1:
        raise GetoptError(f"option --{name} not a unique prefix", name)
    option = (exact or fitting)[0]
    name = option.rstrip("=")
    if not option.endswith("="):
        if equals:
            raise GetoptError(f"option --{name} must not have an argument", name)
        return "--" + name, ""
    if not equals:
        if not left:
            raise GetoptError(f"option --{name} requires argument", name)
        value = left.pop(0)
    return "--" + name, value


def _short(letters, shortopts, left):
    """The options of one text; what follows one that takes an argument is that argument."""
    found = []
    while letters:
        letter, letters = letters[0], letters[1:]
        at = shortopts.find(letter)
        if at < 0 or letter == ":":
            raise GetoptError(f"option -{letter} not recognized", letter)
        value = ""
        if shortopts[at + 1:at + 2] == ":":
            if not letters and not left:
                raise GetoptError(f"option -{letter} requires argument", letter)
            value, letters = letters or left.pop(0), ""
        found.append(("-" + letter, value))
    return found


# What the functions above are made of in 2.7; some programs use it by itself.


def do_longs(opts, opt, longopts, args):
    left = list(args)
    opts.append(_long(opt, longopts, left))
    return opts, left


def do_shorts(opts, optstring, shortopts, args):
    left = list(args)
    opts += _short(optstring, shortopts, left)
    return opts, left


def long_has_args(opt, longopts):
    """Whether a long option takes an argument, and its whole name."""
    name, _ = _long(opt, [option.rstrip("=") for option in longopts], [])
    return name[2:] + "=" in longopts, name[2:]


def short_has_arg(opt, shortopts):
    at = shortopts.find(opt)
    if at < 0 or opt == ":":
        raise GetoptError(f"option -{opt} not recognized", opt)
    return shortopts.startswith(":", at + 1)
