//! The path by which a value was reached: `the function work uses settings['lock']`.

use super::format::Number;

/// One step from a value to one that it refers to.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// The first value, as errors call it.
    Start(&'static str),
    /// The called function, by its name.
    Called(String),
    /// An argument of the call, counted from 1.
    Argument(usize),
    /// An argument of the call, by its name.
    Keyword(String),
    /// A function or method uses this name.
    Uses(String),
    /// A default of a function's parameter.
    Default,
    /// An element.
    Item(usize),
    /// A value of a dictionary, under this key.
    Value(String),
    /// A key of a dictionary, or an element of a set.
    Key,
    /// An attribute.
    Attribute(String),
    /// Something that scripts do not see.
    Within,
}

/// For each node: its parent, and the step that led here.
#[derive(Debug, Default)]
pub(super) struct Routes(Vec<(Number, Step)>);

impl Routes {
    /// Notes the step that led to the next node.
    pub(super) fn push(&mut self, from: Number, step: Step) {
        self.0.push((from, step));
    }

    /// The way to a node in words.
    pub(super) fn describe(&self, to: Number) -> String {
        let mut steps = Vec::new();
        let mut current = to;
        while let Some((from, step)) = self.0.get(current as usize) {
            steps.push(step);
            if *from == current {
                break;
            }
            current = *from;
        }
        let mut text = String::new();
        let mut used = false;
        for step in steps.into_iter().rev() {
            used |= matches!(step, Step::Uses(_));
            add(&mut text, step, used);
        }
        text
    }
}

/// Adds one step to the words.
fn add(text: &mut String, step: &Step, used: bool) {
    let words = match step {
        Step::Within => return,
        Step::Start(name) => (*name).to_owned(),
        Step::Called(name) => name.clone(),
        Step::Argument(number) => format!("argument {number}"),
        Step::Keyword(name) => format!("the argument {name}"),
        Step::Uses(name) if text.contains(" uses ") => format!(", which uses {name}"),
        Step::Uses(name) => format!(" uses {name}"),
        Step::Default if used => ", which uses its defaults".to_owned(),
        Step::Default => " uses its defaults".to_owned(),
        Step::Item(index) => format!("[{index}]"),
        Step::Value(key) => format!("[{key}]"),
        Step::Key => "'s keys".to_owned(),
        Step::Attribute(name) => format!(".{name}"),
    };
    text.push_str(&words);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_is_told_in_words() {
        let mut routes = Routes::default();
        for (from, step) in [
            (0, Step::Start("")),
            (0, Step::Called("the function work".to_owned())),
            (1, Step::Within),
            (2, Step::Uses("helper".to_owned())),
            (3, Step::Uses("settings".to_owned())),
            (4, Step::Value("'locks'".to_owned())),
            (5, Step::Item(2)),
            (6, Step::Attribute("owner".to_owned())),
            (0, Step::Argument(1)),
            (8, Step::Key),
        ] {
            routes.push(from, step);
        }
        for (node, expected) in [
            (1, "the function work"),
            (3, "the function work uses helper"),
            (7, "the function work uses helper, which uses settings['locks'][2].owner"),
            (9, "argument 1's keys"),
            (99, ""),
        ] {
            assert_eq!(routes.describe(node), expected);
        }
    }
}
