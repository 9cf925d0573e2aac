//! `docs/java.md`: the page about the classes of Java and of the original.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{anchor, generated};
use crate::class::{Class, Member, Sort};
use crate::function::{Form, Parameter, parameters};
use crate::java::throwable::THROWABLE;
use crate::java::{classes, with_bases};

const HEAD: &str = "
# Java's classes

There is no Java machine. Of Java's classes, and of the original's, there are those that scripts meet. Most are imported by
Java's name for them, as in `from java.util import Date`; some cannot be imported, and are what a function or a property answers
with. Anything else in `java` is an `ImportError`, in Python 2 with what to use instead.

- A property can be read by its method, too: `date.time` and `date.getTime()`. One that can be set has a second method.
- The arguments of constructors and methods are given by position, as in Jython.
- What the cells and properties of datasets and components are is told in [scripting.md](scripting.md#datasets);
  [functions.json](functions.json) has the same facts for programs.

";

const EXCEPTIONS: &str = "
## Exceptions

Each differs from the one that it is below by its name. `except` takes them with their package, or after an import.

| exception | below |
|---|---|
";

/// The page, in Markdown.
#[must_use]
pub fn java() -> String {
    let mut page = generated();
    page.push_str(HEAD);
    let _ = writeln!(page, "| class | is |\n|---|---|");
    for class in classes().filter(|class| !is_plain_exception(class)) {
        let _ = writeln!(page, "| [{0}]({1}) | {2} |", class.name, anchor(class.name), class.about);
    }
    let _ = writeln!(page, "| [exceptions](#exceptions) | Java's exceptions, of `java.lang` and beyond. |");
    classes().filter(|class| !is_plain_exception(class)).for_each(|class| section(&mut page, class));
    page.push_str(EXCEPTIONS);
    for class in classes().filter(|class| is_plain_exception(class)) {
        let _ = writeln!(page, "| `{}` | `{}` |", class.name, class.base);
    }
    page
}

/// Whether it is an exception with nothing to describe but its name.
fn is_plain_exception(class: &Class) -> bool {
    let is_below = with_bases(class).any(|base| base.name == THROWABLE);
    is_below && class.members.is_empty()
}

fn section(page: &mut String, class: &Class) {
    let _ = writeln!(page, "\n## {}\n\n{}", class.name, class.about);
    let facts = facts(class);
    if !facts.is_empty() {
        let _ = writeln!(page, "\n- {}", facts.join("\n- "));
    }
    members(page, class);
    explained(page, class);
}

fn facts(class: &Class) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(base) = crate::java::class(class.base) {
        let place = if is_plain_exception(base) { anchor("exceptions") } else { anchor(base.name) };
        facts.push(format!("Below: [{}]({place}).", base.name));
    }
    if !class.is_imported() {
        facts.push(format!("Cannot be imported; one is `{}`.", class.met_as));
    }
    if !class.makes().is_empty() {
        let makes: Vec<String> = class.makes().iter().map(|form| call(class.short_name(), form)).collect();
        facts.push(format!("Made by: {}.", makes.join(", ")));
    }
    if !class.differs.is_empty() {
        facts.push(format!("Differs: {}", class.differs));
    }
    if let Some((first, _)) = class.numbers().next() {
        facts.push(format!("Has {} numbers by name, `{first}` and others: Java's.", class.numbers().count()));
    }
    facts
}

fn members(page: &mut String, class: &Class) {
    if class.members.is_empty() {
        return;
    }
    let _ = writeln!(page, "\n| member | is | |\n|---|---|---|");
    let mut rest = class.members;
    while let Some(first) = rest.first() {
        let alike = rest.iter().take_while(|next| is_same_constant(first, next)).count().max(1);
        let (row, others) = rest.split_at(alike);
        let names: Vec<String> = row.iter().map(shown).collect();
        let of_class = if first.is_static && first.sort == Sort::Method { " (of the class)" } else { "" };
        let _ = writeln!(page, "| {}{of_class} | {} | {} |", names.join(", "), first.result, first.about);
        rest = others;
    }
}

fn is_same_constant(one: &Member, other: &Member) -> bool {
    one.sort == Sort::Constant && other.sort == Sort::Constant && one.about == other.about
}

/// A member by all its names, as it is written in a script.
fn shown(member: &Member) -> String {
    match member.sort {
        Sort::Constant | Sort::Operation => format!("`{}`", member.name),
        Sort::Method => {
            let calls: Vec<String> = member.forms().iter().map(|form| call(member.name, form)).collect();
            calls.join(", ")
        }
        Sort::Property { getter, setter } => {
            let with_getter = format!("`{}`, `{getter}()`", member.name);
            if setter.is_empty() { with_getter } else { format!("{with_getter}, `{setter}({})`", member.name) }
        }
    }
}

fn call(name: &str, form: Form) -> String {
    format!("`{name}({})`", parameters(form))
}

/// The descriptions of the parameters of constructors and methods, each once.
fn explained(page: &mut String, class: &Class) {
    let methods = class.members.iter().filter(|member| member.sort == Sort::Method);
    let forms = class.makes().iter().chain(methods.flat_map(Member::forms));
    let mut seen = BTreeSet::new();
    let new = forms.flat_map(|form| form.iter()).filter(|given| seen.insert((given.name, given.about)));
    let lines: Vec<String> = new.map(line).collect();
    if !lines.is_empty() {
        let _ = writeln!(page, "\n| parameter | takes | |\n|---|---|---|\n{}", lines.join("\n"));
    }
}

fn line(Parameter { name, takes, about, .. }: &Parameter) -> String {
    format!("| `{name}` | {takes} | {about} |")
}
