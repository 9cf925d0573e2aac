//! Modules of Python 2 that import everywhere and do nothing: names, parameters, defaults and documentation.

use std::fmt::Write as _;

use super::documentation;
use crate::class::{Class, Member, Sort};
use crate::function::{Form, Function, Namespace, parameters};
use crate::java::throwable::THROWABLE;
use crate::java::{class, with_bases};
use crate::system::NAMESPACES;
use crate::value::Type;

/// The body of every function.
const BODY: &str = "raise NotImplementedError('this file is for editors')";

/// The module of all namespaces.
pub(super) fn system() -> String {
    let names: Vec<&str> = NAMESPACES.iter().filter_map(|namespace| namespace.name.strip_prefix("system.")).collect();
    format!(
        "\"\"\"The scripting functions. This file is for editors.\"\"\"\n\nfrom system import {}\n",
        names.join(", ")
    )
}

/// The module of a namespace.
pub(super) fn namespace(namespace: &Namespace) -> String {
    let mut text = format!("{}\n", documentation(namespace.about, ""));
    for function in namespace.functions {
        let taken = taken(function.forms());
        let about = documentation(&described(function), "    ");
        let _ = write!(text, "\n\ndef {}({taken}):\n    {about}\n    {BODY}\n", function.name);
    }
    for error in namespace.errors {
        let _ = write!(text, "\n\nclass {}(RuntimeError):\n    {}\n", error.name, documentation(error.about, "    "));
        for (name, _, about) in error.attributes {
            let _ = write!(text, "\n    # {about}\n    {name} = None\n");
        }
    }
    text
}

/// The parameters; of several forms any.
fn taken(forms: &[Form]) -> String {
    match forms {
        [form] => parameters(form),
        _ => "*args".to_owned(),
    }
}

/// A function's description, parameters and result, in the form that editors read.
fn described(function: &Function) -> String {
    let mut text = format!("{}\n", function.about);
    if let [_, _, ..] = function.forms() {
        let _ = write!(text, "\nTakes: {}\n", function.signatures().join(", or "));
    }
    for given in function.forms().iter().copied().flatten() {
        let _ = write!(text, "\n:param {}: {}", given.name, given.about);
    }
    if function.result != Type::Nothing {
        let _ = write!(text, "\n:return: {}", function.result_about);
    }
    text.trim_end().to_owned() + "\n"
}

/// The module of a package.
pub(super) fn classes(package: &str, classes: &[&'static Class]) -> String {
    let mut text = "\"\"\"Classes that scripts can import. This file is for editors.\"\"\"\n".to_owned();
    let bases = classes.iter().filter_map(|one| class(one.base)).filter(|base| base.is_imported());
    let mut imports: Vec<String> = bases
        .filter(|base| base.package() != package)
        .map(|base| format!("from {} import {}\n", base.package(), base.short_name()))
        .collect();
    imports.sort();
    imports.dedup();
    if !imports.is_empty() {
        text = format!("{text}\n{}", imports.concat());
    }
    classes.iter().for_each(|one| self::one(&mut text, one));
    text
}

fn one(text: &mut String, one: &'static Class) {
    let base = class(one.base).filter(|base| base.is_imported()).map_or("object", Class::short_name);
    let base = if one.name == THROWABLE { "BaseException" } else { base };
    let _ = write!(text, "\n\nclass {}({base}):\n    {}\n", one.short_name(), documentation(one.about, "    "));
    // Members of bases that no module has count as its own.
    let own = with_bases(one).enumerate().take_while(|(place, base)| *place == 0 || !base.is_imported());
    let members: Vec<&Member> = own.flat_map(|(_, base)| base.members).collect();
    attributes(text, one, &members);
    if !one.makes().is_empty() {
        method(text, "__init__", one.makes(), false, "Makes one.");
    }
    for (place, member) in members.iter().enumerate() {
        let is_again = place > 0 && members.get(place - 1).is_some_and(|before| before.name == member.name);
        if !is_again {
            methods(text, member);
        }
    }
}

fn attributes(text: &mut String, one: &Class, members: &[&Member]) {
    let is_attribute = |member: &&&Member| matches!(member.sort, Sort::Constant | Sort::Property { .. });
    let names = members.iter().filter(is_attribute).map(|member| format!("    {} = None\n", member.name));
    let numbers = one.numbers().map(|(name, number)| format!("    {name} = {number}\n"));
    let lines: String = names.chain(numbers).collect();
    if !lines.is_empty() {
        let _ = write!(text, "\n{lines}");
    }
}

/// The methods of a member.
fn methods(text: &mut String, member: &Member) {
    match member.sort {
        Sort::Method | Sort::Operation => method(text, member.name, member.forms(), member.is_static, member.about),
        Sort::Constant => {}
        Sort::Property { getter, setter } => {
            if !getter.is_empty() {
                method(text, getter, &[&[]], false, member.about);
            }
            if !setter.is_empty() {
                let _ = write!(text, "\n    def {setter}(self, {}):\n        {BODY}\n", member.name);
            }
        }
    }
}

fn method(text: &mut String, name: &str, forms: &[Form], is_static: bool, about: &str) {
    let taken = taken(forms);
    let (decorator, own) = if is_static { ("    @staticmethod\n", "") } else { ("", "self") };
    let between = if own.is_empty() || taken.is_empty() { "" } else { ", " };
    let about = documentation(about, "        ");
    let _ = write!(text, "\n{decorator}    def {name}({own}{between}{taken}):\n        {about}\n        {BODY}\n");
}
