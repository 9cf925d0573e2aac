//! The text of a pattern as Java's parser walks it: code points with quotes rewritten, and a place to stand.
//!
//! Every odd index that Java reports in an error is "the place before the cursor", so the moves here are Java's moves:
//! whether a step skips white space first or last under `(?x)` decides the reported place and, now and then, the
//! meaning. Past the end there are zeros, which is how Java's parser sees an end too.

use super::flags::Flags;

/// Pattern text and the place in it.
#[derive(Clone, Debug)]
pub(crate) struct Cursor {
    codes: Vec<u32>,
    /// For each of `codes`, its place in the given pattern, in UTF-16 units.
    places: Vec<usize>,
    /// How many code points there are.
    len: usize,
    /// The next to read.
    pub(crate) pos: usize,
    /// The code point at `len`: zero, but for [`Cursor::mark`].
    terminator: u32,
}

/// The value of an ASCII digit.
pub(super) fn decimal(code: u32) -> Option<u32> {
    char::from_u32(code).and_then(|c| c.to_digit(10))
}

const BACKSLASH: u32 = '\\' as u32;
const HASH: u32 = '#' as u32;

impl Cursor {
    pub(crate) fn new(pattern: &str) -> Self {
        let (mut codes, mut places) = (Vec::new(), Vec::new());
        let mut units = 0;
        for c in pattern.chars() {
            codes.push(u32::from(c));
            places.push(units);
            units += c.len_utf16();
        }
        let (codes, places) = rewrite_quotes(codes, places);
        let len = codes.len();
        Self { codes, places, len, pos: 0, terminator: 0 }
    }

    /// How many code points there are, quotes rewritten.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The code point at `index`.
    pub(crate) fn at(&self, index: usize) -> u32 {
        if index == self.len { self.terminator } else { self.codes.get(index).copied().unwrap_or(0) }
    }

    /// The code points from `start` up to `end`, as text; a lone surrogate cannot stand in a pattern.
    pub(crate) fn text(&self, start: usize, end: usize) -> String {
        (start..end).map(|i| char::from_u32(self.at(i)).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    }

    /// Where `index` is in the given pattern, in UTF-16 units.
    pub(crate) fn place(&self, index: usize) -> usize {
        match self.places.get(index) {
            Some(&place) => place,
            None => self.places.last().map_or(0, |last| last + 1),
        }
    }

    /// Whether the place is at or past the end.
    pub(crate) fn at_end(&self) -> bool {
        self.pos >= self.len
    }

    /// Stands a code point at the end instead of the zero, so that a search for it must stop.
    pub(crate) fn mark(&mut self, code: u32) {
        self.terminator = code;
    }

    /// Reads without moving, except past space under `(?x)`.
    pub(crate) fn peek(&mut self, flags: Flags) -> u32 {
        let code = self.at(self.pos);
        if flags.comments { self.peek_past_space(code, flags) } else { code }
    }

    /// Reads and moves one on.
    pub(crate) fn read(&mut self, flags: Flags) -> u32 {
        let code = self.read_plain();
        if flags.comments { self.read_past_space(code, flags) } else { code }
    }

    /// Moves one on, then peeks.
    pub(crate) fn next(&mut self, flags: Flags) -> u32 {
        let code = self.next_plain();
        if flags.comments { self.peek_past_space(code, flags) } else { code }
    }

    /// Moves one on, then reads without moving, whatever the flags.
    pub(crate) fn next_plain(&mut self) -> u32 {
        self.pos += 1;
        self.at(self.pos)
    }

    /// Reads the one after the next and moves two on, whatever the flags.
    pub(crate) fn skip(&mut self) -> u32 {
        let code = self.at(self.pos + 1);
        self.pos += 2;
        code
    }

    /// Moves one back.
    pub(crate) fn unread(&mut self) {
        self.pos = self.pos.saturating_sub(1);
    }

    fn read_plain(&mut self) -> u32 {
        let code = self.at(self.pos);
        self.pos += 1;
        code
    }

    fn peek_past_space(&mut self, mut code: u32, flags: Flags) -> u32 {
        while is_space(code) || code == HASH {
            while is_space(code) {
                code = self.next_plain();
            }
            if code == HASH {
                code = self.peek_past_line(flags);
            }
        }
        code
    }

    fn read_past_space(&mut self, mut code: u32, flags: Flags) -> u32 {
        while is_space(code) || code == HASH {
            while is_space(code) {
                code = self.read_plain();
            }
            if code == HASH {
                code = self.read_past_line(flags);
            }
        }
        code
    }

    fn peek_past_line(&mut self, flags: Flags) -> u32 {
        let mut code = self.next_plain();
        while code != 0 && !ends_line(code, flags) {
            code = self.next_plain();
        }
        if code == 0 && self.pos > self.len {
            self.pos = self.len;
            code = self.at(self.pos);
        }
        code
    }

    fn read_past_line(&mut self, flags: Flags) -> u32 {
        let mut code = self.read_plain();
        while code != 0 && !ends_line(code, flags) {
            code = self.read_plain();
        }
        if code == 0 && self.pos > self.len {
            self.pos = self.len;
            code = self.read_plain();
        }
        code
    }
}

/// ASCII white space, which `(?x)` skips.
fn is_space(code: u32) -> bool {
    matches!(code, 0x09..=0x0D | 0x20)
}

fn ends_line(code: u32, flags: Flags) -> bool {
    match code {
        0x0A => true,
        0x0D | 0x85 | 0x2028 | 0x2029 => !flags.unix_lines,
        _ => false,
    }
}

/// Escapes the text between `\Q` and `\E`, and takes the two away.
///
/// This is Java's rewriting with its consequences: places in errors count the rewritten pattern; a digit that begins a
/// quote becomes `\x3…` so that it cannot complete an escape before the quote.
fn rewrite_quotes(codes: Vec<u32>, places: Vec<usize>) -> (Vec<u32>, Vec<usize>) {
    let Some(first) = first_quote(&codes) else { return (codes, places) };
    let mut out = Quoted { codes: codes[..first].to_vec(), places: places[..first].to_vec() };
    let (mut i, mut quoted, mut begins) = (first + 2, true, true);
    while let Some(&code) = codes.get(i) {
        let (place, following) = (places[i], codes.get(i + 1).copied());
        i += 1;
        if code != BACKSLASH {
            out.push_plain(code, place, quoted, begins);
        } else if quoted && following == Some('E' as u32) {
            i += 1;
            quoted = false;
        } else if quoted {
            out.push(&[BACKSLASH, BACKSLASH], place);
        } else if following == Some('Q' as u32) {
            i += 1;
            (quoted, begins) = (true, true);
            continue;
        } else {
            out.push(&[code], place);
            if let Some(escaped) = following {
                out.push(&[escaped], place + 1);
                i += 1;
            }
        }
        begins = false;
    }
    (out.codes, out.places)
}

/// The place of the first `\Q` that is not itself escaped.
fn first_quote(codes: &[u32]) -> Option<usize> {
    let mut i = 0;
    while i + 1 < codes.len() {
        match (codes[i], codes[i + 1]) {
            (BACKSLASH, quote) if quote == 'Q' as u32 => return Some(i),
            (BACKSLASH, _) => i += 2,
            _ => i += 1,
        }
    }
    None
}

struct Quoted {
    codes: Vec<u32>,
    places: Vec<usize>,
}

impl Quoted {
    fn push(&mut self, codes: &[u32], place: usize) {
        self.codes.extend_from_slice(codes);
        self.places.extend(codes.iter().map(|_| place));
    }

    /// One code point other than a backslash, escaped where it would have a meaning.
    fn push_plain(&mut self, code: u32, place: usize, quoted: bool, begins: bool) {
        let ascii = u8::try_from(code).ok().filter(u8::is_ascii);
        match ascii {
            Some(byte) if byte.is_ascii_digit() && begins => {
                self.push(&[BACKSLASH, 'x' as u32, '3' as u32, code], place);
            }
            Some(byte) if !byte.is_ascii_alphanumeric() && quoted => self.push(&[BACKSLASH, code], place),
            _ => self.push(&[code], place),
        }
    }
}
