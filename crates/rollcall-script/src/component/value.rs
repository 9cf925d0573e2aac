//! The value of a property as a Python object, and back.

use std::rc::Rc;
use std::sync::Arc;

use rollcall_python_runtime as python2;
use rollcall_window::Value;
use rustpython_vm::builtins::{PyFloat, PyInt, PyList, PyRange, PyStr, PyTuple};
use rustpython_vm::{AsObject, PyObject, PyResult, VirtualMachine};

use crate::java::color::Color;
use crate::java::date::Date;
use crate::{dataset, java};

/// How many values a list may have that is written to a property.
const MOST: usize = 1_000_000;

/// The Python object of a value: a dataset is a plain one, as a Table's `data` is in the original.
///
/// # Errors
/// When the engine fails.
pub(crate) fn to_python(value: Value, vm: &VirtualMachine) -> PyResult {
    Ok(match value {
        Value::Nothing => vm.ctx.none(),
        Value::Boolean(truth) => vm.ctx.new_bool(truth).into(),
        Value::Integer(number) => vm.ctx.new_int(number).into(),
        Value::Long(number) => vm.ctx.new_int(number).into(),
        Value::Double(number) => vm.ctx.new_float(number).into(),
        Value::Text(text) => python2::from_host(&*text, vm),
        Value::Date(millis) => java::date::date(millis, vm),
        Value::Color(rgba) => java::color::color(rgba, vm),
        Value::Dataset(rows) => dataset::basic_dataset(Rc::new(Arc::unwrap_or_clone(rows)), vm)?,
        Value::List(values) => {
            let values = values.into_iter().map(|value| to_python(value, vm)).collect::<PyResult<_>>()?;
            vm.ctx.new_list(values).into()
        }
    })
}

/// The value of a Python object. Which type the property has is the gateway's business: it converts, or refuses.
///
/// # Errors
/// The kind of an object that no property can hold.
pub(crate) fn from_python(object: &PyObject, vm: &VirtualMachine) -> Result<Value, String> {
    match scalar(object, vm)? {
        Some(value) => Ok(value),
        None => list(object, vm),
    }
}

/// The value of an object that is not a list; None for a list.
fn scalar(object: &PyObject, vm: &VirtualMachine) -> Result<Option<Value>, String> {
    if vm.is_none(object) {
        return Ok(Some(Value::Nothing));
    }
    if let Some(number) = object.downcast_ref::<PyInt>() {
        return integer(object, number, vm).map(Some);
    }
    if let Some(rows) = dataset::as_dataset(object) {
        return Ok(Some(Value::Dataset(Arc::new(Rc::unwrap_or_clone(rows)))));
    }
    Ok(if let Some(number) = object.downcast_ref::<PyFloat>() {
        Some(Value::Double(number.to_f64()))
    } else if let Some(text) = object.downcast_ref::<PyStr>() {
        Some(Value::Text(python2::printable(text).into()))
    } else if let Some(date) = object.downcast_ref::<Date>() {
        Some(Value::Date(date.millis()))
    } else {
        object.downcast_ref::<Color>().map(|color| Value::Color(color.rgba()))
    })
}

fn integer(object: &PyObject, number: &PyInt, vm: &VirtualMachine) -> Result<Value, String> {
    if object.class().is(vm.ctx.types.bool_type) {
        return Ok(Value::Boolean(number.try_to_primitive::<i8>(vm).is_ok_and(|n| n != 0)));
    }
    let long: i64 = number
        .try_to_primitive(vm)
        .map_err(|_| "a number of more than 64 bits cannot be the value of a property".to_owned())?;
    Ok(i32::try_from(long).map_or(Value::Long(long), Value::Integer))
}

/// A list of plain values; nested lists are refused, as no property has them.
fn list(object: &PyObject, vm: &VirtualMachine) -> Result<Value, String> {
    let is_list = object.downcast_ref::<PyList>().is_some()
        || object.downcast_ref::<PyTuple>().is_some()
        || object.downcast_ref::<PyRange>().is_some();
    if !is_list {
        return Err(format!("a value of type {} cannot be the value of a property", object.class().slot_name()));
    }
    if object.length(vm).map_or(true, |length| length > MOST) {
        return Err(format!("a list of more than {MOST} values cannot be the value of a property"));
    }
    let failed = |_| "the list cannot be read".to_owned();
    let objects = vm.extract_elements_with(object, Ok).map_err(failed)?;
    let values = objects.into_iter().map(|object| match scalar(&object, vm)? {
        Some(Value::Dataset(_)) | None => {
            Err(format!("a list with a value of type {} cannot be the value of a property", object.class().slot_name()))
        }
        Some(value) => Ok(value),
    });
    values.collect::<Result<_, _>>().map(Value::List)
}
