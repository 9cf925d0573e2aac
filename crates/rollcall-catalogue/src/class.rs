//! The catalogue's entry for a class of Java's that scripts meet.
//!
//! An entry is built in a constant, as one of a function is. A property of a bean is one entry that stands for the attribute
//! and for the methods that read and write it. Methods of Java's take their arguments by position; a parameter whose name
//! begins with `*` takes all that follow.

use std::fmt;

use crate::function::Form;
use crate::value::Type;

/// The most ways in which one member can be called, and a class be made.
const MOST_FORMS: usize = 6;

/// A class.
#[derive(Clone, Copy, Debug)]
pub struct Class {
    /// Its full name, such as `java.util.Date`.
    pub name: &'static str,
    /// The description of the class.
    pub about: &'static str,
    /// The full name of the class that it is below; empty when the base is not one of these.
    pub base: &'static str,
    makes: Forms,
    /// The members of its objects and of itself, besides those of the base.
    pub members: &'static [Member],
    /// Whole numbers that the class has by name, as lines of a name and a number between tabs.
    pub numbers: &'static str,
    /// Whether objects have more attributes than these: the properties of a component.
    pub is_open: bool,
    /// An expression of Python's that leads to an object of it; empty when it can be imported.
    pub met_as: &'static str,
    /// The differences from Java, Jython or Ignition 7.9; empty when there are none.
    pub differs: &'static str,
    /// The first version of Rollcall that has it.
    pub since: &'static str,
}

/// A named member of an object or a class.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Its name.
    pub name: &'static str,
    /// The description of the member.
    pub about: &'static str,
    /// Which sort it is.
    pub sort: Sort,
    /// Whether it belongs to the class and not to an object.
    pub is_static: bool,
    takes: Forms,
    /// The type of its value or result.
    pub result: Type,
    /// For a property whose name the class has as well: the type of that value.
    pub on_class: Option<Type>,
}

/// The sorts of members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// It is called.
    Method,
    /// An attribute, with the names of the methods that read and write it; each is empty when there is no such method.
    /// A property with a method to write it can be set.
    Property {
        /// Reads it.
        getter: &'static str,
        /// Writes it.
        setter: &'static str,
    },
    /// An attribute of the class that never changes.
    Constant,
    /// An operation of Python on an object: its length, its elements, its order.
    Operation,
}

#[derive(Clone, Copy, Debug)]
struct Forms {
    forms: [Form; MOST_FORMS],
    count: usize,
}

impl Forms {
    const NONE: Forms = Forms { forms: [&[]; MOST_FORMS], count: 0 };

    const fn and(mut self, form: Form) -> Self {
        self.forms[self.count] = form;
        self.count += 1;
        self
    }
}

/// An entry with only a name and a description.
pub const fn class(name: &'static str, about: &'static str) -> Class {
    Class {
        name,
        about,
        base: "",
        makes: Forms::NONE,
        members: &[],
        numbers: "",
        is_open: false,
        met_as: "",
        differs: "",
        since: "0.1.0",
    }
}

impl Class {
    /// The ways of making an object; an empty list when a script cannot.
    #[must_use]
    pub fn makes(&self) -> &[Form] {
        &self.makes.forms[..self.makes.count]
    }

    /// Its name without the package.
    #[must_use]
    pub fn short_name(&self) -> &'static str {
        self.name.rsplit('.').next().unwrap_or(self.name)
    }

    /// Its package: the module that it is imported from.
    #[must_use]
    pub fn package(&self) -> &'static str {
        self.name.rsplit_once('.').map_or("", |(package, _)| package)
    }

    /// Whether scripts import it by its name.
    #[must_use]
    pub fn is_imported(&self) -> bool {
        self.met_as.is_empty()
    }

    /// The numbers that it has by name.
    pub fn numbers(&self) -> impl Iterator<Item = (&'static str, i64)> + use<> {
        self.numbers.lines().filter_map(|line| {
            let (name, number) = line.split_once('\t')?;
            Some((name, number.parse().ok()?))
        })
    }

    /// The class that it is below.
    #[must_use]
    pub const fn below(mut self, base: &'static str) -> Self {
        self.base = base;
        self
    }

    /// A way of making an object; given again, another one.
    #[must_use]
    pub const fn made_of(mut self, form: Form) -> Self {
        self.makes = self.makes.and(form);
        self
    }

    /// Its members.
    #[must_use]
    pub const fn has(mut self, members: &'static [Member]) -> Self {
        self.members = members;
        self
    }

    /// Whole numbers that it has by name.
    #[must_use]
    pub const fn numbered(mut self, numbers: &'static str) -> Self {
        self.numbers = numbers;
        self
    }

    /// Its objects have more attributes than are written down here.
    #[must_use]
    pub const fn open(mut self) -> Self {
        self.is_open = true;
        self
    }

    /// It cannot be imported; an object of it is met as this expression.
    #[must_use]
    pub const fn met_as(mut self, expression: &'static str) -> Self {
        self.met_as = expression;
        self
    }

    /// The differences from the original.
    #[must_use]
    pub const fn differs(mut self, differs: &'static str) -> Self {
        self.differs = differs;
        self
    }
}

const fn member(name: &'static str, sort: Sort, result: Type, about: &'static str) -> Member {
    Member { name, about, sort, is_static: false, takes: Forms::NONE, result, on_class: None }
}

/// A method without parameters, until [`Member::takes`] gives it some.
pub const fn method(name: &'static str, result: Type, about: &'static str) -> Member {
    member(name, Sort::Method, result, about)
}

/// A property that can be read, by this method as well.
pub const fn bean(name: &'static str, getter: &'static str, result: Type, about: &'static str) -> Member {
    member(name, Sort::Property { getter, setter: "" }, result, about)
}

/// A constant of the class.
pub const fn constant(name: &'static str, result: Type, about: &'static str) -> Member {
    member(name, Sort::Constant, result, about).of_class()
}

/// An operation of Python on an object, by the name of the method that Python looks for.
pub const fn operation(name: &'static str, result: Type, about: &'static str) -> Member {
    member(name, Sort::Operation, result, about)
}

impl Member {
    /// The ways of calling it, at least one.
    #[must_use]
    pub fn forms(&self) -> &[Form] {
        &self.takes.forms[..self.takes.count.max(1)]
    }

    /// All names that it has.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        let more = match self.sort {
            Sort::Property { getter, setter } => [getter, setter],
            _ => ["", ""],
        };
        [self.name].into_iter().chain(more).filter(|name| !name.is_empty())
    }

    /// Whether Python may set it.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        matches!(self.sort, Sort::Property { setter, .. } if !setter.is_empty())
    }

    /// A way of calling it; given again, another one.
    #[must_use]
    pub const fn takes(mut self, form: Form) -> Self {
        self.takes = self.takes.and(form);
        self
    }

    /// It belongs to the class.
    #[must_use]
    pub const fn of_class(mut self) -> Self {
        self.is_static = true;
        self
    }

    /// The class has this name, too, for a value of another kind.
    #[must_use]
    pub const fn on_class(mut self, kind: Type) -> Self {
        self.on_class = Some(kind);
        self
    }

    /// The property can be set, by this method as well.
    #[must_use]
    pub const fn set_by(mut self, setter: &'static str) -> Self {
        if let Sort::Property { getter, .. } = self.sort {
            self.sort = Sort::Property { getter, setter };
        }
        self
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Sort::Method => "method",
            Sort::Property { .. } => "property",
            Sort::Constant => "constant",
            Sort::Operation => "operation",
        })
    }
}
