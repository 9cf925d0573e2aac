//! Answers about texts and of the library that may differ from a judge's, each kind with its reason.

/// A line of the judge and ours.
type Pair<'a> = (&'a str, &'a str);

/// One kind of difference: its language, or the library, how it is recognized, and its reason.
struct Kind {
    language: &'static str,
    holds: fn(&Pair<'_>) -> bool,
    reason: &'static str,
}

const KINDS: &[Kind] = &[
    Kind {
        language: "2",
        holds: |(expected, found)| expected.ends_with("-> (Java fails)") && !found.is_empty(),
        reason: "Jython ends with an exception of Java's own, which no Python script expects",
    },
    Kind {
        language: "2",
        holds: |(expected, found)| expected.contains("\\U00") && !found.is_empty() && is_of(expected, COUNTING),
        reason: "Jython counts a character beyond U+FFFF as two where it fills up, loses texts that it replaces by one, and \
                 sees no word in them",
    },
    Kind {
        language: "2",
        holds: |(expected, found)| {
            is_of(expected, &["startswith", "endswith"])
                && expected.contains(" ((")
                && answer(expected) == answer(found)
        },
        reason: "Jython puts other texts into the tuple that it is given",
    },
    Kind {
        language: "2",
        holds: |(expected, found)| {
            is_of(expected, &["format"]) && expected.contains("0.0e+00") && answer(found).contains("0e+00")
        },
        reason: "Jython writes a zero with a precision of one with a point",
    },
    Kind {
        language: "2",
        holds: |(expected, found)| {
            is_of(expected, &["lower"]) && expected.replace("\\u03c2", "\\u03c3") == found.replace("\\u03c2", "\\u03c3")
        },
        reason: "Java finds the end of a word, where a sigma has its other form, by a break iterator, to which digits are of \
                 the word",
    },
    Kind {
        language: "2",
        holds: |(expected, _)| expected.contains(".expandtabs (0)"),
        reason: "Jython divides by a width of none",
    },
    Kind {
        language: "2",
        holds: |(expected, _)| {
            expected.contains(" % ") && expected.contains('#') && expected.to_lowercase().contains('g')
        },
        reason: "Jython keeps other zeros at the end of %#g",
    },
    Kind {
        language: "2",
        holds: |(expected, _)| expected.contains(" % ") && expected.contains('#') && expected.contains('o'),
        reason: "Jython writes zeros before the zero of %#o",
    },
    Kind {
        language: "3",
        holds: |(expected, found)| {
            expected.contains(" % ")
                && ["! TypeError", "! OverflowError"].contains(&answer(expected))
                && answer(found) == "! ValueError"
        },
        reason: "of two mistakes, in the template and in the values, the engine sees the template's first",
    },
    Kind {
        language: "3",
        holds: |(expected, found)| {
            is_of(expected, &["format"]) && expected.contains('z') && answer(found) == "! ValueError"
        },
        reason: "the engine has no `z` in formats, which is of Python 3.11",
    },
    Kind {
        language: LIBRARY,
        holds: |(expected, _)| expected.contains(" random.getstate("),
        reason: "Jython shows the bytes that Java writes of its generator",
    },
    Kind {
        language: LIBRARY,
        holds: |(expected, _)| expected.contains(" array.zeros(<callable>"),
        reason: "there are no arrays of Java's objects",
    },
    Kind {
        language: LIBRARY,
        holds: |(expected, found)| {
            expected.contains(".compressobj().flush(") && expected.ends_with("str'x\\x9c'") && found.ends_with("str''")
        },
        reason: "the first bytes of a compressed text come with its first data",
    },
    Kind {
        language: LIBRARY,
        holds: |(expected, found)| is_taken(&[" io.Buffered"], expected) && answer(found).is_empty(),
        reason: "files in memory look at what they are given before they are asked for a place, or for nothing",
    },
    Kind {
        language: LIBRARY,
        holds: |(expected, found)| is_taken(LENIENT, found) && expected.ends_with(") raises"),
        reason: "a wrong context, option or length is not looked at",
    },
];

/// Calls that do not look at each of their arguments.
const LENIENT: &[&str] = &[" getopt.gnu_getopt({", ".compare_total(", " itertools.permutations("];

/// The name of the language for a call of Python 2's library.
pub(super) const LIBRARY: &str = "library";

/// Differences because Jython counts units of UTF-16.
const COUNTING: &[&str] = &[
    "replace",
    "count",
    "format",
    "expandtabs",
    "center",
    "ljust",
    "rjust",
    "find",
    "rfind",
    "index",
    "rindex",
    "lower",
    "%",
];

/// Why a line may differ, if it may.
pub(super) fn reason(language: &str, pair: &Pair<'_>) -> Option<&'static str> {
    let is_kept = |kind: &&Kind| kind.language == language && !pair.0.is_empty() && (kind.holds)(pair);
    KINDS.iter().find(is_kept).map(|kind| kind.reason)
}

/// Whether a line is about a call of one of these methods.
fn is_of(line: &str, methods: &[&str]) -> bool {
    methods.iter().any(|method| {
        let call = if *method == "%" { " % ".to_owned() } else { format!(" .{method} ") };
        line.contains(&call)
    })
}

/// Whether one of some calls has an answer.
fn is_taken(calls: &[&str], line: &str) -> bool {
    calls.iter().any(|call| line.contains(call)) && !answer(line).is_empty()
}

fn answer(line: &str) -> &str {
    line.rsplit_once(" -> ").map_or("", |(_, answer)| answer)
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn only_what_has_a_reason_may_differ() {
        let cases = [
            ("2", r"1: u'%c' % 128512 -> u'\U0001f600'", "1: u'%c' % 128512 -> u''", true),
            ("2", r"1: u'%c' % 1114111 -> u' \U0010ffff'", "1: u'%c' % 1114111 -> u''", true),
            ("2", r"1: u'a' .upper () -> u'\U00010400'", "1: u'a' .upper () -> u'a'", false),
            ("2", "1: 'a' .startswith ((u'b', u'a')) -> True", "1: 'a' .startswith (('a', u'b')) -> True", true),
            ("2", "1: 'a' .startswith ((u'b', u'a')) -> True", "1: 'a' .startswith (('a', u'b')) -> False", false),
            ("3", "1: '%y' % () -> ! TypeError", "1: '%y' % () -> ! ValueError", true),
            ("3", "1: '%y' % () -> ! TypeError", "", false),
            ("library", "1 random.getstate() -> tuple(3)", "1 random.getstate() -> tuple(2)", true),
            ("library", "1 io.BufferedRandom(f).write({}) -> 0", "1 io.BufferedRandom(f).write({}) raises", true),
            ("library", "1 io.BufferedRandom(f).write({}) -> 0", "1 io.BufferedRandom(f).write({}) -> 1", false),
            ("library", "1 itertools.permutations(a, None) raises", "1 itertools.permutations(a, None) -> b", true),
            ("library", "1 random.random() -> 1", "1 random.random() -> 2", false),
            ("2", "1 random.getstate() -> tuple(3)", "1 random.getstate() -> tuple(2)", false),
        ];
        for (language, expected, found, may) in cases {
            assert_eq!(reason(language, &(expected, found)).is_some(), may, "{expected}");
        }
    }
}
