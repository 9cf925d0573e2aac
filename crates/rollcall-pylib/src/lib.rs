//! The frozen part of Python's standard library.
