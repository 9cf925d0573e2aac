//! The names that new users may have, beside the store's own rule.
//!
//! A name decides whom a user is taken for: by scripts, which compare it, and by people, who read it. So a new one must
//! not be taken for another: it is written in the usual form (NFKC), without invisible characters, in one script, and
//! unlike every existing name, with regard to neither case nor letters that look alike (Unicode TR 39, skeletons).
//! Existing users keep their names.

use unicode_normalization::is_nfkc;
use unicode_security::MixedScript;
use unicode_security::confusable_detection::skeleton;

/// Invisible characters, and those that turn the direction of the text beside them.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a new user may have a name, beside the users that there are.
///
/// # Errors
/// The mistake in it, for the administrator who chose it.
pub fn check<'a>(name: &str, others: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let shown = name.escape_debug();
    if let Some(c) = name.chars().find(|c| is_invisible(*c)) {
        let code = u32::from(c);
        return Err(format!(
            "a user's name may not contain characters that cannot be seen; \"{shown}\" has U+{code:04X}"
        ));
    }
    if !is_nfkc(name) {
        return Err(format!("a user's name is written in the usual form of its characters (NFKC); \"{shown}\" is not"));
    }
    if !name.is_single_script() {
        return Err(format!(
            "a user's name is written in one script; \"{shown}\" mixes several, and could be taken for another's"
        ));
    }
    let looks = likeness(name);
    match { others }.find(|other| *other != name && likeness(other) == looks) {
        Some(other) => Err(format!(
            "there is a user {other:?} already, whose name differs from \"{shown}\" only by case or in letters that look alike"
        )),
        None => Ok(()),
    }
}

/// The common form of names that look alike.
fn likeness(name: &str) -> String {
    let small = name.to_lowercase();
    skeleton(&small).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const USERS: [&str; 6] = ["admin", "anna", "bill.smith", "billxsmith", "billy", "bob"];

    #[test]
    fn names_of_people_are_taken() {
        let names = [
            "carl",
            "bixly",
            "Jürgen Müller",
            "日本",
            "Иван",
            "山田たろう",
            "' OR 1=1; --",
            "<img src=x>",
            "...",
            "line-3",
        ];
        for name in names {
            assert_eq!(check(name, USERS.into_iter()), Ok(()), "{name}");
        }
        // Whether it exists already is for the store to decide.
        assert_eq!(check("billy", USERS.into_iter()), Ok(()));
    }

    #[test]
    fn a_name_that_could_be_taken_for_another_is_refused() {
        let cases = [
            ("Billy", "differs"),
            ("ADMIN", "differs"),
            ("bi11y", "differs"),
            ("b0b", "differs"),
            ("аnnа", "mixes"),
            ("bоb", "mixes"),
            ("ｂｏｂ", "NFKC"),
            ("bo\u{200b}b", "U+200B"),
            ("\u{202e}bob", "U+202E"),
            ("bob\u{2066}", "U+2066"),
            ("bob\u{e0041}", "U+E0041"),
            ("Ju\u{308}rgen", "NFKC"),
        ];
        for (name, why) in cases {
            let error = check(name, USERS.into_iter()).expect_err(name);
            assert!(error.contains(why), "{name}: {error}");
            assert!(!error.contains('\u{202e}'), "{name}");
        }
        let whole_script = check("аррӏе", ["apple"].into_iter());
        assert!(whole_script.is_err_and(|error| error.contains("differs")));
    }
}
