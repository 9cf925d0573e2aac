//! The classes `Dataset`, `BasicDataset` and `PyDataSet`, named as in the original.
//!
//! One payload serves all three: they differ in whether the object is a sequence of rows, too. A plain dataset is not,
//! as before version 8.3 of the original; a window's table wants one, and scripts want the other.

use std::rc::Rc;
use std::sync::LazyLock;

use rollcall_dataset::{Dataset, Value};
use rollcall_python_runtime as python2;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyFloat, PyInt, PyStr};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::protocol::{PyMappingMethods, PySequenceMethods};
use rustpython_vm::sliceable::{SequenceIndex, SequenceIndexOp};
use rustpython_vm::types::{AsMapping, AsSequence, Iterable, Representable};
use rustpython_vm::{Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, atomic_func, pyclass};

use super::row::{Row, RowIterator};
use super::{basic_dataset, cell, python_type};
use crate::java::lang::{ArrayIndexOutOfBoundsException, IllegalArgumentException, throw};

/// Makes the classes, the base first.
pub(super) fn make_classes() {
    Table::make_static_type();
    BasicDataset::make_static_type();
    PyDataSet::make_static_type();
}

/// `Dataset`: the access methods of the Java interface.
#[pyclass(module = "com.inductiveautomation.ignition.common", name = "Dataset")]
#[derive(Debug, PyPayload)]
pub(crate) struct Table {
    dataset: Rc<Dataset>,
}

impl Table {
    pub(super) fn new(dataset: Rc<Dataset>) -> Self {
        Table { dataset }
    }

    /// The columns behind the object.
    pub(crate) fn dataset(&self) -> &Rc<Dataset> {
        &self.dataset
    }

    /// The column of an index or a name.
    fn column(&self, column: &PyObject, vm: &VirtualMachine) -> PyResult<usize> {
        if let Some(name) = column.downcast_ref::<PyStr>() {
            return named_column(&self.dataset, name, vm);
        }
        let index = column.downcast_ref::<PyInt>().ok_or_else(|| {
            vm.new_type_error(format!("a column is an int or a str, not {}", column.class().slot_name()))
        })?;
        self.column_at(index.try_to_primitive(vm)?, vm)
    }

    fn column_at(&self, index: i64, vm: &VirtualMachine) -> PyResult<usize> {
        in_bounds(index, self.dataset.column_count(), vm)
    }

    fn names(&self, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        self.dataset.columns().iter().map(|column| python2::from_host(&*column.name, vm)).collect()
    }

    fn types(&self, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        self.dataset.columns().iter().map(|column| python_type(column.values.column_type(), vm)).collect()
    }

    fn value(&self, row: i64, column: &PyObject, vm: &VirtualMachine) -> PyResult<Value> {
        let column = self.column(column, vm)?;
        let row = in_bounds(row, self.dataset.row_count(), vm)?;
        Ok(self.dataset.value(row, column).unwrap_or(Value::Null))
    }
}

/// An index that Java would take for an array of this length.
fn in_bounds(index: i64, length: usize, vm: &VirtualMachine) -> PyResult<usize> {
    usize::try_from(index).ok().filter(|index| *index < length).ok_or_else(|| {
        throw::<ArrayIndexOutOfBoundsException>(format!("Index {index} out of bounds for length {length}"), vm)
    })
}

/// The index of a column by its name, ignoring case.
pub(super) fn named_column(dataset: &Dataset, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult<usize> {
    let name = python2::printable(name);
    dataset.column_index(&name).ok_or_else(|| unknown_column(dataset, &name, vm))
}

/// The original's exception is not documented; this one lists the columns.
fn unknown_column(dataset: &Dataset, name: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let names: Vec<_> = dataset.columns().iter().map(|column| &*column.name).collect();
    vm.new_index_error(format!("the dataset has no column \"{name}\"; its columns are: {}", names.join(", ")))
}

#[pyclass(flags(BASETYPE), with(Representable))]
impl Table {
    #[pymethod(name = "getRowCount")]
    fn get_row_count(&self) -> usize {
        self.dataset.row_count()
    }

    #[pygetset(name = "rowCount")]
    fn row_count(&self) -> usize {
        self.dataset.row_count()
    }

    #[pymethod(name = "getColumnCount")]
    fn get_column_count(&self) -> usize {
        self.dataset.column_count()
    }

    #[pygetset(name = "columnCount")]
    fn column_count(&self) -> usize {
        self.dataset.column_count()
    }

    #[pymethod(name = "getColumnNames")]
    fn get_column_names(&self, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        self.names(vm)
    }

    #[pygetset(name = "columnNames")]
    fn column_names(&self, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        self.names(vm)
    }

    #[pymethod(name = "getColumnName")]
    fn get_column_name(&self, index: i64, vm: &VirtualMachine) -> PyResult {
        let column = self.column_at(index, vm)?;
        Ok(python2::from_host(&*self.dataset.columns()[column].name, vm))
    }

    /// -1 for a name that no column has.
    #[pymethod(name = "getColumnIndex")]
    fn get_column_index(&self, name: PyRef<PyStr>) -> i64 {
        let index = self.dataset.column_index(&python2::printable(&name));
        index.and_then(|index| i64::try_from(index).ok()).unwrap_or(-1)
    }

    #[pymethod(name = "getColumnTypes")]
    fn get_column_types(&self, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        self.types(vm)
    }

    #[pygetset(name = "columnTypes")]
    fn column_types(&self, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        self.types(vm)
    }

    #[pymethod(name = "getColumnType")]
    fn get_column_type(&self, index: i64, vm: &VirtualMachine) -> PyResult {
        let column = self.column_at(index, vm)?;
        Ok(python_type(self.dataset.columns()[column].values.column_type(), vm))
    }

    #[pymethod(name = "getColumnAsList")]
    fn get_column_as_list(&self, column: PyObjectRef, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
        let column = self.column(&column, vm)?;
        let values = &self.dataset.columns()[column].values;
        Ok((0..values.len()).filter_map(|row| values.get(row)).map(|value| cell(value, vm)).collect())
    }

    #[pymethod(name = "getValueAt")]
    fn get_value_at(&self, row: i64, column: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        self.value(row, &column, vm).map(|value| cell(value, vm))
    }

    /// Numbers and dates as a float.
    #[pymethod(name = "getPrimitiveValueAt")]
    fn get_primitive_value_at(&self, row: i64, column: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyRef<PyFloat>> {
        let number = match self.value(row, &column, vm)? {
            Value::Integer(number) => f64::from(number),
            Value::Long(number) | Value::Date(number) => number as f64,
            Value::Double(number) => number,
            Value::Null | Value::Boolean(_) | Value::String(_) => {
                return Err(throw::<IllegalArgumentException>("the cell holds neither a number nor a date", vm));
            }
        };
        Ok(vm.ctx.new_float(number))
    }
}

impl Representable for Table {
    fn repr(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
        let text = format!("Dataset [{}R ⅹ {}C]", zelf.dataset.row_count(), zelf.dataset.column_count());
        Ok(python2::text_from_host(text, vm))
    }
}

/// `BasicDataset`: a dataset and nothing more.
#[pyclass(module = "com.inductiveautomation.ignition.common", name = "BasicDataset", base = Table)]
#[derive(Debug)]
#[repr(transparent)]
pub(crate) struct BasicDataset(Table);

#[pyclass(flags(BASETYPE))]
impl BasicDataset {}

/// `PyDataSet`: a dataset that is a sequence of rows, too. Its objects have a [`Table`] for payload.
#[pyclass(
    module = "com.inductiveautomation.ignition.common.script.builtin.DatasetUtilities",
    name = "PyDataSet",
    base = Table
)]
#[derive(Debug)]
#[repr(transparent)]
pub(crate) struct PyDataSet(Table);

#[pyclass(flags(BASETYPE), with(AsMapping, AsSequence, Iterable, Representable))]
impl PyDataSet {
    #[pymethod(name = "getUnderlyingDataset")]
    fn get_underlying_dataset(zelf: PyRef<Table>, vm: &VirtualMachine) -> PyResult {
        basic_dataset(Rc::clone(&zelf.dataset), vm)
    }

    #[pygetset(name = "underlyingDataset")]
    fn underlying_dataset(zelf: PyRef<Table>, vm: &VirtualMachine) -> PyResult {
        basic_dataset(Rc::clone(&zelf.dataset), vm)
    }

    /// The index of the first row that equals this one.
    #[pymethod]
    fn index(zelf: PyRef<Table>, row: PyObjectRef, vm: &VirtualMachine) -> PyResult<usize> {
        let found = matching(&zelf.dataset, &row).next();
        found.ok_or_else(|| vm.new_value_error("the row is not in the dataset"))
    }

    /// How many rows equal this one.
    #[pymethod]
    fn count(zelf: PyRef<Table>, row: PyObjectRef) -> usize {
        matching(&zelf.dataset, &row).count()
    }
}

/// The rows that equal an object, which must be a row itself.
fn matching<'a>(dataset: &'a Rc<Dataset>, row: &'a PyObject) -> impl Iterator<Item = usize> + 'a {
    let wanted = row.downcast_ref::<Row>();
    (0..dataset.row_count())
        .filter(move |index| wanted.is_some_and(|w| w.equals(&Row::new(Rc::clone(dataset), *index))))
}

/// The payload of a PyDataSet: always a table, since only [`super::shared_py_dataset`] makes one.
fn table<'a>(object: &'a PyObject, vm: &VirtualMachine) -> PyResult<&'a Py<Table>> {
    object.try_downcast_ref::<Table>(vm)
}

/// The row at an index that counts from either end.
fn row_at(table: &Table, index: isize, vm: &VirtualMachine) -> PyResult {
    let rows = table.dataset.row_count();
    let row = index.wrapped_at(rows).ok_or_else(|| vm.new_index_error(format!("index out of range: {index}")))?;
    Ok(Row::new(Rc::clone(&table.dataset), row).into_ref(&vm.ctx).into())
}

/// A row for an index, a list of rows for a slice.
fn subscript(table: &Table, needle: &PyObject, vm: &VirtualMachine) -> PyResult {
    match SequenceIndex::try_from_borrowed_object(vm, needle, "PyDataSet")? {
        SequenceIndex::Int(index) => row_at(table, index, vm),
        SequenceIndex::Slice(slice) => {
            let rows = slice.iter(table.dataset.row_count());
            let rows = rows.map(|row| Row::new(Rc::clone(&table.dataset), row).into_ref(&vm.ctx).into());
            Ok(vm.ctx.new_list(rows.collect()).into())
        }
    }
}

impl AsMapping for PyDataSet {
    fn as_mapping() -> &'static PyMappingMethods {
        static METHODS: LazyLock<PyMappingMethods> = LazyLock::new(|| PyMappingMethods {
            length: atomic_func!(|mapping, vm| Ok(table(mapping.obj, vm)?.dataset.row_count())),
            subscript: atomic_func!(|mapping, needle, vm| subscript(table(mapping.obj, vm)?, needle, vm)),
            ..PyMappingMethods::NOT_IMPLEMENTED
        });
        &METHODS
    }
}

impl AsSequence for PyDataSet {
    fn as_sequence() -> &'static PySequenceMethods {
        static METHODS: LazyLock<PySequenceMethods> = LazyLock::new(|| PySequenceMethods {
            length: atomic_func!(|sequence, vm| Ok(table(sequence.obj, vm)?.dataset.row_count())),
            item: atomic_func!(|sequence, index, vm| row_at(table(sequence.obj, vm)?, index, vm)),
            contains: atomic_func!(|sequence, row, vm| {
                Ok(matching(&table(sequence.obj, vm)?.dataset, row).next().is_some())
            }),
            ..PySequenceMethods::NOT_IMPLEMENTED
        });
        &METHODS
    }
}

impl Iterable for PyDataSet {
    // The slots of the traits downcast to this type, and the payload is a table.
    fn slot_iter(zelf: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let dataset = Rc::clone(&table(&zelf, vm)?.dataset);
        Ok(RowIterator::new(dataset).into_ref(&vm.ctx).into())
    }

    fn iter(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
        Self::slot_iter(zelf.into(), vm)
    }
}

impl Representable for PyDataSet {
    fn slot_repr(zelf: &PyObject, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
        let dataset = &table(zelf, vm)?.dataset;
        let text = format!("<PyDataset rows:{} cols:{}>", dataset.row_count(), dataset.column_count());
        Ok(vm.ctx.new_str(text))
    }
}
