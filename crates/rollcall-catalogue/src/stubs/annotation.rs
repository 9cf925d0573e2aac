//! Types as Python 3 writes them.

use std::collections::BTreeSet;

use crate::function::Parameter;
use crate::java::class;
use crate::value::Type;

/// The module of the classes that cannot be imported. There is no such module when a script runs.
pub(super) const MET: &str = "_rollcall";

/// Writes types for one module, and keeps which others they need.
pub(super) struct Writer {
    /// The module.
    pub here: String,
    /// The modules that have to be imported.
    pub uses: BTreeSet<String>,
}

impl Writer {
    pub(super) fn new(here: &str) -> Self {
        Writer { here: here.to_owned(), uses: BTreeSet::new() }
    }

    /// A type.
    pub(super) fn kind(&mut self, kind: Type) -> String {
        match kind {
            Type::Any => "Any".to_owned(),
            Type::Nothing => "None".to_owned(),
            Type::Text => "str".to_owned(),
            Type::Boolean => "bool".to_owned(),
            Type::Integer => "int".to_owned(),
            Type::Number => "float".to_owned(),
            Type::Sequence(of) => format!("Sequence[{}]", self.kind(*of)),
            Type::List(of) => format!("list[{}]", self.kind(*of)),
            Type::Tuple(of) => format!("tuple[{}, ...]", self.kind(*of)),
            Type::Dictionary => "dict[str, Any]".to_owned(),
            Type::Callable => "Callable[..., Any]".to_owned(),
            Type::Object(name) => self.object(name),
            Type::OneOf(kinds) => kinds.iter().map(|kind| self.kind(*kind)).collect::<Vec<_>>().join(" | "),
            Type::OrNone(kind) => self.or_none(*kind),
        }
    }

    fn or_none(&mut self, kind: Type) -> String {
        let written = self.kind(kind);
        if written == "Any" || written.ends_with("None") { written } else { format!("{written} | None") }
    }

    /// A class by its full name.
    pub(super) fn object(&mut self, name: &str) -> String {
        let Some(class) = class(name) else {
            return if name == "type" { "type[Any]".to_owned() } else { name.to_owned() };
        };
        let module = if class.is_imported() { class.package() } else { MET };
        if module == self.here {
            return class.short_name().to_owned();
        }
        self.uses.insert(module.to_owned());
        format!("{module}.{}", class.short_name())
    }

    /// A parameter with its type and its default, which None stands for, too.
    pub(super) fn parameter(&mut self, parameter: &Parameter) -> String {
        match parameter.default {
            None => format!("{}: {}", parameter.name, self.kind(parameter.takes)),
            Some(default) => format!("{}: {} = {default}", parameter.name, self.or_none(parameter.takes)),
        }
    }
}
