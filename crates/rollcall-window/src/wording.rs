//! Parts of messages: choices, and beginnings of long texts.

use std::fmt::Write;

/// The choices with commas and `or`.
pub(crate) fn one_of(choices: impl Iterator<Item = String>) -> String {
    let choices: Vec<String> = choices.collect();
    match choices.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// The beginning of a text that would be too long for a message.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut beginning: String = text.chars().take(LONGEST).collect();
    if beginning.len() < text.len() {
        let _ = write!(beginning, "…");
    }
    beginning
}
