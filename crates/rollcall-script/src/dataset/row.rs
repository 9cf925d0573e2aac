//! A row of a PyDataSet: a view on the columns, made when it is asked for.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::LazyLock;

use rollcall_dataset::{Dataset, Value};
use rustpython_vm::builtins::PyStr;
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::function::PyComparisonValue;
use rustpython_vm::protocol::{PyIterReturn, PyMappingMethods, PySequenceMethods};
use rustpython_vm::sliceable::{SequenceIndex, SequenceIndexOp};
use rustpython_vm::types::{
    AsMapping, AsSequence, Comparable, IterNext, Iterable, PyComparisonOp, Representable, SelfIter,
};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, atomic_func, pyclass,
};

use super::cell;
use super::table::named_column;

/// Makes the classes.
pub(super) fn make_classes() {
    Row::make_static_type();
    RowIterator::make_static_type();
}

/// `PyRow`: its cells by index or by column name.
#[pyclass(
    module = "com.inductiveautomation.ignition.common.script.builtin.DatasetUtilities",
    name = "PyRow",
    unhashable = true
)]
#[derive(Debug, PyPayload)]
pub(crate) struct Row {
    dataset: Rc<Dataset>,
    row: usize,
}

impl Row {
    pub(super) fn new(dataset: Rc<Dataset>, row: usize) -> Self {
        Row { dataset, row }
    }

    fn value(&self, column: usize) -> Value {
        self.dataset.value(self.row, column).unwrap_or(Value::Null)
    }

    fn values(&self) -> impl Iterator<Item = Value> + '_ {
        (0..self.dataset.column_count()).map(|column| self.value(column))
    }

    /// Whether the cells are equal, one by one.
    pub(super) fn equals(&self, other: &Row) -> bool {
        self.dataset.column_count() == other.dataset.column_count() && self.values().eq(other.values())
    }

    fn cells(&self, vm: &VirtualMachine) -> Vec<PyObjectRef> {
        self.values().map(|value| cell(value, vm)).collect()
    }

    fn cell_at(&self, index: isize, vm: &VirtualMachine) -> PyResult {
        let column = index.wrapped_at(self.dataset.column_count());
        let column = column.ok_or_else(|| vm.new_index_error(format!("index out of range: {index}")))?;
        Ok(cell(self.value(column), vm))
    }

    fn subscript(&self, needle: &PyObject, vm: &VirtualMachine) -> PyResult {
        if let Some(name) = needle.downcast_ref::<PyStr>() {
            return Ok(cell(self.value(named_column(&self.dataset, name, vm)?), vm));
        }
        match SequenceIndex::try_from_borrowed_object(vm, needle, "PyRow")? {
            SequenceIndex::Int(index) => self.cell_at(index, vm),
            SequenceIndex::Slice(slice) => {
                let columns = slice.iter(self.dataset.column_count());
                Ok(vm.ctx.new_list(columns.map(|column| cell(self.value(column), vm)).collect()).into())
            }
        }
    }
}

#[pyclass(with(AsMapping, AsSequence, Comparable, Iterable, Representable))]
impl Row {
    /// The index of the first cell that equals this value.
    #[pymethod]
    fn index(&self, value: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        vm.call_method(vm.ctx.new_list(self.cells(vm)).as_object(), "index", (value,))
    }

    /// How many cells equal this value.
    #[pymethod]
    fn count(&self, value: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        vm.call_method(vm.ctx.new_list(self.cells(vm)).as_object(), "count", (value,))
    }
}

impl AsMapping for Row {
    fn as_mapping() -> &'static PyMappingMethods {
        static METHODS: LazyLock<PyMappingMethods> = LazyLock::new(|| PyMappingMethods {
            length: atomic_func!(|mapping, _vm| Ok(Row::mapping_downcast(mapping).dataset.column_count())),
            subscript: atomic_func!(|mapping, needle, vm| Row::mapping_downcast(mapping).subscript(needle, vm)),
            ..PyMappingMethods::NOT_IMPLEMENTED
        });
        &METHODS
    }
}

impl AsSequence for Row {
    fn as_sequence() -> &'static PySequenceMethods {
        static METHODS: LazyLock<PySequenceMethods> = LazyLock::new(|| PySequenceMethods {
            length: atomic_func!(|sequence, _vm| Ok(Row::sequence_downcast(sequence).dataset.column_count())),
            item: atomic_func!(|sequence, index, vm| Row::sequence_downcast(sequence).cell_at(index, vm)),
            contains: atomic_func!(|sequence, value, vm| {
                let cells = Row::sequence_downcast(sequence).cells(vm);
                vm.ctx.new_list(cells).as_object().sequence_unchecked().contains(value, vm)
            }),
            ..PySequenceMethods::NOT_IMPLEMENTED
        });
        &METHODS
    }
}

impl Iterable for Row {
    fn iter(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult {
        let cells = vm.ctx.new_list(zelf.cells(vm));
        cells.as_object().to_owned().get_iter(vm).map(Into::into)
    }
}

impl Comparable for Row {
    fn cmp(zelf: &Py<Self>, other: &PyObject, op: PyComparisonOp, _vm: &VirtualMachine) -> PyResult<PyComparisonValue> {
        op.eq_only(|| {
            let Some(other) = other.downcast_ref::<Row>() else { return Ok(PyComparisonValue::NotImplemented) };
            Ok(zelf.equals(other).into())
        })
    }
}

impl Representable for Row {
    fn repr(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
        vm.ctx.new_list(zelf.cells(vm)).as_object().repr(vm)
    }
}

/// Goes through the rows, making one at a time.
#[pyclass(module = false, name = "pydataset_iterator")]
#[derive(Debug, PyPayload)]
pub(super) struct RowIterator {
    dataset: Rc<Dataset>,
    next: Cell<usize>,
}

impl RowIterator {
    pub(super) fn new(dataset: Rc<Dataset>) -> Self {
        RowIterator { dataset, next: Cell::new(0) }
    }
}

#[pyclass(with(IterNext, Iterable))]
impl RowIterator {
    #[pymethod]
    fn __length_hint__(&self) -> usize {
        self.dataset.row_count() - self.next.get()
    }
}

impl SelfIter for RowIterator {}

impl IterNext for RowIterator {
    fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let row = zelf.next.get();
        if row >= zelf.dataset.row_count() {
            return Ok(PyIterReturn::StopIteration(None));
        }
        zelf.next.set(row + 1);
        Ok(PyIterReturn::Return(Row::new(Rc::clone(&zelf.dataset), row).into_ref(&vm.ctx).into()))
    }
}
