//! The Python that a script is written in, and how a script declares it.
//!
//! The order of precedence: a command's option, the script's own declaration, the project's setting, and the default,
//! in which scripts of 7.9 are written. A worker is told the result.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The language that a script is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Dialect {
    /// Python 2.7 as Jython has it: the language of 7.9's scripts.
    #[default]
    #[serde(rename = "7.9")]
    Python27,
    /// Python 3, as the engine has it.
    #[serde(rename = "3")]
    Python3,
}

/// How many lines at the top of a script may declare its Python.
const HEAD: usize = 5;

impl Dialect {
    /// The Python that a script declares: a comment `# python: 3` or `# python: 7.9` within its first five lines.
    ///
    /// A comment of another form, or with another version, has no effect.
    #[must_use]
    pub fn declared(source: &str) -> Option<Self> {
        source.lines().take(HEAD).find_map(|line| {
            let (key, value) = line.trim().strip_prefix('#')?.split_once(':')?;
            if key.trim() == "python" { value.trim().parse().ok() } else { None }
        })
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Python27 => "7.9",
            Self::Python3 => "3",
        })
    }
}

/// A text that names no Python.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDialect;

impl fmt::Display for NoDialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a Python that scripts can be written in; there are \"7.9\" and \"3\"")
    }
}

impl std::error::Error for NoDialect {}

impl FromStr for Dialect {
    type Err = NoDialect;

    /// `7.9` and `3`; `2.7` and `2` mean the first.
    fn from_str(text: &str) -> Result<Self, NoDialect> {
        match text {
            "7.9" | "2.7" | "2" => Ok(Self::Python27),
            "3" => Ok(Self::Python3),
            _ => Err(NoDialect),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Dialect::{self, Python3, Python27};

    #[test]
    fn a_script_declares_its_dialect() {
        let cases = [
            ("# python: 3\nprint(1)", Some(Python3)),
            ("#python:7.9", Some(Python27)),
            ("# -*- coding: utf-8 -*-\n\n# who is on\n# python: 3 \n", Some(Python3)),
            ("\n\n\n\n\n# python: 3", None),
            ("# python: 4\n# python: 3", Some(Python3)),
            ("# a python: 3", None),
            ("print 'python: 3'", None),
            ("", None),
        ];
        for (source, declared) in cases {
            assert_eq!(Dialect::declared(source), declared, "{source:?}");
        }
    }
}
