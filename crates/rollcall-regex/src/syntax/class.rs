//! Character classes: nesting, intersection, negation and ranges, in Java 8's reading and in Java 17's.
//!
//! Java 8 differs in negation: `^` negates each character, range and property as it is read (by complement for the
//! first, by difference from then on) but neither nested classes nor intersections, while Java 17 negates the whole.

use super::escape::{Escaped, InClass};
use super::parser::Parser;
use super::pending::{Pending, Reading};
use super::tree::{Case, Kind};
use crate::error::Error;
use crate::fold;
use crate::set::CodeSet;

/// A character, a range or a property of a class.
enum Item {
    /// A character that went to the bit set.
    Bit,
    Set(CodeSet),
}

impl Parser<'_> {
    /// A class whose `[` the cursor is on. The right side of an intersection has no brackets of its own: then `closes`
    /// is false and the `]` is left alone.
    pub(super) fn class(&mut self, closes: bool) -> Result<Kind, Error> {
        self.refuse_canonical();
        self.class_set(closes).map(Kind::Set)
    }

    /// Refuses a class or property under `(?c)`, where Java 17 compares composed forms. Java 8 reads the flag, and then
    /// does not look at it.
    pub(super) fn refuse_canonical(&mut self) {
        if self.flags.canonical && !self.is_java_8() {
            let text =
                "Classes and properties under (?c), canonical equivalence, are not supported; take the flag away";
            self.refuse(text, self.here());
        }
    }

    fn class_set(&mut self, closes: bool) -> Result<CodeSet, Error> {
        self.enter()?;
        let set = if self.is_java_8() { self.class_of_java_8(closes) } else { self.class_of_java_17(closes) };
        self.leave();
        set
    }

    fn class_of_java_17(&mut self, closes: bool) -> Result<CodeSet, Error> {
        let mut reading = Reading::default();
        let mut code = self.next();
        if code == u32::from('^') && self.cursor.at(self.cursor.pos.wrapping_sub(1)) == u32::from('[') {
            code = self.next();
            reading.negated = true;
        }
        loop {
            match char::from_u32(code).unwrap_or(' ') {
                '[' => {
                    let nested = Pending::from(self.class_set(true)?);
                    reading.last = Some(nested.clone());
                    reading.unite(nested);
                    code = self.peek();
                    continue;
                }
                '&' => {
                    code = self.next();
                    if code == u32::from('&') {
                        code = self.intersection_of_java_17(&mut reading)?;
                        continue;
                    }
                    self.cursor.unread();
                }
                '\0' if self.cursor.at_end() => return Err(self.error("Unclosed character class")),
                ']' if reading.value.is_some() || reading.bits_waiting => {
                    if closes {
                        self.next();
                    }
                    if reading.bits_waiting {
                        reading.unite(Pending::bits());
                    }
                    let set = reading.value.map_or_else(CodeSet::empty, |value| value.resolve(reading.bits));
                    return Ok(if reading.negated { set.complement() } else { set });
                }
                _ => {}
            }
            match self.class_item(&mut reading.bits)? {
                Item::Bit => {
                    reading.bits_waiting = true;
                    reading.last = None;
                }
                Item::Set(set) => {
                    reading.last = Some(Pending::from(set.clone()));
                    reading.unite(Pending::from(set));
                }
            }
            code = self.peek();
        }
    }

    /// The part after `&&`, in Java 17; returns the code point behind it.
    fn intersection_of_java_17(&mut self, reading: &mut Reading) -> Result<u32, Error> {
        let at = self.here();
        let mut code = self.next();
        let mut right: Option<Pending> = None;
        while code != u32::from(']') && code != u32::from('&') {
            let part = Pending::from(self.operand(code)?);
            right = Some(match right {
                Some(right) => right.union(part),
                None => part,
            });
            code = self.peek();
        }
        if reading.bits_waiting {
            if reading.value.is_none() {
                reading.last = Some(Pending::bits());
            }
            reading.unite(Pending::bits());
            reading.bits_waiting = false;
        }
        if right.is_some() {
            reading.last = right.clone();
        }
        reading.value = Some(match (reading.value.take(), right, reading.last.clone()) {
            (None, None, _) => return Err(self.error("Bad class syntax")),
            (None, Some(right), _) => right,
            (Some(value), _, Some(last)) => value.intersection(last),
            (Some(value), _, None) => {
                // `[[a]b&&]`: Java compiles it, and fails with a NullPointerException when it comes to compare.
                self.refuse("An intersection with nothing on its right; write what && is to intersect with", at);
                value
            }
        });
        Ok(code)
    }

    /// One operand on the right of `&&`: a nested class, or everything up to the closing bracket.
    fn operand(&mut self, code: u32) -> Result<CodeSet, Error> {
        if code == u32::from('[') {
            return self.class_set(true);
        }
        self.cursor.unread();
        self.class_set(false)
    }

    fn class_of_java_8(&mut self, closes: bool) -> Result<CodeSet, Error> {
        let mut reading = Reading::default();
        let mut first = true;
        let mut code = self.next();
        loop {
            match char::from_u32(code).unwrap_or(' ') {
                '^' if first && self.cursor.at(self.cursor.pos.wrapping_sub(1)) == u32::from('[') => {
                    code = self.next();
                    reading.negated = !reading.negated;
                    continue;
                }
                // A circumflex that does not negate leaves the class at its beginning.
                '^' => {}
                '[' => {
                    first = false;
                    let nested = Pending::from(self.class_set(true)?);
                    reading.last = Some(nested.clone());
                    reading.unite(nested);
                    code = self.peek();
                    continue;
                }
                '&' => {
                    first = false;
                    code = self.next();
                    if code == u32::from('&') {
                        code = self.intersection_of_java_8(&mut reading)?;
                        continue;
                    }
                    self.cursor.unread();
                }
                '\0' if self.cursor.at_end() => return Err(self.error("Unclosed character class")),
                ']' => {
                    first = false;
                    if let Some(value) = reading.value.take() {
                        if closes {
                            self.next();
                        }
                        return Ok(value.resolve(reading.bits));
                    }
                }
                _ => first = false,
            }
            let part = match self.class_item(&mut reading.bits)? {
                Item::Bit => Pending::bits(),
                Item::Set(set) => Pending::from(set),
            };
            reading.last = Some(part.clone());
            match reading.value.take() {
                value if !reading.negated => {
                    reading.value = value;
                    reading.unite(part);
                }
                Some(value) => reading.value = Some(value.difference(part)),
                None => reading.value = Some(part.complement()),
            }
            code = self.peek();
        }
    }

    /// The part after `&&`, in Java 8; returns the code point behind it.
    fn intersection_of_java_8(&mut self, reading: &mut Reading) -> Result<u32, Error> {
        let mut code = self.next();
        let mut right: Option<Pending> = None;
        while code != u32::from(']') && code != u32::from('&') {
            let nested = code == u32::from('[');
            let part = Pending::from(self.operand(code)?);
            right = Some(match right {
                Some(right) if nested => right.union(part),
                // A part without brackets of its own takes the place of the parts read before it.
                _ => part,
            });
            code = self.peek();
        }
        if right.is_some() {
            reading.last = right.clone();
        }
        reading.value = Some(match (reading.value.take(), right, reading.last.clone()) {
            (Some(value), _, Some(last)) => value.intersection(last),
            (Some(value), _, None) => value,
            (None, Some(right), _) => right,
            (None, None, _) => return Err(self.error("Bad class syntax")),
        });
        Ok(code)
    }

    /// A character, a range or a property.
    fn class_item(&mut self, bits: &mut Vec<u32>) -> Result<Item, Error> {
        let mut code = self.peek();
        if code == u32::from('\\') {
            code = self.cursor.next_plain();
            if code == u32::from('p') || code == u32::from('P') {
                return self.property(code == u32::from('P')).map(Item::Set);
            }
            let hyphen = self.cursor.at(self.cursor.pos + 1) == u32::from('-');
            self.cursor.unread();
            let place = if hyphen { InClass::BeforeHyphen } else { InClass::Alone };
            match self.class_escape(place)? {
                Escaped::Code(literal) => code = literal,
                Escaped::Construct(Kind::Set(set)) => return Ok(Item::Set(set)),
                Escaped::Construct(_) => return Err(self.error("Unexpected internal error")),
            }
        } else {
            self.next();
        }
        if self.peek() == u32::from('-') {
            let end = self.cursor.at(self.cursor.pos + 1);
            if end != u32::from('[') && end != u32::from(']') {
                return self.range(code).map(Item::Set);
            }
        }
        Ok(self.bit_or_single(code, bits))
    }

    /// The rest of a range that begins with `first`; the cursor is on the hyphen.
    fn range(&mut self, first: u32) -> Result<CodeSet, Error> {
        self.next();
        let code = self.peek();
        let last = if code == u32::from('\\') {
            match self.class_escape(InClass::AfterHyphen)? {
                Escaped::Code(last) => Some(last),
                Escaped::Construct(_) => None,
            }
        } else {
            self.next();
            Some(code)
        };
        match last {
            Some(last) if first <= last => Ok(self.fold_range(first, last)),
            _ => Err(self.error("Illegal character range")),
        }
    }

    /// A range, and the code points that it matches besides under the flags.
    fn fold_range(&mut self, first: u32, last: u32) -> CodeSet {
        match self.flags.case() {
            Case::Exact => CodeSet::range(first, last),
            Case::Unicode => self.cases().folding_into(first, last),
            Case::Ascii => {
                let within = |byte: u8| (first..=last).contains(&u32::from(byte));
                let folds = |b: &u8| within(b.to_ascii_uppercase()) || within(b.to_ascii_lowercase());
                let letters = (0..0x80u8).filter(folds).map(|b| (u32::from(b), u32::from(b)));
                CodeSet::from_ranges(letters.chain([(first, last)]).collect())
            }
        }
    }

    /// One character: to the bit set when it and all it folds to are below 256, or else a set of its own.
    fn bit_or_single(&mut self, code: u32, bits: &mut Vec<u32>) -> Item {
        let case = self.flags.case();
        let folds_out = matches!(code, 0xFF | 0xB5 | 0x49 | 0x69 | 0x53 | 0x73 | 0x4B | 0x6B | 0xC5 | 0xE5);
        if code >= 0x100 || (case == Case::Unicode && folds_out) {
            return Item::Set(self.single(code, case));
        }
        bits.push(code);
        match u8::try_from(code) {
            Ok(byte) if byte.is_ascii() && case != Case::Exact => {
                bits.extend([byte.to_ascii_uppercase().into(), u32::from(byte.to_ascii_lowercase())]);
            }
            _ if case == Case::Unicode => {
                let cases = self.cases();
                bits.extend([cases.to_lower(code), cases.to_upper(code)]);
            }
            _ => {}
        }
        Item::Bit
    }

    /// The set that one literal code point stands for in a class.
    fn single(&mut self, code: u32, case: Case) -> CodeSet {
        let cases = if case == Case::Unicode { Some(self.cases()) } else { None };
        fold::single(code, case, cases)
    }
}
