"""`contextlib` of Python 2.7, which has `nested`."""

from contextlib import ExitStack, closing, contextmanager

__all__ = ["contextmanager", "nested", "closing"]


@contextmanager
def nested(*managers):
    """Several managers entered one after the other; what they return, as a list."""
    with ExitStack() as stack:
        yield [stack.enter_context(manager) for manager in managers]
