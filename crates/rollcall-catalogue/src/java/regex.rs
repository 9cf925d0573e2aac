//! `java.util.regex`: Java's dialect of patterns, to try out the filters of functions.

use super::lang::OBJECT;
use crate::class::{Class, class, method};
use crate::function::text;
use crate::value::Type;

const PATTERN: Type = Type::Object("java.util.regex.Pattern");
const MATCHER: Type = Type::Object("java.util.regex.Matcher");

/// The classes.
pub const CLASSES: &[Class] = &[
    class("java.util.regex.Pattern", "A regular expression of Java's. A filter is one that must match the whole value.")
        .below(OBJECT)
        .has(&[
            method("compile", PATTERN, "Makes a pattern; a text that is not one raises a PatternSyntaxException.")
                .takes(&[text("regex", "The expression.")])
                .of_class(),
            method("matcher", MATCHER, "Prepares to match a value.").takes(&[text("input", "The value.")]),
            method("matches", Type::Boolean, "Whether an expression matches the whole value.")
                .takes(&[text("regex", "The expression."), text("input", "The value.")])
                .of_class(),
            method("pattern", Type::Text, "The expression."),
        ])
        .differs("Whole values only. Flags are written into the pattern, as in `(?i)billy`. To search in a text there is Python's `re`."),
    class("java.util.regex.Matcher", "A pattern with a value.")
        .has(&[method("matches", Type::Boolean, "Whether the pattern matches the whole value.")])
        .met_as("java.util.regex.Pattern.compile('a').matcher('b')")
        .differs("Of its methods there is `matches`."),
];
