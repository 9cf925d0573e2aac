//! `$json(text)`: the value of a text in JSON, as `json.loads` of Python 2 has it.
//!
//! It reads plain texts and refuses all others: the library's `json.decoder` reports the mistakes in a text, in the
//! words of 2.7, and reads numbers that a `double` would round.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;

use rollcall_engine::interrupt;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyStr};
use rustpython_vm::{PyObjectRef, PyRef, PyResult, VirtualMachine};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::room::push;
use super::{number, unicode};

/// How many values are made between two looks for an interrupt.
const ROUNDS: usize = 4096;
/// From here on a number that arrives as a `double` may have been a whole one (2 to the 63rd).
const TOO_LARGE: f64 = 9_223_372_036_854_775_808.0;

/// The value; `NotImplemented` if the text is not plain.
///
/// # Errors
/// When the script is interrupted, or a value cannot be made.
pub(super) fn read(text: PyRef<PyStr>, vm: &VirtualMachine) -> PyResult {
    let Some(text) = text.to_str() else { return Ok(vm.ctx.not_implemented()) };
    let reading = Reading { vm, keys: RefCell::default(), values: Cell::new(0), raised: Cell::default() };
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = reading.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    match (value, reading.raised.take()) {
        (_, Some(raised)) => Err(raised),
        (Ok(value), None) => Ok(value),
        (Err(_), None) => Ok(vm.ctx.not_implemented()),
    }
}

/// One text that is being read.
struct Reading<'a> {
    vm: &'a VirtualMachine,
    /// The keys so far: a list of objects names the same ones again and again.
    keys: RefCell<HashMap<String, PyObjectRef>>,
    values: Cell<usize>,
    /// The exception that ended the reading, if that was not a fault in the text.
    raised: Cell<Option<PyBaseExceptionRef>>,
}

impl Reading<'_> {
    /// Passes an exception through a reader that knows no exceptions.
    fn unless_raised<T, E: serde::de::Error>(&self, made: PyResult<T>) -> Result<T, E> {
        made.map_err(|raised| {
            self.raised.set(Some(raised));
            E::custom("raised")
        })
    }

    fn look_for_interrupt<E: serde::de::Error>(&self) -> Result<(), E> {
        let values = self.values.get();
        self.values.set(values.wrapping_add(1));
        self.unless_raised(if values.is_multiple_of(ROUNDS) { interrupt::check(self.vm) } else { Ok(()) })
    }

    fn key<E: serde::de::Error>(&self, key: String) -> Result<PyObjectRef, E> {
        if let Some(known) = self.keys.borrow().get(&key) {
            return Ok(known.clone());
        }
        let made = self.unless_raised(unicode::new(key.clone(), self.vm))?;
        self.keys.borrow_mut().insert(key, made.clone());
        Ok(made)
    }

    fn whole<E: serde::de::Error>(&self, value: PyRef<rustpython_vm::builtins::PyInt>) -> Result<PyObjectRef, E> {
        if number::fits(&value) { Ok(value.into()) } else { self.unless_raised(number::to_long(&value, self.vm)) }
    }
}

impl<'de> DeserializeSeed<'de> for &Reading<'_> {
    type Value = PyObjectRef;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<PyObjectRef, D::Error> {
        self.look_for_interrupt()?;
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &Reading<'_> {
    type Value = PyObjectRef;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<PyObjectRef, E> {
        Ok(self.vm.ctx.none())
    }

    fn visit_bool<E>(self, value: bool) -> Result<PyObjectRef, E> {
        Ok(self.vm.ctx.new_bool(value).into())
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<PyObjectRef, E> {
        self.whole(self.vm.ctx.new_int(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<PyObjectRef, E> {
        self.whole(self.vm.ctx.new_int(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<PyObjectRef, E> {
        // A whole number of many digits arrives so, too, and `-0`.
        if value.abs() >= TOO_LARGE || value == 0.0 && value.is_sign_negative() {
            return Err(E::custom("not plain"));
        }
        Ok(self.vm.ctx.new_float(value).into())
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<PyObjectRef, E> {
        self.unless_raised(unicode::new(value.to_owned(), self.vm))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<PyObjectRef, A::Error> {
        let mut found = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            if let Err(error) = push(&mut found, item, self.vm) {
                return self.unless_raised(Err(error));
            }
        }
        Ok(self.vm.ctx.new_list(found).into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<PyObjectRef, A::Error> {
        let found = self.vm.ctx.new_dict();
        while let Some(key) = members.next_key::<String>()? {
            let (key, value) = (self.key(key)?, members.next_value_seed(self)?);
            self.unless_raised(found.set_item(&*key, value, self.vm))?;
        }
        Ok(found.into())
    }
}
