//! `system.gui.color`: a colour by its name, its parts or a text.
//!
//! The names are those of CSS (Color Module Level 4), one a line; case does not matter.

use rollcall_window::Color;
use rustpython_vm::{PyObjectRef, PyResult};

use crate::call::Call;
use crate::java::color;

const NAMES: &str = include_str!("color_names.tsv");

pub(super) fn named_color(call: &Call<'_>, text: String) -> PyResult {
    let wrong = || {
        call.value_error(format!(
            "{text:?} is not a colour: a name as in CSS, \"#rrggbb\", or \"red,green,blue\" is wanted"
        ))
    };
    Ok(color::color(named(&text).ok_or_else(wrong)?, call.vm))
}

pub(super) fn color_of_parts(
    call: &Call<'_>,
    red: Option<PyObjectRef>,
    green: Option<PyObjectRef>,
    blue: Option<PyObjectRef>,
    alpha: Option<PyObjectRef>,
) -> PyResult {
    let parts: Vec<_> = [red, green, blue, alpha].into_iter().map_while(|part| part).collect();
    if parts.len() < 3 {
        return Err(call.type_error("red, green and blue are numbers, not None"));
    }
    Ok(color::color(color::from_parts("color", &parts, call.vm)?, call.vm))
}

/// The colour of a text.
fn named(text: &str) -> Option<Color> {
    let text = text.trim().to_ascii_lowercase();
    if let Ok(color) = text.parse() {
        return Some(color);
    }
    if let Some((_, digits)) = NAMES.lines().filter_map(|line| line.split_once('\t')).find(|(name, _)| *name == text) {
        return format!("#{digits}").parse().ok();
    }
    let parts: Vec<u8> = text.split(',').map(|part| part.trim().parse()).collect::<Result<_, _>>().ok()?;
    match parts.as_slice() {
        [red, green, blue] => Some(Color { red: *red, green: *green, blue: *blue, alpha: 255 }),
        [red, green, blue, alpha] => Some(Color { red: *red, green: *green, blue: *blue, alpha: *alpha }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_colours() {
        for (text, expected) in [
            ("red", Some("#ff0000")),
            ("CornflowerBlue", Some("#6495ed")),
            (" #12ABef ", Some("#12abef")),
            ("1, 2,3", Some("#010203")),
            ("1,2,3,4", Some("#01020304")),
            ("1,2", None),
            ("1,2,256", None),
            ("reddish", None),
            ("", None),
        ] {
            assert_eq!(named(text).map(|color| color.to_string()).as_deref(), expected, "{text}");
        }
        assert!(NAMES.lines().all(|line| line.split_once('\t').is_some_and(|(name, _)| named(name).is_some())));
    }
}
