//! `text % values` of Python 3: a negative precision that a star takes from the values does not count.
//!
//! The engine takes the number without its sign, so `'%.*f' % (-2, 1.5)` had two digits.

use rustpython_vm::builtins::{PyInt, PyStr, PyTuple};
use rustpython_vm::types::AsNumber;
use rustpython_vm::{PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::large::check_remainder;

/// The slot of `%` for texts of Python 3.
pub(crate) fn remainder(format: &PyObject, values: &PyObject, vm: &VirtualMachine) -> PyResult {
    let Some(original) = PyStr::as_number().remainder else { return Ok(vm.ctx.not_implemented()) };
    check_remainder(format, values, vm)?;
    match with_precisions(format, values, vm) {
        Some(values) => original(format, &values, vm),
        None => original(format, values, vm),
    }
}

/// The values with a zero for each negative precision; None where there is no negative precision.
fn with_precisions(format: &PyObject, values: &PyObject, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let template = format.downcast_ref::<PyStr>()?;
    let is_starred = template.as_bytes().windows(2).any(|two| two == b".*");
    let values = values.downcast_ref::<PyTuple>().filter(|_| is_starred)?;
    let mut changed = values.to_vec();
    for index in starred(template.as_bytes()) {
        let value = changed.get_mut(index)?;
        let is_negative = |number: &PyInt| i64::try_from(number.as_bigint()).is_ok_and(|number| number < 0);
        if value.downcast_ref::<PyInt>().is_some_and(|number| is_negative(number)) {
            *value = vm.ctx.new_int(0).into();
        }
    }
    Some(vm.ctx.new_tuple(changed).into())
}

/// The places of the values that are precisions.
fn starred(template: &[u8]) -> Vec<usize> {
    let (mut found, mut used, mut at) = (Vec::new(), 0, 0);
    while let Some(length) = template.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'%')) {
        at += length + 1;
        let mut take = |wanted: &dyn Fn(u8) -> bool| {
            let count = template[at..].iter().take_while(|byte| wanted(**byte)).count();
            at += count;
            count
        };
        if take(&|byte| byte == b'%') % 2 == 1 {
            continue;
        }
        take(&|byte| b"-+ #0".contains(&byte));
        used += take(&|byte| byte == b'*');
        take(&|byte| byte.is_ascii_digit());
        if take(&|byte| byte == b'.') > 0 && take(&|byte| byte == b'*') > 0 {
            found.push(used);
            used += 1;
        }
        take(&|byte| byte.is_ascii_digit() || b"hlL".contains(&byte));
        used += 1;
    }
    found
}
