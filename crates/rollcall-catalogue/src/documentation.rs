//! The text that a function's `__doc__` and `help` show: its entry as plain text.

use std::fmt::Write;

use crate::function::{Form, Function};
use crate::value::Type;

/// The entry as text: description, parameters, result, errors, differences, scope. The ways of calling it stand first
/// where there are several; of a single one the signature has its own place, `__text_signature__`.
#[must_use]
pub fn documentation(function: &Function) -> String {
    let signatures = function.signatures();
    let mut text = if signatures.len() > 1 { signatures.join("\n") + "\n\n" } else { String::new() };
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{}", function.about);
    let mut told = Vec::new();
    for form in function.forms() {
        parameters(form, &mut told, &mut text);
    }
    if function.result != Type::Nothing {
        let _ = write!(text, "\nAnswers ({}): {}\n", function.result, function.result_about);
    }
    for (exception, when) in function.raises {
        let _ = write!(text, "\nRaises {exception}: {when}.\n");
    }
    if !function.differs.is_empty() {
        let _ = write!(text, "\nDiffers from Ignition 7.9: {}\n", function.differs);
    }
    let _ = write!(text, "\nScope: {}.", function.scopes);
    text
}

fn parameters(form: Form, told: &mut Vec<&'static str>, text: &mut String) {
    for parameter in form {
        if !told.contains(&parameter.name) {
            told.push(parameter.name);
            let _ = write!(text, "\n  {} ({}): {}", parameter.name, parameter.takes, parameter.about);
        }
    }
    if !form.is_empty() {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::{gui, security};

    #[test]
    fn every_form_and_parameter_is_told() {
        assert_eq!(
            documentation(&gui::COLOR_OF),
            "color(color)\ncolor(red, green, blue, alpha=None)\n\nMakes a colour.\n\n  \
             color (text): A name as in CSS, \"#rrggbb\", or \"red,green,blue\".\n\n  \
             red (number): Up to 255, or a fraction up to 1.0.\n  green (number): As red.\n  blue (number): As red.\n  \
             alpha (number): How opaque it is, as red; None is fully.\n\nAnswers (Color): The colour.\n\n\
             Raises ValueError: the text is not a colour.\n\nRaises java.lang.IllegalArgumentException: a number is out of \
             range.\n\n\
             Differs from Ignition 7.9: Names are those of CSS. A text that is not a colour is a `ValueError`.\n\n\
             Scope: gateway, client and designer."
        );
        assert_eq!(
            documentation(&security::LOGOUT),
            "Logs the person out: the session is over when the script is, and the client asks for a \
             user.\n\nScope: client and designer."
        );
    }
}
