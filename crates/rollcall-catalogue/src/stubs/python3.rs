//! Stub files of Python 3, with types.

use std::fmt::Write as _;

use super::annotation::{MET, Writer};
use super::{documentation, words};
use crate::class::{Class, Member, Sort};
use crate::function::{Form, Namespace};
use crate::java::throwable::THROWABLE;
use crate::system::NAMESPACES;
use crate::value::Type;

/// The names that scripts have without an import, for checkers that read this file.
pub(super) const BUILTINS: &str = "\"\"\"What scripts have without an import; `event` only those of components.\"\"\"

from typing import Any

import system as system

event: Any
";

/// A name that is a value of an object and another of its class, as `java.awt.Color.red` is.
const EITHER: &str = "
_T = TypeVar(\"_T\")
_C = TypeVar(\"_C\")

class Either(Generic[_T, _C]):
    \"\"\"A value of an object, and another of its class.\"\"\"
    @overload
    def __get__(self, instance: None, owner: Any, /) -> _C: ...
    @overload
    def __get__(self, instance: object, owner: Any, /) -> _T: ...
";

/// The module of all namespaces.
pub(super) fn system() -> String {
    let names = NAMESPACES.iter().filter_map(|namespace| namespace.name.strip_prefix("system."));
    let imports: Vec<String> = names.map(|name| format!("from . import {name} as {name}\n")).collect();
    format!("\"\"\"The scripting functions.\"\"\"\n\n{}", imports.concat())
}

/// The module of a namespace.
pub(super) fn namespace(namespace: &Namespace) -> String {
    let mut writer = Writer::new(namespace.name);
    let mut body = String::new();
    for function in namespace.functions {
        let call = Call { name: function.name, result: function.result, about: function.about, of: Of::Module };
        body.push('\n');
        definitions(
            &mut body,
            &mut writer,
            &call,
            &function.forms().iter().map(|form| (*form, call)).collect::<Vec<_>>(),
        );
    }
    for error in namespace.errors {
        let _ = writeln!(body, "\nclass {}(RuntimeError):\n    {}", error.name, documentation(error.about, "    "));
        for (name, kind, about) in error.attributes {
            let _ = writeln!(body, "    {name}: {}\n    {}", writer.kind(*kind), documentation(about, "    "));
        }
    }
    module(namespace.about, &writer, &body)
}

/// The module of a package.
pub(super) fn classes(package: &str, classes: &[&'static Class]) -> String {
    let mut writer = Writer::new(package);
    let mut body = String::new();
    if package == MET {
        body.push_str(EITHER);
    }
    for class in classes {
        body.push('\n');
        self::class(&mut body, &mut writer, class);
    }
    let about = if package == MET {
        "What functions and properties answer with and no script can import: there is no such module when a script runs."
    } else {
        "Classes that scripts can import."
    };
    module(about, &writer, &body)
}

fn module(about: &str, writer: &Writer, body: &str) -> String {
    let mut text = format!("{}\n", documentation(about, ""));
    let used = words(body);
    let from =
        |names: &[&str]| names.iter().filter(|name| used.contains(**name)).copied().collect::<Vec<_>>().join(", ");
    let imports = [
        ("collections.abc", from(&["Callable", "Iterator", "Sequence"])),
        ("typing", from(&["Any", "ClassVar", "Final", "Generic", "TypeVar", "overload"])),
    ];
    for (module, names) in imports.iter().filter(|(_, names)| !names.is_empty()) {
        let _ = write!(text, "\nfrom {module} import {names}");
    }
    for module in &writer.uses {
        let _ = write!(text, "\nimport {module}");
    }
    if text.ends_with('\n') { text + body } else { text + "\n" + body }
}

/// The owner of a function or a method.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Module,
    Class,
    Object,
}

/// The part that is the same for all forms of a function.
#[derive(Clone, Copy)]
struct Call<'a> {
    name: &'a str,
    result: Type,
    about: &'a str,
    of: Of,
}

/// The definitions of a function, each with its form; of a method indented.
fn definitions(body: &mut String, writer: &mut Writer, call: &Call<'_>, forms: &[(Form, Call<'_>)]) {
    let indent = if call.of == Of::Module { "" } else { "    " };
    for (form, call) in forms {
        if forms.len() > 1 {
            let _ = writeln!(body, "{indent}@overload");
        }
        if call.of == Of::Class {
            let _ = writeln!(body, "{indent}@staticmethod");
        }
        let result = match (call.name, call.result) {
            ("__iter__", element) => format!("Iterator[{}]", writer.kind(element)),
            (_, result) => writer.kind(result),
        };
        let inner = format!("{indent}    ");
        let parameters = parameters(writer, form, call.of);
        let text = documentation(call.about, &inner);
        let _ = writeln!(body, "{indent}def {}({parameters}) -> {result}:\n{inner}{text}", call.name);
    }
}

/// The parameters; those of classes of Java's are given by position.
fn parameters(writer: &mut Writer, form: Form, of: Of) -> String {
    let mut written: Vec<String> = form.iter().map(|parameter| writer.parameter(parameter)).collect();
    if of != Of::Module && !form.is_empty() {
        let variadic = written.iter().position(|parameter| parameter.starts_with('*')).unwrap_or(written.len());
        written.insert(variadic, "/".to_owned());
    }
    if of == Of::Object {
        written.insert(0, "self".to_owned());
    }
    written.join(", ")
}

fn class(body: &mut String, writer: &mut Writer, class: &'static Class) {
    let _ = writeln!(
        body,
        "class {}{}:\n    {}",
        class.short_name(),
        bases(writer, class),
        documentation(class.about, "    ")
    );
    if !class.makes().is_empty() {
        let made = Call { name: "__init__", result: Type::Nothing, about: "Makes one.", of: Of::Object };
        definitions(body, writer, &made, &class.makes().iter().map(|form| (*form, made)).collect::<Vec<_>>());
    }
    let mut rest = class.members;
    while let Some(first) = rest.first() {
        let (same, others) = rest.split_at(rest.iter().take_while(|next| next.name == first.name).count());
        member(body, writer, same);
        rest = others;
    }
    for (name, number) in class.numbers() {
        let _ = writeln!(body, "    {name}: Final = {number}");
    }
    if class.is_open {
        body.push_str("    def __getattr__(self, name: str, /) -> Any: ...\n");
        body.push_str("    def __setattr__(self, name: str, value: Any, /) -> None: ...\n");
    }
}

fn bases(writer: &mut Writer, class: &Class) -> String {
    let base = if class.base.is_empty() { String::new() } else { writer.object(class.base) };
    match class.name {
        THROWABLE => format!("({base}, BaseException)"),
        "java.lang.Class" => "(type)".to_owned(),
        "java.lang.Object" => format!("(metaclass={})", writer.object("java.lang.Class")),
        _ if base.is_empty() => base,
        _ => format!("({base})"),
    }
}

/// A member, or the members of one name.
fn member(body: &mut String, writer: &mut Writer, same: &[Member]) {
    let Some(first) = same.first() else { return };
    match first.sort {
        Sort::Constant => {
            let _ = writeln!(body, "    {}: ClassVar[{}]", first.name, writer.kind(first.result));
        }
        Sort::Property { getter, setter } => property(body, writer, first, getter, setter),
        Sort::Method | Sort::Operation => {
            let call = |member: &Member| Call {
                name: first.name,
                result: member.result,
                about: member.about,
                of: if member.is_static { Of::Class } else { Of::Object },
            };
            let forms: Vec<(Form, Call<'_>)> = same
                .iter()
                .flat_map(|member| member.forms().iter().map(|form| (*form, call(member))).collect::<Vec<_>>())
                .collect();
            definitions(body, writer, &call(first), &forms);
        }
    }
}

fn property(body: &mut String, writer: &mut Writer, member: &Member, getter: &str, setter: &str) {
    let (name, result) = (member.name, writer.kind(member.result));
    let about = documentation(member.about, "        ");
    match (member.on_class, setter) {
        (Some(on_class), _) => {
            let either = if writer.here == MET { "Either".to_owned() } else { format!("{MET}.Either") };
            writer.uses.insert(MET.to_owned());
            let _ = writeln!(body, "    {name}: {either}[{result}, {}]", writer.kind(on_class));
        }
        (None, "") => {
            let _ = writeln!(body, "    @property\n    def {name}(self) -> {result}:\n        {about}");
        }
        (None, setter) => {
            let _ = writeln!(body, "    {name}: {result}");
            let _ = writeln!(body, "    def {setter}(self, {name}: {result}, /) -> None:\n        {about}");
        }
    }
    if !getter.is_empty() {
        let _ = writeln!(body, "    def {getter}(self) -> {result}:\n        {about}");
    }
}
