//! `\p{…}`: names of properties, and their meanings in the two versions.

use super::parser::Parser;
use crate::error::Error;
use crate::set::CodeSet;
use crate::unicode::Tables;

impl Parser<'_> {
    /// A property whose `p` or `P` the cursor is on.
    pub(super) fn property(&mut self, complement: bool) -> Result<CodeSet, Error> {
        let name = self.property_name()?;
        self.refuse_canonical();
        let set = self.remembered(&name, |parser| match name.split_once('=') {
            Some((key, value)) => parser.keyed_property(&key.to_lowercase(), value),
            None => parser.plain_property(&name),
        })?;
        Ok(if complement { set.complement() } else { set })
    }

    /// The set that `find` finds under a name, or found before under the same flags.
    pub(super) fn remembered(
        &mut self,
        name: &str,
        find: impl FnOnce(&Self) -> Result<CodeSet, Error>,
    ) -> Result<CodeSet, Error> {
        let key = (name.to_owned(), self.flags.ignore_case, self.flags.unicode_classes);
        if let Some(set) = self.properties.get(&key) {
            return Ok(set.clone());
        }
        let set = find(self)?;
        self.properties.insert(key, set.clone());
        Ok(set)
    }

    fn property_name(&mut self) -> Result<String, Error> {
        let braced = self.next() == u32::from('{');
        if !braced {
            self.cursor.unread();
        }
        self.next();
        let start = self.cursor.pos;
        if !braced {
            self.read();
            return Ok(self.cursor.text(start, start + 1));
        }
        self.cursor.mark(u32::from('}'));
        while self.read() != u32::from('}') {}
        self.cursor.mark(0);
        let end = self.cursor.pos;
        if end > self.cursor.len() {
            return Err(self.error("Unclosed character family"));
        }
        if start + 1 >= end {
            return Err(self.error("Empty character family"));
        }
        Ok(self.cursor.text(start, end - 1))
    }

    /// `\p{key=value}`; `key` is in small letters.
    fn keyed_property(&self, key: &str, value: &str) -> Result<CodeSet, Error> {
        let unknown = |kind: &str| match self.is_java_8() {
            true => self.error(format!("Unknown character {kind} name {{{value}}}")),
            false => self.unknown_value(key, value),
        };
        match key {
            "sc" | "script" => self.script(value).ok_or_else(|| unknown("script")),
            "blk" | "block" => self.block(value).ok_or_else(|| unknown("block")),
            "gc" | "general_category" => self.named(value).ok_or_else(|| unknown("property")),
            _ => Err(self.unknown_value(key, value)),
        }
    }

    fn unknown_value(&self, key: &str, value: &str) -> Error {
        self.error(format!("Unknown Unicode property {{name=<{key}>, value=<{value}>}}"))
    }

    fn plain_property(&self, name: &str) -> Result<CodeSet, Error> {
        let unknown = |kind: &str, name: &str| self.error(format!("Unknown character {kind} name {{{name}}}"));
        if let Some(block) = name.strip_prefix("In") {
            return self.block(block).ok_or_else(|| match self.is_java_8() {
                true => unknown("block", block),
                false => unknown("property", name),
            });
        }
        if let Some(short) = name.strip_prefix("Is") {
            let found = self.binary(short).or_else(|| self.named(short)).or_else(|| self.script(short));
            return found.ok_or_else(|| match self.is_java_8() {
                true => unknown("script", short),
                false => unknown("property", name),
            });
        }
        let posix = if self.flags.unicode_classes { self.posix(&name.to_uppercase()) } else { None };
        posix.or_else(|| self.named(name)).ok_or_else(|| unknown("property", name))
    }

    fn script(&self, name: &str) -> Option<CodeSet> {
        self.tables.script(&name.to_uppercase())
    }

    fn block(&self, name: &str) -> Option<CodeSet> {
        self.tables.block(&name.to_uppercase())
    }

    /// Whether `(?i)` makes upper, lower and title case one; Java 8 ignores the flag here.
    fn joins_cases(&self) -> bool {
        self.flags.ignore_case && !self.is_java_8()
    }

    /// `\p{Is…}` for a binary property, in any case of letters.
    fn binary(&self, name: &str) -> Option<CodeSet> {
        let name = name.to_uppercase();
        let set = match &*name {
            "ALPHABETIC" => self.tables.flag("Alphabetic"),
            "LETTER" => self.tables.category("L")?,
            "IDEOGRAPHIC" => self.tables.flag("Ideographic"),
            "LOWERCASE" => self.cased("LowerCase"),
            "UPPERCASE" => self.cased("UpperCase"),
            "TITLECASE" => self.cased("TitleCase"),
            "WHITESPACE" | "WHITE_SPACE" => self.tables.white_space(),
            "CONTROL" => self.tables.category("Cc")?,
            "PUNCTUATION" => self.tables.category("P")?,
            "HEXDIGIT" | "HEX_DIGIT" => self.tables.hex_digit(),
            "ASSIGNED" => self.tables.category("Cn")?.complement(),
            "NONCHARACTERCODEPOINT" | "NONCHARACTER_CODE_POINT" => noncharacters(),
            "JOINCONTROL" | "JOIN_CONTROL" => CodeSet::range(0x200C, 0x200D),
            "WORD" => self.tables.word(),
            // Java 8 finds these five by their own names, Java 17 all of POSIX's.
            "DIGIT" | "ALNUM" | "BLANK" | "GRAPH" | "PRINT" => return self.posix(&name),
            _ if self.is_java_8() => return None,
            _ => return self.posix(&name),
        };
        Some(set)
    }

    /// POSIX's classes under `(?U)`; `name` is in capitals.
    fn posix(&self, name: &str) -> Option<CodeSet> {
        let tables = self.tables;
        Some(match name {
            "ALPHA" => tables.flag("Alphabetic"),
            "LOWER" => self.cased("LowerCase"),
            "UPPER" => self.cased("UpperCase"),
            "SPACE" => tables.white_space(),
            "PUNCT" => tables.category("P")?,
            "XDIGIT" => tables.hex_digit(),
            "ALNUM" => tables.flag("Alphabetic").union(&tables.digit()),
            "CNTRL" => tables.category("Cc")?,
            "DIGIT" => tables.digit(),
            "BLANK" => tables.blank(),
            "GRAPH" => tables.graph(),
            "PRINT" => tables.graph().union(&tables.blank()).difference(&tables.category("Cc")?),
            _ => return None,
        })
    }

    /// Letters of one case, or of all three where `(?i)` counts.
    fn cased(&self, flag: &str) -> CodeSet {
        let one = |flag: &str| match flag {
            "TitleCase" => self.tables.categories(&["Lt"]),
            _ => self.tables.flag(flag),
        };
        match self.joins_cases() {
            true => one("LowerCase").union(&one("UpperCase")).union(&one("TitleCase")),
            false => one(flag),
        }
    }

    /// Categories, ASCII classes and Java's own methods, by their exact names.
    fn named(&self, name: &str) -> Option<CodeSet> {
        if let Some(method) = name.strip_prefix("java") {
            return self.java_method(method);
        }
        if let Some(set) = self.ascii_class(name) {
            return Some(set);
        }
        match name {
            "Lu" | "Ll" | "Lt" if self.joins_cases() => Some(self.tables.categories(&["Lu", "Ll", "Lt"])),
            "LC" => Some(self.tables.categories(&["Lu", "Ll", "Lt"])),
            "LD" => Some(self.tables.categories(&["L", "Nd"])),
            "L1" => Some(CodeSet::range(0, 0xFF)),
            "all" => Some(CodeSet::all()),
            // In Java 8, "other" does not hold unassigned code points.
            "C" if self.is_java_8() => Some(self.tables.categories(&["Cc", "Cf", "Co", "Cs"])),
            _ => self.tables.category(name),
        }
    }

    fn ascii_class(&self, name: &str) -> Option<CodeSet> {
        let ranges: &[(u32, u32)] = match name {
            "Upper" | "Lower" if self.joins_cases() => &[(0x41, 0x5A), (0x61, 0x7A)],
            "ASCII" => &[(0, 0x7F)],
            "Alnum" => &[(0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)],
            "Alpha" => &[(0x41, 0x5A), (0x61, 0x7A)],
            "Blank" => &[(0x09, 0x09), (0x20, 0x20)],
            "Cntrl" => &[(0x00, 0x1F), (0x7F, 0x7F)],
            "Digit" => &[(0x30, 0x39)],
            "Graph" => &[(0x21, 0x7E)],
            "Lower" => &[(0x61, 0x7A)],
            "Print" => &[(0x20, 0x7E)],
            "Punct" => &[(0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)],
            "Space" => &[(0x09, 0x0D), (0x20, 0x20)],
            "Upper" => &[(0x41, 0x5A)],
            "XDigit" => &[(0x30, 0x39), (0x41, 0x46), (0x61, 0x66)],
            _ => return None,
        };
        Some(CodeSet::from_ranges(ranges.to_vec()))
    }

    /// `\p{javaXxx}`: the code points for which `Character.isXxx` holds.
    fn java_method(&self, method: &str) -> Option<CodeSet> {
        let tables = self.tables;
        Some(match method {
            "LowerCase" | "UpperCase" | "TitleCase" => self.cased(method),
            "Digit" => tables.digit(),
            "Defined" => tables.category("Cn")?.complement(),
            "Letter" => tables.category("L")?,
            "LetterOrDigit" => tables.letter_or_digit(),
            "SpaceChar" => tables.category("Z")?,
            "ISOControl" => CodeSet::from_ranges(vec![(0x00, 0x1F), (0x7F, 0x9F)]),
            "Alphabetic"
            | "Ideographic"
            | "JavaIdentifierStart"
            | "JavaIdentifierPart"
            | "UnicodeIdentifierStart"
            | "UnicodeIdentifierPart"
            | "IdentifierIgnorable"
            | "Whitespace"
            | "Mirrored" => tables.flag(method),
            _ => return None,
        })
    }
}

/// The sets that several names share.
impl Tables {
    pub(crate) fn digit(self) -> CodeSet {
        self.categories(&["Nd"])
    }

    pub(crate) fn letter_or_digit(self) -> CodeSet {
        self.categories(&["L", "Nd"])
    }

    pub(super) fn white_space(self) -> CodeSet {
        self.categories(&["Z"]).union(&CodeSet::from_ranges(vec![(0x09, 0x0D), (0x85, 0x85)]))
    }

    /// The meaning of `\w` under `(?U)`.
    pub(crate) fn word(self) -> CodeSet {
        let others = self.categories(&["M", "Nd", "Pc"]).union(&CodeSet::range(0x200C, 0x200D));
        self.flag("Alphabetic").union(&others)
    }

    fn hex_digit(self) -> CodeSet {
        let others = vec![(0x41, 0x46), (0x61, 0x66), (0xFF10, 0xFF19), (0xFF21, 0xFF26), (0xFF41, 0xFF46)];
        self.digit().union(&CodeSet::from_ranges(others))
    }

    fn blank(self) -> CodeSet {
        self.categories(&["Zs"]).union(&CodeSet::one(0x09))
    }

    fn graph(self) -> CodeSet {
        self.categories(&["Z", "Cc", "Cs", "Cn"]).complement()
    }
}

/// The last two of each plane, and a row of the first.
fn noncharacters() -> CodeSet {
    let planes = (0..=0x10).map(|plane| (plane * 0x1_0000 + 0xFFFE, plane * 0x1_0000 + 0xFFFF));
    CodeSet::from_ranges(planes.chain([(0xFDD0, 0xFDEF)]).collect())
}
