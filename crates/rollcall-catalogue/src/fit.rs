//! Whether the arguments of a call fit a function, and Jython's error when they do not.
//!
//! A call is fitted twice: where it runs, and by `rollcall check`, which has only the text. Both give the same error.

use crate::function::{Form, Function};

/// The arguments of a call, as far as they can be counted.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    /// How many are given by position.
    pub positional: usize,
    /// The names of the others, in order.
    pub names: Vec<&'a str>,
}

impl Given<'_> {
    fn count(&self) -> usize {
        self.positional + self.names.len()
    }
}

/// Whether arguments fit parameters of these names, of which the first `required` must be given.
///
/// # Errors
/// The words of the `TypeError`: too many or too few, a name that is not a parameter, one given twice.
pub fn fit(function: &str, parameters: &[&str], required: usize, given: &Given<'_>) -> Result<(), String> {
    let wrong_count = |count| Err(wrong_count(function, required, parameters.len(), count));
    if given.positional > parameters.len() {
        return wrong_count(given.positional);
    }
    let mut is_given = vec![false; parameters.len()];
    is_given[..given.positional].fill(true);
    for name in &given.names {
        let Some(index) = parameters.iter().position(|parameter| parameter == name) else {
            return Err(format!("'{name}' is an invalid keyword argument for this function"));
        };
        if std::mem::replace(&mut is_given[index], true) {
            return Err(format!("keyword parameter '{name}' was given by position and by name"));
        }
    }
    if is_given[..required].contains(&false) {
        return wrong_count(is_given.iter().filter(|is_given| **is_given).count());
    }
    Ok(())
}

/// The way of calling a function that the arguments fit, as an index of its forms.
///
/// # Errors
/// The words of the `TypeError`: those of the only way, or of the one that takes as many; else the numbers of all.
pub fn form_of(function: &Function, given: &Given<'_>) -> Result<usize, String> {
    let fit_of = |form: &Form| {
        let names: Vec<_> = form.iter().map(|parameter| parameter.name).collect();
        fit(function.name, &names, required(form), given)
    };
    let forms = function.forms();
    if let Some(index) = forms.iter().position(|form| fit_of(form).is_ok()) {
        return Ok(index);
    }
    let as_many = forms.iter().find(|form| (required(form)..=form.len()).contains(&given.count()));
    match (forms, as_many) {
        ([form], _) | (_, Some(form)) => Err(fit_of(form).err().unwrap_or_default()),
        _ => Err(format!("{}(): expected {} args; got {}", function.name, numbers(forms), given.count())),
    }
}

/// `getLogger(): expected 1 args; got 0`.
#[must_use]
pub fn wrong_count(function: &str, least: usize, most: usize, given: usize) -> String {
    format!("{function}(): expected {} args; got {given}", range(least, most))
}

fn required(form: Form) -> usize {
    form.iter().filter(|parameter| parameter.is_required()).count()
}

/// The numbers of arguments that a function takes, as Jython writes them: `0-1, 3 or 5-6`.
fn numbers(forms: &[Form]) -> String {
    let mut numbers: Vec<_> = forms.iter().map(|form| (required(form), form.len())).collect();
    numbers.sort_unstable();
    numbers.dedup_by(|next, last| {
        let joins = next.0 <= last.1 + 1;
        if joins {
            last.1 = last.1.max(next.1);
        }
        joins
    });
    let words: Vec<_> = numbers.into_iter().map(|(least, most)| range(least, most)).collect();
    match words.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => words.concat(),
    }
}

fn range(least: usize, most: usize) -> String {
    if least == most { most.to_string() } else { format!("{least}-{most}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::{dataset, gui, util};

    fn check(function: &Function, positional: usize, names: &[&str], expected: Result<usize, &str>) {
        let given = Given { positional, names: names.to_vec() };
        assert_eq!(form_of(function, &given), expected.map_err(str::to_owned), "{positional} {names:?}");
    }

    #[test]
    fn calls_fit_or_are_told_why_not() {
        check(&util::GET_SESSION_INFO, 0, &["projectFilter"], Ok(0));
        check(&util::GET_SESSION_INFO, 3, &[], Err("getSessionInfo(): expected 0-2 args; got 3"));
        check(&util::GET_SESSION_INFO, 1, &["user"], Err("'user' is an invalid keyword argument for this function"));
        let twice = "keyword parameter 'usernameFilter' was given by position and by name";
        check(&util::GET_SESSION_INFO, 1, &["usernameFilter"], Err(twice));
        check(&util::SEND_MESSAGE, 1, &["payload"], Err("sendMessage(): expected 2-9 args; got 2"));
    }

    #[test]
    fn several_ways_of_calling_are_told_together() {
        check(&gui::COLOR_OF, 1, &[], Ok(0));
        check(&gui::COLOR_OF, 0, &["red", "green", "blue"], Ok(1));
        check(&gui::COLOR_OF, 2, &[], Err("color(): expected 1 or 3-4 args; got 2"));
        check(&dataset::TO_DATASET, 0, &["rows", "headers"], Ok(1));
        check(&dataset::TO_DATASET, 0, &[], Err("toDataSet(): expected 1-2 args; got 0"));
        check(&dataset::TO_DATASET, 1, &["lines"], Err("'lines' is an invalid keyword argument for this function"));
    }
}
