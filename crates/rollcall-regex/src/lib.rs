//! Java's regular-expression dialect, as the filters need it.
