//! Kinds of values that functions take and return, and the literals that stand as defaults.

use std::fmt;

/// A kind of value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Any object.
    Any,
    /// No value: None.
    Nothing,
    /// `str` or `unicode`.
    Text,
    /// True or False.
    Boolean,
    /// A whole number.
    Integer,
    /// A number, whole or not.
    Number,
    /// A list or tuple of values of one kind.
    Sequence(&'static Type),
    /// A list.
    List(&'static Type),
    /// A tuple of values of one kind.
    Tuple(&'static Type),
    /// A dictionary whose keys are texts.
    Dictionary,
    /// Something that can be called.
    Callable,
    /// An object of this class of the catalogue, by its full name.
    Object(&'static str),
    /// A value of one of several kinds.
    OneOf(&'static [Type]),
    /// A value of this kind, or None.
    OrNone(&'static Type),
}

/// A dataset that is not a sequence.
pub const DATASET: Type = Type::Object("com.inductiveautomation.ignition.common.Dataset");
/// A dataset that is a sequence of rows.
pub const PY_DATASET: Type =
    Type::Object("com.inductiveautomation.ignition.common.script.builtin.DatasetUtilities.PyDataSet");
/// The sessions of all nodes of a cluster.
pub const ALL_SESSIONS: Type = Type::Object("system.rollcall.AllSessions");
/// A component, or a window.
pub const COMPONENT: Type = Type::Object("java.awt.Component");
/// The argument of a component's script.
pub const EVENT: Type = Type::Object("java.util.EventObject");
/// An event, or the component that it comes from.
pub const EVENT_OR_COMPONENT: Type = Type::OneOf(&[EVENT, COMPONENT]);
/// A window by its path, itself, or an event of a component in it.
pub const WINDOW: Type = Type::OneOf(&[Type::Text, COMPONENT, EVENT]);
/// A colour.
pub const COLOR: Type = Type::Object("java.awt.Color");
/// A logger.
pub const LOGGER: Type = Type::Object("com.inductiveautomation.ignition.common.util.LoggerEx");

impl fmt::Display for Type {
    /// As a page for people names it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Any => f.write_str("any value"),
            Type::Nothing => f.write_str("None"),
            Type::Text => f.write_str("text"),
            Type::Boolean => f.write_str("boolean"),
            Type::Integer => f.write_str("whole number"),
            Type::Number => f.write_str("number"),
            Type::Sequence(of) => write!(f, "list or tuple ({of})"),
            Type::List(of) => write!(f, "list ({of})"),
            Type::Tuple(of) => write!(f, "tuple ({of})"),
            Type::Dictionary => f.write_str("dictionary"),
            Type::Callable => f.write_str("function"),
            Type::Object(class) => f.write_str(class.rsplit('.').next().unwrap_or(class)),
            Type::OneOf(kinds) => {
                let names: Vec<_> = kinds.iter().map(ToString::to_string).collect();
                f.write_str(&names.join(" or "))
            }
            Type::OrNone(kind) => write!(f, "{kind} or None"),
        }
    }
}

/// A value that can be written into a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literal {
    /// `None`.
    None,
    /// `True` or `False`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A text, without characters that a literal would have to escape.
    Text(&'static str),
}

impl fmt::Display for Literal {
    /// As Python writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Literal::None => f.write_str("None"),
            Literal::Boolean(true) => f.write_str("True"),
            Literal::Boolean(false) => f.write_str("False"),
            Literal::Integer(number) => write!(f, "{number}"),
            Literal::Text(text) => write!(f, "\"{text}\""),
        }
    }
}
