//! A dataset from Python lists: the type of a column follows from its values.

use std::sync::Arc;

use rollcall_dataset::{Column, ColumnType, Dataset, Value, Values};
use rollcall_python_runtime as python2;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyDict, PyFloat, PyInt, PyStr};
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};

use crate::java::date::Date;
use crate::java::lang::{ClassCastException, throw};

/// A dataset of these headers and rows.
///
/// # Errors
/// As in the original: an `IndexError` for a row that is longer or shorter than the headers, a
/// `java.lang.ClassCastException` for a row that is not a sequence. A `TypeError` for a value that no cell can hold,
/// and for values of several types in one column.
pub(crate) fn from_rows(headers: &PyObject, rows: &PyObject, vm: &VirtualMachine) -> PyResult<Dataset> {
    let names = vm.extract_elements_with(headers, |name| header(&name, vm))?;
    let mut columns = vec![Vec::new(); names.len()];
    for (index, row) in vm.extract_elements_with(rows, Ok)?.into_iter().enumerate() {
        let cells = cells(&row, vm)?;
        if cells.len() != names.len() {
            let message = format!("Row {index} doesn't have the same number of columns as header list.");
            return Err(vm.new_index_error(message));
        }
        for ((column, cell), name) in columns.iter_mut().zip(cells).zip(&names) {
            column.push(value(&cell, vm).map_err(|what| cell_error(name, index, &what, vm))?);
        }
    }
    let columns = names.into_iter().zip(columns).map(|(name, values)| column(name, &values, vm));
    let columns = columns.collect::<PyResult<Vec<_>>>()?;
    Dataset::new(columns).map_err(|e| vm.new_value_error(e.to_string()))
}

fn header(name: &PyObject, vm: &VirtualMachine) -> PyResult<Arc<str>> {
    match name.downcast_ref::<PyStr>() {
        Some(name) => Ok(python2::printable(name).into()),
        None => Err(vm.new_type_error(format!("a column name is a str, not {}", name.class().slot_name()))),
    }
}

/// The cells of a row: any sequence, but neither a dict nor a text.
fn cells(row: &PyObject, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
    let sequence = row.downcast_ref::<PyDict>().is_none() && row.downcast_ref::<PyStr>().is_none();
    if sequence && row.to_owned().get_iter(vm).is_ok() {
        return vm.extract_elements_with(row, Ok);
    }
    Err(throw::<ClassCastException>(format!("{} cannot be cast to a sequence", row.class().slot_name()), vm))
}

/// A cell; an error for an object that cannot be one.
fn value(cell: &PyObject, vm: &VirtualMachine) -> Result<Value, String> {
    if vm.is_none(cell) {
        return Ok(Value::Null);
    }
    if cell.class().is(vm.ctx.types.bool_type) {
        return Ok(Value::Boolean(cell.to_owned().try_to_bool(vm).unwrap_or_default()));
    }
    if let Some(number) = cell.downcast_ref::<PyInt>() {
        let long: Result<i64, _> = number.try_to_primitive(vm);
        let long = long.map_err(|_| "a number of more than 64 bits cannot be stored".to_owned())?;
        return Ok(i32::try_from(long).map_or(Value::Long(long), Value::Integer));
    }
    if let Some(number) = cell.downcast_ref::<PyFloat>() {
        return Ok(Value::Double(number.to_f64()));
    }
    if let Some(date) = cell.downcast_ref::<Date>() {
        return Ok(Value::Date(date.millis()));
    }
    if let Some(text) = cell.downcast_ref::<PyStr>() {
        return Ok(Value::String(python2::printable(text).into()));
    }
    Err(format!("a value of type {} cannot be stored", cell.class().slot_name()))
}

fn cell_error(name: &str, row: usize, what: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
    vm.new_type_error(format!("column \"{name}\", row {row}: {what}"))
}

/// The column of these values.
fn column(name: Arc<str>, values: &[Value], vm: &VirtualMachine) -> PyResult<Column> {
    let mut column_type = None;
    for (row, value) in values.iter().enumerate() {
        let Some(next) = type_of(value) else { continue };
        let common = column_type.map_or(Some(next), |known| common_type(known, next));
        let error =
            || cell_error(&name, row, &format!("{next:?} among values of type {:?}", column_type.unwrap_or(next)), vm);
        column_type = Some(common.ok_or_else(error)?);
    }
    // A column without any value could be of any type; every table can show text.
    Ok(Column { values: typed(column_type.unwrap_or(ColumnType::String), values), name })
}

fn type_of(value: &Value) -> Option<ColumnType> {
    Some(match value {
        Value::Null => return None,
        Value::Boolean(_) => ColumnType::Boolean,
        Value::Integer(_) => ColumnType::Integer,
        Value::Long(_) => ColumnType::Long,
        Value::Double(_) => ColumnType::Double,
        Value::Date(_) => ColumnType::Date,
        Value::String(_) => ColumnType::String,
    })
}

/// The type that holds values of both, if there is one: numbers widen, nothing else mixes.
fn common_type(a: ColumnType, b: ColumnType) -> Option<ColumnType> {
    use ColumnType::{Double, Integer, Long};
    match (a, b) {
        _ if a == b => Some(a),
        (Integer, Long) | (Long, Integer) => Some(Long),
        (Integer | Long, Double) | (Double, Integer | Long) => Some(Double),
        _ => None,
    }
}

/// The values as those of one type; each is of that type, of a narrower one, or null.
fn typed(column_type: ColumnType, values: &[Value]) -> Values {
    fn all<T, C: FromIterator<Option<T>>>(values: &[Value], cell: impl Fn(&Value) -> Option<T>) -> C {
        values.iter().map(cell).collect()
    }
    match column_type {
        ColumnType::Boolean => {
            Values::Boolean(all(values, |v| if let Value::Boolean(b) = v { Some(*b) } else { None }))
        }
        ColumnType::Integer => {
            Values::Integer(all(values, |v| if let Value::Integer(i) = v { Some(*i) } else { None }))
        }
        ColumnType::Long => Values::Long(all(values, long)),
        ColumnType::Double => Values::Double(all(values, double)),
        ColumnType::Date => Values::Date(all(values, |v| if let Value::Date(ms) = v { Some(*ms) } else { None })),
        ColumnType::String => {
            Values::String(all(values, |v| if let Value::String(s) = v { Some(Arc::clone(s)) } else { None }))
        }
    }
}

fn long(value: &Value) -> Option<i64> {
    match value {
        Value::Integer(number) => Some(i64::from(*number)),
        Value::Long(number) => Some(*number),
        _ => None,
    }
}

fn double(value: &Value) -> Option<f64> {
    match value {
        Value::Double(number) => Some(*number),
        _ => long(value).map(|number| number as f64),
    }
}
