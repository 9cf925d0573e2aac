//! `java.util.Date`: an instant in milliseconds, printed in the gateway's time zone.
//!
//! Behaves as Jython shows it: comparable with dates only, no arithmetic, bean properties for the getters. Jython's
//! answers are recorded in `conformance/jython/01_date.out`.

mod arguments;

use std::cell::Cell;
use std::cmp::Ordering;

use rollcall_python_runtime as python2;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyStr, PyTypeRef};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::common::hash::PyHash;
use rustpython_vm::function::{FuncArgs, PyComparisonValue};
use rustpython_vm::protocol::PyNumberMethods;
use rustpython_vm::types::{AsNumber, Comparable, Constructor, Hashable, PyComparisonOp, Representable};
use rustpython_vm::{Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

use super::date_text::{Fields, text};
use crate::host;
use arguments::{DateArgs, date_argument};

/// The class, made.
pub(crate) fn class() -> PyTypeRef {
    Date::make_static_type()
}

/// A date object of this instant.
pub(crate) fn date(millis: i64, vm: &VirtualMachine) -> PyObjectRef {
    Date::new(millis).into_ref(&vm.ctx).into()
}

/// `java.util.Date`.
#[pyclass(module = "java.util", name = "Date")]
#[derive(Debug, PyPayload)]
pub(crate) struct Date {
    millis: Cell<i64>,
}

impl Date {
    pub(crate) fn new(millis: i64) -> Self {
        Date { millis: Cell::new(millis) }
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub(crate) fn millis(&self) -> i64 {
        self.millis.get()
    }

    fn fields(&self, vm: &VirtualMachine) -> PyResult<Fields> {
        Ok(Fields::of(self.millis(), &host::running(vm)?.zone))
    }

    /// `Long.hashCode`, as `Date` uses it.
    fn java_hash(&self) -> i32 {
        let millis = self.millis();
        (millis ^ (millis >> 32)) as i32
    }
}

#[pyclass(with(Constructor, Comparable, Hashable, Representable, AsNumber), flags(BASETYPE))]
impl Date {
    #[pymethod(name = "getTime")]
    fn get_time(&self, vm: &VirtualMachine) -> PyResult {
        python2::long_from_host(self.millis(), vm)
    }

    #[pymethod(name = "setTime")]
    fn set_time_method(&self, millis: i64) {
        self.millis.set(millis);
    }

    #[pygetset]
    fn time(&self, vm: &VirtualMachine) -> PyResult {
        python2::long_from_host(self.millis(), vm)
    }

    #[pygetset(setter)]
    fn set_time(&self, millis: i64) {
        self.millis.set(millis);
    }

    #[pymethod]
    fn before(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<bool> {
        Ok(self.millis() < date_argument("before", args, vm)?)
    }

    #[pymethod]
    fn after(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<bool> {
        Ok(self.millis() > date_argument("after", args, vm)?)
    }

    #[pymethod(name = "compareTo")]
    fn compare_to(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<i32> {
        Ok(self.millis().cmp(&date_argument("compareTo", args, vm)?) as i32)
    }

    #[pymethod]
    fn equals(&self, other: PyObjectRef) -> bool {
        other.downcast_ref::<Date>().is_some_and(|other| other.millis() == self.millis())
    }

    #[pymethod(name = "hashCode")]
    fn hash_code(&self) -> i32 {
        self.java_hash()
    }

    #[pymethod(name = "toString")]
    fn to_string(&self, vm: &VirtualMachine) -> PyResult {
        Ok(self.__str__(vm)?.into())
    }

    #[pymethod]
    fn __str__(&self, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
        Ok(python2::text_from_host(text(self.millis(), &host::running(vm)?.zone), vm))
    }

    #[pymethod(name = "clone")]
    fn clone_method(&self) -> Date {
        Date::new(self.millis())
    }

    #[pymethod]
    fn __copy__(&self) -> Date {
        Date::new(self.millis())
    }

    #[pymethod]
    fn __deepcopy__(&self, _memo: PyObjectRef) -> Date {
        Date::new(self.millis())
    }

    #[pymethod(name = "getYear")]
    fn get_year(&self, vm: &VirtualMachine) -> PyResult<i64> {
        Ok(self.fields(vm)?.year - 1900)
    }

    #[pymethod(name = "getMonth")]
    fn get_month(&self, vm: &VirtualMachine) -> PyResult<i64> {
        Ok(self.fields(vm)?.month)
    }

    #[pymethod(name = "getDate")]
    fn get_date(&self, vm: &VirtualMachine) -> PyResult<i64> {
        Ok(self.fields(vm)?.day)
    }

    #[pymethod(name = "getDay")]
    fn get_day(&self, vm: &VirtualMachine) -> PyResult<i64> {
        Ok(self.fields(vm)?.weekday)
    }

    #[pymethod(name = "getHours")]
    fn get_hours(&self, vm: &VirtualMachine) -> PyResult<i64> {
        Ok(self.fields(vm)?.hours)
    }

    #[pymethod(name = "getMinutes")]
    fn get_minutes(&self, vm: &VirtualMachine) -> PyResult<i64> {
        Ok(self.fields(vm)?.minutes)
    }

    #[pymethod(name = "getSeconds")]
    fn get_seconds(&self, vm: &VirtualMachine) -> PyResult<i64> {
        Ok(self.fields(vm)?.seconds)
    }

    #[pymethod(name = "getTimezoneOffset")]
    fn get_timezone_offset(&self, vm: &VirtualMachine) -> PyResult<i32> {
        Ok(-host::running(vm)?.zone.at(self.millis()).offset / 60)
    }

    #[pygetset]
    fn year(&self, vm: &VirtualMachine) -> PyResult<i64> {
        self.get_year(vm)
    }

    #[pygetset]
    fn month(&self, vm: &VirtualMachine) -> PyResult<i64> {
        self.get_month(vm)
    }

    #[pygetset]
    fn date(&self, vm: &VirtualMachine) -> PyResult<i64> {
        self.get_date(vm)
    }

    #[pygetset]
    fn day(&self, vm: &VirtualMachine) -> PyResult<i64> {
        self.get_day(vm)
    }

    #[pygetset]
    fn hours(&self, vm: &VirtualMachine) -> PyResult<i64> {
        self.get_hours(vm)
    }

    #[pygetset]
    fn minutes(&self, vm: &VirtualMachine) -> PyResult<i64> {
        self.get_minutes(vm)
    }

    #[pygetset]
    fn seconds(&self, vm: &VirtualMachine) -> PyResult<i64> {
        self.get_seconds(vm)
    }

    #[pygetset(name = "timezoneOffset")]
    fn timezone_offset(&self, vm: &VirtualMachine) -> PyResult<i32> {
        self.get_timezone_offset(vm)
    }
}

impl Constructor for Date {
    type Args = DateArgs;

    fn py_new(_class: &Py<rustpython_vm::builtins::PyType>, args: DateArgs, vm: &VirtualMachine) -> PyResult<Self> {
        args.millis(vm).map(Date::new)
    }
}

impl Comparable for Date {
    fn cmp(zelf: &Py<Self>, other: &PyObject, op: PyComparisonOp, vm: &VirtualMachine) -> PyResult<PyComparisonValue> {
        let equality = matches!(op, PyComparisonOp::Eq | PyComparisonOp::Ne);
        if let Some(other) = other.downcast_ref::<Date>() {
            let order: Ordering = zelf.millis().cmp(&other.millis());
            return Ok(PyComparisonValue::Implemented(op.eval_ord(order)));
        }
        if !equality && vm.is_none(other) {
            return Err(arguments::null_date(vm));
        }
        Ok(PyComparisonValue::NotImplemented)
    }
}

impl Hashable for Date {
    fn hash(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<PyHash> {
        Ok(PyHash::from(zelf.java_hash()))
    }
}

impl Representable for Date {
    fn repr(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
        zelf.__str__(vm)
    }
}

/// Dates know no arithmetic. The engine's error would be the same, but with the class's short name.
fn no_operation(operator: &str, left: &PyObject, right: &PyObject, vm: &VirtualMachine) -> PyBaseExceptionRef {
    vm.new_type_error(format!(
        "unsupported operand type(s) for {operator}: '{}' and '{}'",
        left.class().slot_name(),
        right.class().slot_name()
    ))
}

impl AsNumber for Date {
    fn as_number() -> &'static PyNumberMethods {
        static METHODS: PyNumberMethods = PyNumberMethods {
            add: Some(|a, b, vm| Err(no_operation("+", a, b, vm))),
            subtract: Some(|a, b, vm| Err(no_operation("-", a, b, vm))),
            multiply: Some(|a, b, vm| Err(no_operation("*", a, b, vm))),
            remainder: Some(|a, b, vm| Err(no_operation("%", a, b, vm))),
            true_divide: Some(|a, b, vm| Err(no_operation("/", a, b, vm))),
            floor_divide: Some(|a, b, vm| Err(no_operation("//", a, b, vm))),
            negative: Some(|a, vm| {
                let message = format!("bad operand type for unary -: '{}'", a.obj.class().slot_name());
                Err(vm.new_type_error(message))
            }),
            ..PyNumberMethods::NOT_IMPLEMENTED
        };
        &METHODS
    }

    fn clone_exact(zelf: &Py<Self>, vm: &VirtualMachine) -> PyRef<Self> {
        Date::new(zelf.millis()).into_ref(&vm.ctx)
    }
}
