//! The names of characters, for `\N{…}` in Java 17.
//!
//! The table is that of `unicode_names2`, which is a newer Unicode's, narrowed to the code points that Unicode 13 had
//! assigned. Java differs from Unicode in three ways: control characters have the names of Unicode 1; characters that
//! Unicode names by rule (ideographs, Hangul syllables) or not at all (private use) are named by their block and
//! number, as `CJK UNIFIED IDEOGRAPHS 4E00`; and there are no aliases.

use crate::unicode::Tables;

/// `Character.codePointOf(name)`.
pub(crate) fn code_point(name: &str, tables: Tables) -> Option<u32> {
    let name = name.trim_matches(|c: char| c <= ' ').to_uppercase();
    control(&name).or_else(|| named(&name, tables)).or_else(|| numbered(&name, tables))
}

/// The names of the control characters, from U+0000 and from U+007F on; U+0084 has none.
const CONTROLS: [(u32, &[&str]); 2] = [
    (
        0x00,
        &[
            "NULL",
            "START OF HEADING",
            "START OF TEXT",
            "END OF TEXT",
            "END OF TRANSMISSION",
            "ENQUIRY",
            "ACKNOWLEDGE",
            "BEL",
            "BACKSPACE",
            "CHARACTER TABULATION",
            "LINE FEED (LF)",
            "LINE TABULATION",
            "FORM FEED (FF)",
            "CARRIAGE RETURN (CR)",
            "SHIFT OUT",
            "SHIFT IN",
            "DATA LINK ESCAPE",
            "DEVICE CONTROL ONE",
            "DEVICE CONTROL TWO",
            "DEVICE CONTROL THREE",
            "DEVICE CONTROL FOUR",
            "NEGATIVE ACKNOWLEDGE",
            "SYNCHRONOUS IDLE",
            "END OF TRANSMISSION BLOCK",
            "CANCEL",
            "END OF MEDIUM",
            "SUBSTITUTE",
            "ESCAPE",
            "INFORMATION SEPARATOR FOUR",
            "INFORMATION SEPARATOR THREE",
            "INFORMATION SEPARATOR TWO",
            "INFORMATION SEPARATOR ONE",
        ],
    ),
    (
        0x7F,
        &[
            "DELETE",
            "PADDING CHARACTER",
            "HIGH OCTET PRESET",
            "BREAK PERMITTED HERE",
            "NO BREAK HERE",
            "",
            "NEXT LINE (NEL)",
            "START OF SELECTED AREA",
            "END OF SELECTED AREA",
            "CHARACTER TABULATION SET",
            "CHARACTER TABULATION WITH JUSTIFICATION",
            "LINE TABULATION SET",
            "PARTIAL LINE FORWARD",
            "PARTIAL LINE BACKWARD",
            "REVERSE LINE FEED",
            "SINGLE SHIFT TWO",
            "SINGLE SHIFT THREE",
            "DEVICE CONTROL STRING",
            "PRIVATE USE ONE",
            "PRIVATE USE TWO",
            "SET TRANSMIT STATE",
            "CANCEL CHARACTER",
            "MESSAGE WAITING",
            "START OF GUARDED AREA",
            "END OF GUARDED AREA",
            "START OF STRING",
            "SINGLE GRAPHIC CHARACTER INTRODUCER",
            "SINGLE CHARACTER INTRODUCER",
            "CONTROL SEQUENCE INTRODUCER",
            "STRING TERMINATOR",
            "OPERATING SYSTEM COMMAND",
            "PRIVACY MESSAGE",
            "APPLICATION PROGRAM COMMAND",
        ],
    ),
];

fn control(name: &str) -> Option<u32> {
    if name.is_empty() {
        return None;
    }
    CONTROLS.iter().find_map(|&(first, names)| {
        let place = names.iter().position(|one| *one == name)?;
        Some(first + u32::try_from(place).ok()?)
    })
}

fn named(name: &str, tables: Tables) -> Option<u32> {
    let found = unicode_names2::character(name)?;
    let exact = unicode_names2::name(found).is_some_and(|own| own.to_string() == name);
    let code = u32::from(found);
    let assigned = !tables.category("Cn")?.contains(code);
    (exact && assigned && !is_numbered(code)).then_some(code)
}

/// Whether Java names the code point by its block and number.
fn is_numbered(code: u32) -> bool {
    matches!(
        code,
        0x84 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3
            | 0x1_7000..=0x1_87F7 | 0x1_8D00..=0x1_8D08 | 0x2_0000..=0x2_EBE0
            | 0x3_0000..=0x3_134A
    )
}

fn numbered(name: &str, tables: Tables) -> Option<u32> {
    let (block, number) = name.rsplit_once(' ')?;
    let code = u32::from_str_radix(number, 16).ok()?;
    let canonical = format!("{code:X}") == number;
    let named_by_number = is_numbered(code) || tables.categories(&["Co", "Cs"]).contains(code);
    let assigned = !tables.category("Cn")?.contains(code);
    let in_block = tables.block(&block.replace(' ', "_")).is_some_and(|set| set.contains(code));
    (canonical && named_by_number && assigned && in_block).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::code_point;
    use crate::options::JavaVersion;
    use crate::unicode::Tables;

    fn check(name: &str, code: Option<u32>) {
        assert_eq!(code_point(name, Tables::new(JavaVersion::V17)), code, "{name}");
    }

    #[test]
    fn names_are_those_of_java() {
        check("LATIN SMALL LETTER A", Some(0x61));
        check(" latin small letter a\n", Some(0x61));
        check("latin_small_letter_a", None);
        check("LINE FEED (LF)", Some(0x0A));
        check("LF", None);
        check("APPLICATION PROGRAM COMMAND", Some(0x9F));
        check("LATIN 1 SUPPLEMENT 84", Some(0x84));
        check("CJK UNIFIED IDEOGRAPHS 4E00", Some(0x4E00));
        check("CJK UNIFIED IDEOGRAPHS 04E00", None);
        check("CJK UNIFIED IDEOGRAPH-4E00", None);
        check("CJK COMPATIBILITY IDEOGRAPH-2FA1D", Some(0x2FA1D));
        check("HANGUL SYLLABLES AC00", Some(0xAC00));
        check("HANGUL SYLLABLE GA", None);
        check("PRIVATE USE AREA E000", Some(0xE000));
        check("BASIC LATIN 41", None);
        check("TANGUT 17000", Some(0x17000));
        check("GRINNING FACE", Some(0x1F600));
        // Unicode 14 and 15.
        check("MELTING FACE", None);
        check("SHAKING FACE", None);
        check("", None);
    }
}
