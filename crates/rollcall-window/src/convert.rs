//! From the values that scripts and people give to the types of properties.
//!
//! For scripts the rules are those by which Jython passes a value to the setter of a Java bean: a whole number will do
//! for a `double` and for a `boolean`, a floating-point number never for an `int`, None for objects only. Browsers have
//! one kind of number, so a person's number is a `double` and will do for an `int` if it has an int's value.

use crate::wording::{one_of, shortened};
use crate::{Color, Kind, PropertyError, PropertyErrorKind, Type, Value, columns};

/// The value does not do. Both texts follow "takes": `a Dataset, not a text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is of another type.
    Type(String),
    /// It has the right type, and is not one of the values with a meaning.
    Value(String),
}

impl Refusal {
    /// The whole sentence: `Table.data takes a Dataset, not a text`.
    pub(crate) fn of(self, kind: Kind, property: &str) -> String {
        let (Refusal::Type(wanted) | Refusal::Value(wanted)) = self;
        format!("{}.{property} takes {wanted}", kind.name())
    }

    /// The sentence as an error.
    pub(crate) fn error(self, kind: Kind, property: &str) -> PropertyError {
        let reason = match self {
            Refusal::Type(_) => PropertyErrorKind::Type,
            Refusal::Value(_) => PropertyErrorKind::Value,
        };
        PropertyError::new(reason, self.of(kind, property))
    }
}

impl Type {
    /// The accepted values, in words.
    pub fn wanted(self) -> String {
        match self {
            Type::Boolean => "True or False".into(),
            Type::Integer => "an int".into(),
            Type::Named(names) => one_of(names.iter().map(|(number, name)| format!("{number} ({name})"))),
            Type::Long => "a long".into(),
            Type::Double => "a number".into(),
            Type::Text => "a text".into(),
            Type::Choice(texts) => one_of(texts.iter().map(|text| format!("{text:?}"))),
            Type::Date => "a Date".into(),
            Type::Color => "a colour, as in \"#aabbcc\"".into(),
            Type::Dataset => "a Dataset".into(),
            Type::Rows => "a list of row numbers".into(),
            Type::Columns => "a Dataset of attributes of columns".into(),
        }
    }

    /// The value of a component's own property whose file gives only its type.
    pub(crate) fn empty(self) -> Value {
        match self {
            Type::Boolean => Value::Boolean(false),
            Type::Integer => Value::Integer(0),
            Type::Named(names) => names.first().map_or(Value::Integer(0), |(number, _)| Value::Integer(*number)),
            Type::Long => Value::Long(0),
            Type::Double => Value::Double(0.0),
            Type::Choice(texts) => Value::Text(texts.first().copied().unwrap_or_default().into()),
            Type::Text => Value::Text("".into()),
            Type::Date | Type::Color | Type::Dataset | Type::Columns => Value::Nothing,
            Type::Rows => Value::List(Vec::new()),
        }
    }

    /// The value as the property keeps it, given by a script.
    pub(crate) fn accept(self, value: Value) -> Result<Value, Refusal> {
        match (self, value) {
            (Type::Text | Type::Date | Type::Color | Type::Dataset | Type::Columns, Value::Nothing) => {
                Ok(Value::Nothing)
            }
            (Type::Text, Value::Text(text)) => Ok(Value::Text(text)),
            (Type::Choice(texts), Value::Text(text)) => match texts.contains(&&*text) {
                true => Ok(Value::Text(text)),
                false => Err(Refusal::Value(format!("{}, not {:?}", self.wanted(), shortened(&text)))),
            },
            (Type::Date, Value::Date(instant)) => Ok(Value::Date(instant)),
            (Type::Color, Value::Color(color)) => Ok(Value::Color(color)),
            (Type::Color, Value::Text(text)) => match text.parse::<Color>() {
                Ok(color) => Ok(Value::Color(color)),
                Err(_) => Err(Refusal::Value(format!("{}, not {:?}", self.wanted(), shortened(&text)))),
            },
            (Type::Dataset, Value::Dataset(dataset)) => Ok(Value::Dataset(dataset)),
            (Type::Columns, Value::Dataset(dataset)) => match columns::check(&dataset) {
                Ok(()) => Ok(Value::Dataset(dataset)),
                Err(what) => Err(Refusal::Value(format!("{}: {what}", self.wanted()))),
            },
            (Type::Rows, Value::List(rows)) => self.rows(rows),
            (Type::Double, Value::Double(number)) => Ok(Value::Double(number)),
            (_, value) => match whole(&value) {
                Some(number) => self.number(number, &value),
                None => Err(self.wrong_type(&value)),
            },
        }
    }

    /// The value as the property keeps it, entered by a person.
    pub(crate) fn accept_entered(self, value: Value) -> Result<Value, Refusal> {
        match (self, value) {
            (Type::Integer | Type::Named(_) | Type::Long, Value::Double(number)) => {
                // Every double without a fraction and below 2^63 is a long.
                let fits = number.fract() == 0.0 && number.abs() < 9.2e18;
                match fits {
                    true => self.accept(Value::Long(number as i64)),
                    false => Err(Refusal::Value(format!("{}, not {number}", self.wanted()))),
                }
            }
            (_, value) => self.accept(value),
        }
    }

    fn number(self, number: i64, given: &Value) -> Result<Value, Refusal> {
        let none_of_them = || Refusal::Value(format!("{}, not {number}", self.wanted()));
        match self {
            Type::Boolean => Ok(Value::Boolean(number != 0)),
            Type::Integer => i32::try_from(number).map(Value::Integer).map_err(|_| none_of_them()),
            Type::Named(names) => {
                let named = names.iter().find(|(known, _)| i64::from(*known) == number);
                named.map(|(number, _)| Value::Integer(*number)).ok_or_else(none_of_them)
            }
            Type::Long => Ok(Value::Long(number)),
            Type::Double => Ok(Value::Double(number as f64)),
            _ => Err(self.wrong_type(given)),
        }
    }

    /// Row numbers in ascending order, each once.
    fn rows(self, rows: Vec<Value>) -> Result<Value, Refusal> {
        let mut numbers = Vec::with_capacity(rows.len());
        for row in &rows {
            let number = whole(row).and_then(|number| i32::try_from(number).ok()).filter(|number| *number >= 0);
            numbers.push(number.ok_or_else(|| Refusal::Type(format!("{}, not of {}", self.wanted(), name(row))))?);
        }
        numbers.sort_unstable();
        numbers.dedup();
        Ok(Value::List(numbers.into_iter().map(Value::Integer).collect()))
    }

    fn wrong_type(self, value: &Value) -> Refusal {
        Refusal::Type(format!("{}, not {}", self.wanted(), name(value)))
    }
}

/// A whole number as Jython sees one: True is 1.
fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Boolean(yes) => Some((*yes).into()),
        Value::Integer(number) => Some((*number).into()),
        Value::Long(number) => Some(*number),
        _ => None,
    }
}

/// The kind of a value, in words.
fn name(value: &Value) -> &'static str {
    match value {
        Value::Nothing => "None",
        Value::Boolean(_) => "True or False",
        Value::Integer(_) => "an int",
        Value::Long(_) => "a long",
        Value::Double(_) => "a float",
        Value::Text(_) => "a text",
        Value::Date(_) => "a Date",
        Value::Color(_) => "a colour",
        Value::Dataset(_) => "a Dataset",
        Value::List(_) => "a list",
    }
}
