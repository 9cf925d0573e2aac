//! Rust source split into its code, its comments and its strings, for rules that read text.
//!
//! Not a parser: it knows comments, strings and characters, and nothing else. That is enough for a rule to ask about a
//! word in the code without being fooled by the same word in a string, and to count braces. All parts keep every line
//! of the source in its place, so line numbers need no translation.

/// The parts of a source. Text of another part is blank.
pub(crate) struct RustText {
    pub(crate) code: String,
    pub(crate) comments: String,
    /// The content of strings, without characters behind a backslash.
    pub(crate) strings: String,
}

impl RustText {
    pub(crate) fn new(source: &str) -> Self {
        let chars: Vec<char> = source.chars().collect();
        let parts = Self { code: String::new(), comments: String::new(), strings: String::new() };
        let mut reader = Reader { chars: &chars, at: 0, parts };
        while let Some(c) = reader.peek(0) {
            reader.next_piece(c);
        }
        reader.parts
    }
}

/// Which part a character is copied to.
#[derive(Clone, Copy)]
enum Part {
    Code,
    Comment,
    String,
    Neither,
}

struct Reader<'a> {
    chars: &'a [char],
    at: usize,
    parts: RustText,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    /// Copies one character to its part and a blank of the same shape to the others.
    fn take(&mut self, part: Part) {
        let Some(c) = self.peek(0) else { return };
        self.at += 1;
        let blank = if c == '\n' { '\n' } else { ' ' };
        self.parts.code.push(if matches!(part, Part::Code) { c } else { blank });
        self.parts.comments.push(if matches!(part, Part::Comment) { c } else { blank });
        self.parts.strings.push(if matches!(part, Part::String) { c } else { blank });
    }

    fn next_piece(&mut self, c: char) {
        match (c, self.peek(1)) {
            ('/', Some('/')) => self.line_comment(),
            ('/', Some('*')) => self.block_comment(),
            ('"', _) => self.string(),
            ('\'', _) => self.character_or_lifetime(),
            ('r' | 'b' | 'c', _) if !self.inside_word() => self.prefixed_string(),
            _ => self.take(Part::Code),
        }
    }

    /// Whether the character before this one makes it part of a longer name, as the `r` in `for`.
    fn inside_word(&self) -> bool {
        self.at
            .checked_sub(1)
            .and_then(|before| self.chars.get(before))
            .is_some_and(|c| c.is_alphanumeric() || *c == '_')
    }

    fn line_comment(&mut self) {
        while self.peek(0).is_some_and(|c| c != '\n') {
            self.take(Part::Comment);
        }
    }

    /// Block comments nest in Rust.
    fn block_comment(&mut self) {
        let mut depth = 0;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                (None, _) => return,
                _ => {
                    self.take(Part::Comment);
                    continue;
                }
            }
            self.take(Part::Comment);
            self.take(Part::Comment);
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        self.take(Part::Code);
        while let Some(c) = self.peek(0) {
            match c {
                '"' => return self.take(Part::Code),
                '\\' => {
                    self.take(Part::Neither);
                    self.take(Part::Neither);
                }
                _ => self.take(Part::String),
            }
        }
    }

    /// `r"…"`, `r#"…"#`, `b"…"`, `br#"…"#` and the like; a plain name otherwise.
    fn prefixed_string(&mut self) {
        let mut prefix = 0;
        while self.peek(prefix).is_some_and(|c| matches!(c, 'r' | 'b' | 'c')) && prefix < 2 {
            prefix += 1;
        }
        let raw = self.chars[self.at..self.at + prefix].contains(&'r');
        let mut hashes = 0;
        while raw && self.peek(prefix + hashes) == Some('#') {
            hashes += 1;
        }
        let quoted = self.peek(prefix + hashes) == Some('"');
        (0..prefix + if quoted { hashes } else { 0 }).for_each(|_| self.take(Part::Code));
        match (quoted, raw) {
            (true, true) => self.raw_string(hashes),
            (true, false) => self.string(),
            (false, _) => {}
        }
    }

    fn raw_string(&mut self, hashes: usize) {
        self.take(Part::Code);
        while let Some(c) = self.peek(0) {
            if c == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == Some('#')) {
                (0..=hashes).for_each(|_| self.take(Part::Code));
                return;
            }
            self.take(Part::String);
        }
    }

    /// `'x'` and `'\n'` are characters, `'a` is a lifetime: told apart by the closing quote.
    fn character_or_lifetime(&mut self) {
        let escaped = self.peek(1) == Some('\\');
        self.take(Part::Code);
        if escaped {
            self.take(Part::Neither);
            self.take(Part::Neither);
            while self.peek(0).is_some_and(|c| c != '\'' && c != '\n') {
                self.take(Part::Neither);
            }
            self.take(Part::Code);
        } else if self.peek(1) == Some('\'') {
            self.take(Part::Neither);
            self.take(Part::Code);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RustText;

    fn check(source: &str, code: &str, comments: &str) {
        let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = RustText::new(source);
        assert_eq!(squeeze(&text.code), code, "code of {source:?}");
        assert_eq!(squeeze(&text.comments), comments, "comments of {source:?}");
        assert_eq!(text.code.lines().count(), source.lines().count(), "lines of {source:?}");
    }

    #[test]
    fn code_and_comments_are_told_apart() {
        check("a(); // why {", "a();", "// why {");
        check("a /* x /* y */ z */ b", "a b", "/* x /* y */ z */");
        check("let s = \"// no \\\" {\"; b", "let s = \" \"; b", "");
        check("let s = r#\"a \" {\"#; b", "let s = r#\" \"#; b", "");
        check("let s = br\"\\\"; b", "let s = br\" \"; b", "");
        check("let b = b\"}\"; for r in c {}", "let b = b\" \"; for r in c {}", "");
        check("match c { '{' => '\\'', '\\u{7d}' => '\"' }", "match c { ' ' => ' ', ' ' => ' ' }", "");
        check("fn f<'a>(x: &'a str) -> &'a str { x } // y", "fn f<'a>(x: &'a str) -> &'a str { x }", "// y");
        check("a\n/* b\nc */\nd", "a d", "/* b c */");
        check("\"open", "\"", "");
    }
}
