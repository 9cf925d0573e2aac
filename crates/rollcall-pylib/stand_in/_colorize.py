"""Nothing is coloured: what a script prints may go anywhere."""


class _Plain(dict):
    """Every colour of every theme, empty."""

    def __getattr__(self, name):
        return ""


class _Theme:
    """Every section of a theme, plain."""

    def __getattr__(self, name):
        return _Plain()


ANSIColors = _Plain


def get_colors(colorize=False, *, file=None):
    return _Plain()


def get_theme(*, tty_file=None, force_color=False, force_no_color=False):
    return _Theme()


def can_colorize(*, file=None):
    return False


def decolor(text):
    return text
