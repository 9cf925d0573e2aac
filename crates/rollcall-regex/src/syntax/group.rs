//! Groups: captures, flags, atomic groups and look-around.

use super::parser::Parser;
use super::study::study;
use super::tree::{GroupKind, Kind, Node, Reach};
use crate::error::Error;

/// How a group begins.
enum Opening {
    Group(GroupKind),
    /// A look-behind, whose reach is known only once it has been read.
    Behind {
        negated: bool,
    },
    /// Java 8 reads `(?<x` as a look-behind whose kind it finds wrong at the end.
    UnknownBehind,
    /// `(?i)`: flags for the rest, and not a group.
    Flags,
}

impl Parser<'_> {
    /// A group with its quantifier; None when it only sets flags. The cursor is on the opening bracket.
    pub(super) fn group(&mut self) -> Result<Option<Node>, Error> {
        let at = self.here();
        let outside = self.flags;
        let opening = match self.next() == u32::from('?') {
            true => self.group_opening()?,
            false => Opening::Group(self.capture(None)),
        };
        if matches!(opening, Opening::Flags) {
            return Ok(None);
        }
        let start = self.cursor.pos;
        let body = self.alternatives()?;
        let kind = match opening {
            Opening::Group(kind) => kind,
            Opening::Behind { negated } => GroupKind::Behind { negated, reach: self.reach(&body, start)? },
            Opening::UnknownBehind | Opening::Flags => {
                self.reach(&body, start)?;
                return Err(self.error("Unknown look-behind group"));
            }
        };
        if self.read() != u32::from(')') {
            return Err(self.error("Unclosed group"));
        }
        self.flags = outside;
        let group = Node::new(at, Kind::Group { kind, body: Box::new(body) });
        self.quantified(group).map(Some)
    }

    fn capture(&mut self, name: Option<String>) -> GroupKind {
        self.captures += 1;
        let number = self.captures;
        if let Some(name) = &name {
            self.names.insert(name.clone(), number);
        }
        GroupKind::Capture { number, name }
    }

    /// The text behind `(?`; the cursor is on the question mark.
    fn group_opening(&mut self) -> Result<Opening, Error> {
        let code = self.cursor.skip();
        Ok(match char::from_u32(code).unwrap_or(' ') {
            ':' => Opening::Group(GroupKind::Plain),
            '=' => Opening::Group(GroupKind::Ahead { negated: false }),
            '!' => Opening::Group(GroupKind::Ahead { negated: true }),
            '>' => Opening::Group(GroupKind::Atomic),
            '<' => return self.name_or_behind(),
            '$' | '@' => return Err(self.error("Unknown group type")),
            _ => {
                self.cursor.unread();
                self.read_flags();
                match char::from_u32(self.read()) {
                    Some(')') => Opening::Flags,
                    Some(':') => Opening::Group(GroupKind::Plain),
                    _ => return Err(self.error("Unknown inline modifier")),
                }
            }
        })
    }

    fn name_or_behind(&mut self) -> Result<Opening, Error> {
        let code = self.read();
        match char::from_u32(code).unwrap_or(' ') {
            '=' => Ok(Opening::Behind { negated: false }),
            '!' => Ok(Opening::Behind { negated: true }),
            first if self.is_java_8() && !first.is_ascii_alphabetic() => Ok(Opening::UnknownBehind),
            _ => {
                let name = self.group_name(code)?;
                if self.names.contains_key(&name) {
                    return Err(self.error(format!("Named capturing group <{name}> is already defined")));
                }
                Ok(Opening::Group(self.capture(Some(name))))
            }
        }
    }

    /// The rest of a group's name, and the `>` behind it.
    pub(super) fn group_name(&mut self, first: u32) -> Result<String, Error> {
        let letter = |code: u32| char::from_u32(code).filter(char::is_ascii_alphanumeric);
        let mut name = String::new();
        match char::from_u32(first) {
            // Java 8 looks at the first character of a definition only, not of a reference.
            Some(c) if self.is_java_8() || c.is_ascii_alphabetic() => name.push(c),
            _ => return Err(self.error("capturing group name does not start with a Latin letter")),
        }
        loop {
            let code = self.read();
            match letter(code) {
                Some(c) => name.push(c),
                None if code == u32::from('>') => return Ok(name),
                None => return Err(self.error("named capturing group is missing trailing '>'")),
            }
        }
    }

    /// How far back a look-behind reaches, or Java's error when it finds no bound.
    fn reach(&mut self, body: &Node, start: usize) -> Result<Reach, Error> {
        let lengths = study(body, self.options.version);
        if !lengths.max_valid {
            return Err(self.error("Look-behind group does not have an obvious maximum length"));
        }
        let beyond_bmp = |code: u32| code >= 0x1_0000 || (0xD800..0xE000).contains(&code);
        let by_code_point = (start..self.cursor.len()).any(|i| beyond_bmp(self.cursor.at(i)));
        Ok(Reach { min: lengths.min, max: lengths.max, by_code_point })
    }

    /// `i-s` of `(?i-s)`.
    fn read_flags(&mut self) {
        let mut code = self.peek();
        let mut on = true;
        loop {
            if on && code == u32::from('-') {
                on = false;
            } else {
                if !self.flags.set(code, on) || (!on && super::flags::Flags::ends_clearing(code, self.options.version))
                {
                    return;
                }
            }
            code = self.next();
        }
    }
}
