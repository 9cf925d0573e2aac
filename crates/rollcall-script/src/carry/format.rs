//! The written form of a value: nodes that refer to each other by their numbers, the first being the value itself.
//!
//! It is JSON, read by interpreters of the same gateway only, so it has no version.

use rollcall_dataset::Dataset;
use rollcall_window::Color;
use rollcall_wire::component::{ComponentInfo, Event};
use rollcall_wire::dialect::Dialect;
use serde::{Deserialize, Serialize};

use super::Contents;

/// The number of a node.
pub(super) type Number = u32;

/// A value.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Parcel {
    /// The texts of scripts that functions come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<Text>,
    /// The nodes; the first is the value.
    pub nodes: Vec<Node>,
}

/// The text of a script or module.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Text {
    /// The name in tracebacks.
    pub file: String,
    /// The text.
    pub source: String,
    /// The Python that it is written in.
    pub dialect: Dialect,
}

/// One object.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Node {
    Nothing,
    Boolean(bool),
    Integer(i64),
    /// In decimal.
    Large(String),
    Float(#[serde(with = "rollcall_dataset::json_double")] f64),
    Text(String),
    /// Python 2's `unicode`; in Python 3 a text.
    Unicode(String),
    /// Python 2's `long`, in decimal; in Python 3 a number.
    Long(String),
    /// A text with unpaired surrogates, as code points.
    CodePoints(Vec<u32>),
    Bytes(Vec<u8>),
    ByteArray(Vec<u8>),
    Tuple(Vec<Number>),
    List(Vec<Number>),
    Set(Vec<Number>),
    FrozenSet(Vec<Number>),
    Dict(Vec<(Number, Number)>),
    Date(i64),
    Color(Color),
    /// A PyDataSet, or a plain dataset.
    Dataset {
        rows: Dataset,
        is_sequence: bool,
    },
    Component(ComponentInfo),
    Event(Event),
    /// A module, by its name in one of the languages.
    Module {
        dialect: Dialect,
        module: String,
    },
    /// A member of a module, by its dotted name.
    Named {
        dialect: Dialect,
        module: String,
        name: String,
    },
    /// One of Python 2's own types.
    OwnType(String),
    Function(Box<Function>),
    /// A variable that functions share; it may be empty.
    Cell(Option<Number>),
    /// The globals of a script's functions, of which only those that are used.
    Globals {
        name: String,
        file: String,
        dialect: Dialect,
        values: Vec<(String, Number)>,
    },
    /// The globals of a module's functions.
    ModuleGlobals {
        dialect: Dialect,
        module: String,
    },
    Class(Box<Class>),
    StaticMethod(Number),
    ClassMethod(Number),
    Property([Number; 4]),
    Method {
        function: Number,
        object: Number,
    },
    /// An object that is made as its class, or `copyreg`, prescribes.
    Made(Box<Made>),
}

/// A function that has no name by which another interpreter could find it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Function {
    /// The text, and which of its code objects.
    pub text: usize,
    pub code: usize,
    pub name: String,
    pub globals: Number,
    pub closure: Vec<Number>,
    pub defaults: Number,
    pub keyword_defaults: Number,
    /// Its own attributes.
    pub attributes: Number,
}

/// A class that a script has defined.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Class {
    pub name: String,
    pub qualified_name: String,
    pub metaclass: Number,
    pub bases: Vec<Number>,
    pub members: Vec<(String, Number)>,
}

/// The five parts of the answer of `__reduce_ex__`.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Made {
    pub maker: Number,
    pub arguments: Number,
    pub state: Option<Number>,
    pub items: Vec<Number>,
    pub pairs: Vec<(Number, Number)>,
}

impl Node {
    /// Whether a parcel of these contents may hold it.
    pub(super) fn fits(&self, contents: Contents) -> bool {
        contents == Contents::Everything
            || matches!(
                self,
                Node::Nothing
                    | Node::Boolean(_)
                    | Node::Integer(_)
                    | Node::Large(_)
                    | Node::Float(_)
                    | Node::Text(_)
                    | Node::Unicode(_)
                    | Node::Long(_)
                    | Node::CodePoints(_)
                    | Node::Bytes(_)
                    | Node::ByteArray(_)
                    | Node::Tuple(_)
                    | Node::List(_)
                    | Node::Set(_)
                    | Node::FrozenSet(_)
                    | Node::Dict(_)
                    | Node::Date(_)
                    | Node::Color(_)
                    | Node::Dataset { .. }
            )
    }
}
