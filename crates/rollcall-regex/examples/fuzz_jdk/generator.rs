//! Makes up patterns, and values that nearly match them.
//!
//! A pattern is made together with a [`Shape`], which describes roughly the values that it matches. Values are samples
//! of the shape, changed a little. Each topic has its own pieces, so that constructs that people rarely type are still
//! met often.

use crate::pieces::{ESCAPES, PIECES, POSIX, PROPERTIES, alphabet};
use crate::random::Random;

/// A pattern to ask about.
#[derive(Debug)]
pub struct Question {
    pub topic: &'static str,
    pub pattern: String,
    pub input: String,
}

/// The topics of questions; the names are the groups of the conformance cases.
pub const TOPICS: [&str; 12] = [
    "basic",
    "case",
    "flags",
    "posix",
    "unicode-class",
    "class",
    "quote-escape",
    "anchor",
    "group",
    "look",
    "possessive-lazy",
    "unicode-names",
];

/// How many values are asked of each pattern.
const VALUES: usize = 4;

/// `count` questions on any of `topics`.
pub fn questions(random: &mut Random, topics: &[&'static str], count: usize) -> Vec<Question> {
    let mut questions = Vec::with_capacity(count);
    while questions.len() < count {
        let topic = topics[random.below(topics.len())];
        let (pattern, shape) = pattern(random, topic);
        for _ in 0..VALUES.min(count - questions.len()) {
            let mut input = String::new();
            shape.sample(random, &mut input, 0);
            let input = changed(random, topic, input);
            questions.push(Question { topic, pattern: pattern.clone(), input });
        }
    }
    questions
}

/// A rough description of the values that a pattern matches.
enum Shape {
    Text(String),
    /// One of these.
    One(Vec<String>),
    Row(Vec<Shape>),
    Choice(Vec<Shape>),
    Repeat(Box<Shape>, usize, usize),
}

impl Shape {
    fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    fn nothing() -> Self {
        Self::text("")
    }

    fn one(of: &[&str]) -> Self {
        Self::One(of.iter().map(|&s| s.to_owned()).collect())
    }

    fn sample(&self, random: &mut Random, out: &mut String, depth: usize) {
        if out.len() > 60 || depth > 12 {
            return;
        }
        match self {
            Self::Text(text) => out.push_str(text),
            Self::One(of) => out.push_str(&of[random.below(of.len())]),
            Self::Row(shapes) => shapes.iter().for_each(|shape| shape.sample(random, out, depth + 1)),
            Self::Choice(shapes) => shapes[random.below(shapes.len())].sample(random, out, depth + 1),
            Self::Repeat(shape, min, max) => {
                let times = min + random.below(max - min + 1);
                (0..times).for_each(|_| shape.sample(random, out, depth + 1));
            }
        }
    }
}

/// The value unchanged, or a little different.
fn changed(random: &mut Random, topic: &str, input: String) -> String {
    let mut codes: Vec<char> = input.chars().collect();
    let place = random.below(codes.len() + 1);
    let extra: Vec<char> = random.pick(alphabet(topic)).chars().collect();
    match random.below(10) {
        0..=4 => {}
        5 => drop(codes.splice(place..place, extra)),
        6 if place < codes.len() => drop(codes.remove(place)),
        7 => codes.extend(extra),
        8 if place < codes.len() => drop(codes.splice(place..=place, extra)),
        _ => {
            codes = codes
                .iter()
                .map(|c| if c.is_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
                .collect()
        }
    }
    codes.into_iter().collect()
}

fn pattern(random: &mut Random, topic: &str) -> (String, Shape) {
    if random.one_in(12) {
        return soup(random, topic);
    }
    let mut maker = Maker { random, topic, groups: 0 };
    let (text, shape) = match topic {
        "look" | "anchor" | "basic" if maker.random.one_in(3) => maker.template(),
        _ => maker.alternatives(0),
    };
    let flags = match topic {
        "case" => maker.random.pick(&["(?i)", "(?iu)", "(?iu)", "(?U)(?i)", ""]),
        "flags" => maker.random.pick(&["(?s)", "(?m)", "(?d)", "(?x)", "(?U)", "(?md)", "(?i-s)", "(?ix)", ""]),
        "posix" | "unicode-class" => maker.random.pick(&["", "", "(?U)", "(?i)", "(?iu)"]),
        "anchor" => maker.random.pick(&["", "", "(?m)", "(?d)", "(?md)", "(?s)", "(?U)"]),
        _ => maker.random.pick(&["", "", "", "", "(?i)", "(?iu)"]),
    };
    (format!("{flags}{text}"), shape)
}

/// Pieces thrown together: mostly errors, whose texts and places have to agree.
fn soup(random: &mut Random, topic: &str) -> (String, Shape) {
    let count = 1 + random.below(7);
    let text: String = (0..count).map(|_| random.pick(PIECES)).collect();
    let values = alphabet(topic);
    (text, Shape::Repeat(Box::new(Shape::one(values)), 0, 3))
}

struct Maker<'a> {
    random: &'a mut Random,
    topic: &'a str,
    groups: usize,
}

type Made = (String, Shape);

impl Maker<'_> {
    fn alternatives(&mut self, depth: usize) -> Made {
        let count = if self.random.one_in(4) { 2 + self.random.below(2) } else { 1 };
        let made: Vec<Made> = (0..count).map(|_| self.sequence(depth)).collect();
        let (texts, shapes): (Vec<String>, Vec<Shape>) = made.into_iter().unzip();
        (texts.join("|"), Shape::Choice(shapes))
    }

    /// Look-around and boundaries in the places where filters have them.
    fn template(&mut self) -> Made {
        let templates = [
            "(?!X).*",
            "^(?!X$).*$",
            "(?!.*X).*",
            "(?!X)Y",
            ".*(?<!X)",
            "Y(?<!X)",
            "Y(?<=X)$",
            "(?=.*X)(?!.*Y).*",
            "(?=X)Y",
            "(?=.*X)(?=.*Y).+",
            ".*\\bX\\b.*",
            "\\bX.*",
            ".*X\\b",
            "X\\B.*",
            "X\\bY",
            "(?=X$)Y",
            "(?!X\\Z)(?s).*",
            "^X$",
            "(?=X\\z)Y\\n?",
            "(?:X\\b)+",
            "^(?=X)(?<=^)Y(?<!X)$",
            "(?>X)Y",
            "(?:X)++Y",
            "X*+Y",
        ];
        let template = self.random.pick(&templates);
        let (x, x_shape) = self.sequence(1);
        let (y, y_shape) = self.sequence(1);
        let text = template.replace('X', &x).replace('Y', &y);
        let any = || Shape::Repeat(Box::new(Shape::one(alphabet("anchor"))), 0, 2);
        (text, Shape::Row(vec![any(), Shape::Choice(vec![x_shape, y_shape]), any()]))
    }

    fn sequence(&mut self, depth: usize) -> Made {
        let most = if depth == 0 { 5 } else { 3 };
        let count = usize::from(!self.random.one_in(15)) + self.random.below(most);
        let made: Vec<Made> = (0..count).map(|_| self.quantified(depth)).collect();
        let (texts, shapes): (Vec<String>, Vec<Shape>) = made.into_iter().unzip();
        let space =
            if self.topic == "flags" && self.random.one_in(4) { self.random.pick(&[" ", "#x\n", "\n"]) } else { "" };
        (texts.join(space), Shape::Row(shapes))
    }

    fn quantified(&mut self, depth: usize) -> Made {
        let (text, shape) = self.element(depth);
        let rate = if matches!(self.topic, "possessive-lazy" | "group" | "look") { 2 } else { 3 };
        if !self.random.one_in(rate) {
            return (text, shape);
        }
        let quantifiers: [(&str, usize, usize); 12] = [
            ("*", 0, 3),
            ("+", 1, 3),
            ("?", 0, 1),
            ("{2}", 2, 2),
            ("{1,2}", 1, 2),
            ("{2,}", 2, 4),
            ("{0}", 0, 0),
            ("{0,1}", 0, 1),
            ("{3}", 3, 3),
            ("*", 0, 3),
            ("+", 1, 2),
            ("{0,2}", 0, 2),
        ];
        let (quantifier, min, max) = quantifiers[self.random.below(quantifiers.len())];
        let mode = match self.topic {
            "possessive-lazy" => self.random.pick(&["", "?", "+", "+"]),
            _ => self.random.pick(&["", "", "", "", "?", "+"]),
        };
        (format!("{text}{quantifier}{mode}"), Shape::Repeat(Box::new(shape), min, max))
    }

    fn element(&mut self, depth: usize) -> Made {
        let deep = depth < 3;
        match self.random.below(14) {
            0..=1 if deep => self.group(depth),
            2 if deep && matches!(self.topic, "look" | "group" | "possessive-lazy") => self.group(depth),
            3..=4 => self.class(0),
            5 => self.predefined(),
            6 => self.dot(),
            7..=8 => self.special(depth),
            _ => self.literal(),
        }
    }

    fn literal(&mut self) -> Made {
        const NAMES: [&str; 14] =
            ["billy", "bi", "ly", "bill", "smith", "admin", "user_0", "Line 1", "a", "b", "ab", "abc", "B", "x1"];
        let text = match self.topic {
            "basic" => self.random.pick(&NAMES),
            _ if self.random.one_in(4) => self.random.pick(&NAMES),
            topic => self.random.pick(alphabet(topic)),
        };
        let quoted: String = text
            .chars()
            .map(|c| if c.is_ascii_punctuation() && c != '_' { format!("\\{c}") } else { c.to_string() })
            .collect();
        let written = match self.random.below(12) {
            0 => text.chars().map(|c| format!("\\x{{{:X}}}", u32::from(c))).collect(),
            1 => text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect(),
            2 if self.topic == "quote-escape" => format!("\\Q{text}\\E"),
            _ => quoted,
        };
        (written, Shape::text(text))
    }

    fn dot(&mut self) -> Made {
        let shape = Shape::one(alphabet(self.topic));
        (".".to_owned(), shape)
    }

    fn predefined(&mut self) -> Made {
        let text = self.random.pick(&["\\d", "\\w", "\\s", "\\D", "\\W", "\\S", "\\h", "\\v", "\\H", "\\V"]);
        (text.to_owned(), Shape::one(alphabet(self.topic)))
    }

    /// A piece for the topic's subject.
    fn special(&mut self, depth: usize) -> Made {
        match self.topic {
            "posix" => self.property(POSIX),
            "unicode-class" => self.property(PROPERTIES),
            "class" => self.class(0),
            "anchor" | "flags" => {
                let text = self
                    .random
                    .pick(&["^", "$", "\\A", "\\z", "\\Z", "\\G", "\\b", "\\B", "\\R", "(?m)", "(?-m)", "\\b{g}"]);
                let shape =
                    if text == "\\R" { Shape::one(&["\n", "\r\n", "\r", "\u{2028}"]) } else { Shape::nothing() };
                (text.to_owned(), shape)
            }
            "unicode-names" => {
                let text = self.random.pick(&[
                    "\\X",
                    "\\X",
                    "\\b{g}",
                    "\\b",
                    "\\R",
                    "\\N{LATIN SMALL LETTER A}",
                    "\\N{grinning face}",
                ]);
                let shape = if text.contains("\\b") { Shape::nothing() } else { Shape::one(alphabet(self.topic)) };
                (text.to_owned(), shape)
            }
            "quote-escape" => self.escape(),
            "group" | "possessive-lazy" if self.groups > 0 => {
                let number = 1 + self.random.below(self.groups.min(9));
                (format!("\\{number}"), Shape::one(alphabet(self.topic)))
            }
            "look" if depth < 3 => self.look(depth),
            _ => self.literal(),
        }
    }

    fn property(&mut self, names: &[&str]) -> Made {
        let name = self.random.pick(names);
        let letter = self.random.pick(&["p", "p", "P"]);
        let text = if name.len() == 1 && self.random.one_in(3) {
            format!("\\{letter}{name}")
        } else {
            format!("\\{letter}{{{name}}}")
        };
        (text, Shape::one(alphabet(self.topic)))
    }

    fn escape(&mut self) -> Made {
        let (text, sample) = ESCAPES[self.random.below(ESCAPES.len())];
        (text.to_owned(), Shape::text(sample))
    }

    fn group(&mut self, depth: usize) -> Made {
        let kind = match self.random.below(12) {
            0..=4 => {
                self.groups += 1;
                "("
            }
            5..=7 => "(?:",
            8 if matches!(self.topic, "possessive-lazy" | "group" | "look") => "(?>",
            8 => self.random.pick(&["(?i:", "(?s:", "(?-i:", "(?iu:"]),
            9 if self.topic == "look" => return self.look(depth),
            10 if self.random.one_in(3) => {
                self.groups += 1;
                "(?<n>"
            }
            _ => "(?:",
        };
        let (text, shape) = self.alternatives(depth + 1);
        (format!("{kind}{text})"), shape)
    }

    fn look(&mut self, depth: usize) -> Made {
        let kind = self.random.pick(&["(?=", "(?!", "(?<=", "(?<!"]);
        let (text, shape) = self.alternatives(depth + 1);
        let made = format!("{kind}{text})");
        (made, if self.random.one_in(2) { shape } else { Shape::nothing() })
    }

    fn class(&mut self, depth: usize) -> Made {
        let mut text = String::from("[");
        if self.random.one_in(3) {
            text.push('^');
        }
        for _ in 0..1 + self.random.below(4) {
            let piece = self.class_piece(depth);
            text.push_str(&piece);
        }
        text.push(']');
        (text, Shape::one(alphabet(self.topic)))
    }

    fn class_piece(&mut self, depth: usize) -> String {
        let values = alphabet(self.topic);
        let one = |random: &mut Random| {
            let text = random.pick(values);
            let c = text.chars().next().unwrap_or('a');
            if c.is_ascii_punctuation() && !random.one_in(4) { format!("\\{c}") } else { c.to_string() }
        };
        match self.random.below(16) {
            0..=4 => one(self.random),
            5..=8 => {
                let (a, b) = (one(self.random), one(self.random));
                if !self.random.one_in(8) && a.chars().last() > b.chars().last() {
                    format!("{b}-{a}")
                } else {
                    format!("{a}-{b}")
                }
            }
            9 if depth < 2 => self.class(depth + 1).0,
            10 if depth < 2 => format!("&&{}", self.class(depth + 1).0),
            11 => format!("&&{}", one(self.random)),
            12 => self.random.pick(&["\\d", "\\w", "\\W", "\\s", "\\S", "\\h", "\\v", "\\D", "\\H"]).to_owned(),
            13 if matches!(self.topic, "posix" | "unicode-class") => self.special(0).0,
            13 => self.random.pick(&["\\p{L}", "\\P{Lu}", "\\p{Alpha}", "\\pN", "\\p{IsGreek}"]).to_owned(),
            14 => self
                .random
                .pick(&[
                    "-", "&", "^", "&&", "]", " ", "#", "\\Q-]\\E", "\\x41", "\\b", "[", ".", "$", "a-z", "A-Z", "0-9",
                ])
                .to_owned(),
            _ => self.random.pick(&["a-z", "a-d", "0-9", "A-Z", "abc"]).to_owned(),
        }
    }
}
