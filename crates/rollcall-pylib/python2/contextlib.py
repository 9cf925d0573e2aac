"""`contextlib` of Python 2.7, which has `nested`."""

from contextlib import ExitStack, closing, contextmanager as _of_generator
from functools import wraps

__all__ = ["contextmanager", "nested", "closing"]


class GeneratorContextManager:
    """Runs a generator up to its `yield` on entry, and the rest of it on exit."""

    def __init__(self, gen):
        self.gen = gen

    def __enter__(self):
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, type, value, traceback):
        if type is None:
            return self._end()
        if value is None:
            # Told apart from what the generator raises.
            value = type()
        try:
            self.gen.throw(type, value, traceback)
        except StopIteration as stop:
            # The generator has ended by itself, or by the exception itself if that is one; then it goes on its way.
            return stop is not value
        except BaseException as error:
            if error is not value:
                raise
            return None
        raise RuntimeError("generator didn't stop after throw()")

    def _end(self):
        try:
            next(self.gen)
        except StopIteration:
            return
        raise RuntimeError("generator didn't stop")


def contextmanager(func):
    """Makes a function for `with` of one that returns a generator with one `yield`."""
    @wraps(func)
    def manager(*args, **kwds):
        return GeneratorContextManager(func(*args, **kwds))

    return manager


@_of_generator
def nested(*managers):
    """Several managers entered one after the other; what they return, as a list."""
    with ExitStack() as stack:
        yield [stack.enter_context(manager) for manager in managers]
