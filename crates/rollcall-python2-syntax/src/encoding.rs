//! The encoding of a source (PEP 263), and its bytes.
//!
//! Needed twice: to make text of a file, and to find the bytes of a `str` literal, which are those of the file.

use encoding_rs::Encoding as Charset;

use crate::error::Error;

/// An encoding that a source may declare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Ascii,
    Latin1,
    Other(&'static Charset),
}

/// Makes text of a script's bytes, in the encoding that a comment in its first two lines declares (PEP 263).
///
/// A script that declares none is read as UTF-8. CPython and Jython refuse one that is not ASCII then, but only when it
/// comes from a file: 7.9 kept scripts as text, and scripts that ran there have no such comment. Line ends and a byte
/// order mark stay as they are, so that positions are those of the file.
///
/// # Errors
/// The encoding is not known, or the bytes are not valid in it.
pub fn decode(bytes: &[u8]) -> Result<String, Error> {
    let has_mark = bytes.starts_with("\u{feff}".as_bytes());
    let declared = declaration(&bytes.iter().take(1024).map(|&byte| char::from(byte)).collect::<String>());
    let encoding = match declared {
        Some((line, name)) => {
            by_name(&name).ok_or_else(|| Error::at_line(line, format!("unknown encoding: {name}")))?
        }
        None => Encoding::Utf8,
    };
    if has_mark && encoding != Encoding::Utf8 {
        return Err(Error::at_line(1, "encoding problem: with BOM"));
    }
    encoding.decode(bytes)
}

/// The encoding that a text declares; UTF-8 if it declares no encoding, or an unknown one.
pub(crate) fn declared(source: &str) -> Encoding {
    declaration(source).and_then(|(_, name)| by_name(&name)).unwrap_or(Encoding::Utf8)
}

/// Whether a text declares its encoding in its first two lines.
#[must_use]
pub fn declares_encoding(source: &str) -> bool {
    declaration(source).is_some()
}

/// The name in a comment such as `# -*- coding: latin-1 -*-` in the first two lines, and in which of them.
fn declaration(source: &str) -> Option<(usize, String)> {
    let lines = source.split_inclusive(['\n', '\r']).filter(|line| *line != "\n").take(2);
    lines.enumerate().find_map(|(index, line)| {
        let line = if index == 0 { line.trim_start_matches(['\u{feff}', 'ï', '»', '¿']) } else { line };
        let comment = line.trim_start_matches([' ', '\t', '\x0c']).strip_prefix('#')?;
        name_in(comment).map(|name| (index + 1, name.to_owned()))
    })
}

/// The text after `coding:` or `coding=`.
fn name_in(comment: &str) -> Option<&str> {
    comment.match_indices("coding").find_map(|(at, word)| {
        let rest = comment.get(at + word.len()..)?.strip_prefix([':', '='])?.trim_start_matches([' ', '\t']);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c)).unwrap_or(rest.len());
        rest.get(..end).filter(|name| !name.is_empty())
    })
}

fn by_name(name: &str) -> Option<Encoding> {
    let name = name.to_ascii_lowercase().replace('_', "-");
    Some(match name.as_str() {
        "utf-8" | "utf8" | "u8" | "utf" | "utf-8-sig" | "utf8-sig" => Encoding::Utf8,
        "ascii" | "us-ascii" | "646" => Encoding::Ascii,
        "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "l1" | "8859" | "cp819" | "latin" => Encoding::Latin1,
        _ => return charset(&name).filter(|charset| charset.is_ascii_compatible()).map(Encoding::Other),
    })
}

/// Python's names for code pages differ a little from the Web's.
fn charset(name: &str) -> Option<&'static Charset> {
    let code_page = || name.strip_prefix("cp").and_then(|n| Charset::for_label(format!("windows-{n}").as_bytes()));
    let iso = || name.strip_prefix("iso8859").and_then(|n| Charset::for_label(format!("iso-8859{n}").as_bytes()));
    Charset::for_label(name.as_bytes()).or_else(code_page).or_else(iso)
}

impl Encoding {
    fn decode(self, bytes: &[u8]) -> Result<String, Error> {
        let undecodable = |position: usize, codec: &str| {
            let before = bytes.get(..position).unwrap_or(bytes);
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
            let in_line = before.rsplit(|byte| *byte == b'\n').next().unwrap_or(before);
            let column = 1 + String::from_utf8_lossy(in_line).chars().count();
            let byte = bytes.get(position).copied().unwrap_or_default();
            let message = format!("(unicode error) '{codec}' codec can't decode byte 0x{byte:02x}");
            Error::at(line, column, message)
        };
        match self {
            Self::Utf8 => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(text.to_owned()),
                Err(error) => Err(undecodable(error.valid_up_to(), "utf-8")),
            },
            Self::Ascii => match bytes.iter().position(|byte| !byte.is_ascii()) {
                Some(position) => Err(undecodable(position, "ascii")),
                None => Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
            },
            Self::Latin1 => Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
            Self::Other(charset) => charset
                .decode_without_bom_handling_and_without_replacement(bytes)
                .map(std::borrow::Cow::into_owned)
                .ok_or_else(|| undecodable(0, charset.name())),
        }
    }

    /// The bytes of a character, each as a character of its own. A character that the encoding lacks, which only text
    /// that never was a file can hold, has the bytes of UTF-8.
    pub(crate) fn bytes_of(self, character: char, into: &mut Vec<u32>) {
        let mut buffer = [0; 4];
        let text: &str = character.encode_utf8(&mut buffer);
        match self {
            Self::Latin1 if u32::from(character) < 0x100 => into.push(u32::from(character)),
            Self::Other(charset) => {
                let (bytes, _, has_unmappable) = charset.encode(text);
                let bytes = if has_unmappable { text.as_bytes() } else { &bytes };
                into.extend(bytes.iter().map(|&byte| u32::from(byte)));
            }
            _ => into.extend(text.bytes().map(u32::from)),
        }
    }
}
