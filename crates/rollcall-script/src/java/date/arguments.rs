//! The arguments of `java.util.Date` and its methods, and Jython's errors for wrong ones.

use rustpython_vm::builtins::{PyBaseExceptionRef, PyInt, PyStr};
use rustpython_vm::function::{ArgumentError, FromArgs, FuncArgs};
use rustpython_vm::stdlib::time::time;
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

use super::Date;
use crate::arguments::wrong_count;
use crate::host;
use crate::java::date_text;
use crate::java::lang::{IllegalArgumentException, NullPointerException, throw};

/// The arguments of the constructor, as given.
#[derive(Debug)]
pub(crate) struct DateArgs(FuncArgs);

impl FromArgs for DateArgs {
    fn from_args(_vm: &VirtualMachine, args: &mut FuncArgs) -> Result<Self, ArgumentError> {
        Ok(DateArgs(std::mem::take(args)))
    }
}

impl DateArgs {
    /// The instant: now, the one given, or that of the local year - 1900, month from 0, date and so on.
    pub(crate) fn millis(self, vm: &VirtualMachine) -> PyResult<i64> {
        let args = &self.0.args;
        let millis = match args.len() {
            0 => now(vm)?,
            1 => one(&args[0], vm)?,
            3 | 5 | 6 => fields(args, vm)?,
            given => {
                let message = format!("java.util.Date(): expected 0-1, 3 or 5-6 args; got {given}");
                return Err(vm.new_type_error(message));
            }
        };
        self.0.kwargs.into_iter().try_fold(millis, |_, (name, value)| property(&name, &value, vm))
    }
}

/// The engine's clock: the one place where the time of day comes from the machine.
fn now(vm: &VirtualMachine) -> PyResult<i64> {
    Ok((time(vm)? * 1000.0) as i64)
}

fn one(value: &PyObjectRef, vm: &VirtualMachine) -> PyResult<i64> {
    let millis = value.downcast_ref::<PyInt>().map(|n| n.try_to_primitive::<i64>(vm));
    match millis {
        Some(Ok(millis)) => Ok(millis),
        _ if vm.is_none(value) => Err(vm.new_exception_empty(
            <IllegalArgumentException as rustpython_vm::class::StaticType>::static_type().to_owned(),
        )),
        _ if value.downcast_ref::<PyStr>().is_some() => {
            Err(throw::<IllegalArgumentException>("a text is not parsed here: use datetime.datetime.strptime", vm))
        }
        _ => Err(vm.new_type_error("java.util.Date(): 1st arg can't be coerced to long, String")),
    }
}

fn fields(args: &[PyObjectRef], vm: &VirtualMachine) -> PyResult<i64> {
    let mut fields = [0; 6];
    for (index, (field, value)) in fields.iter_mut().zip(args).enumerate() {
        let number = value.downcast_ref::<PyInt>().and_then(|n| n.try_to_primitive::<i32>(vm).ok());
        let ordinal = ["1st", "2nd", "3rd", "4th", "5th", "6th"][index];
        let error = || vm.new_type_error(format!("java.util.Date(): {ordinal} arg can't be coerced to int"));
        *field = i64::from(number.ok_or_else(error)?);
    }
    fields[0] += 1900;
    Ok(date_text::instant(fields, &host::running(vm)?.zone))
}

/// A keyword sets a bean property after construction, as Jython does for every Java class.
fn property(name: &str, value: &PyObjectRef, vm: &VirtualMachine) -> PyResult<i64> {
    match (name, value.downcast_ref::<PyInt>()) {
        ("time", Some(millis)) => millis.try_to_primitive(vm),
        ("time", None) => Err(vm.new_type_error("can't convert to: long")),
        _ => Err(vm.new_attribute_error(format!("'java.util.Date' object has no attribute '{name}'"))),
    }
}

/// The one date that `before` and its like are called with.
pub(super) fn date_argument(method: &str, args: FuncArgs, vm: &VirtualMachine) -> PyResult<i64> {
    if !args.kwargs.is_empty() {
        return Err(vm.new_type_error(format!("{method}(): takes no keyword arguments")));
    }
    let [date] = args.args.as_slice() else {
        return Err(wrong_count(method, 1, 1, args.args.len(), vm));
    };
    if vm.is_none(date) {
        return Err(null_date(vm));
    }
    let date = date.downcast_ref::<Date>().map(|date| date.millis());
    date.ok_or_else(|| vm.new_type_error(format!("{method}(): 1st arg can't be coerced to java.util.Date")))
}

/// Java's error when a date is compared with null.
pub(super) fn null_date(vm: &VirtualMachine) -> PyBaseExceptionRef {
    throw::<NullPointerException>("Cannot invoke \"Object.getClass()\" because \"date\" is null", vm)
}
