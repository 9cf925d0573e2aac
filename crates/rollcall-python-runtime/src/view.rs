//! `memoryview`: the bytes of a `str`, a `bytearray`, a `buffer` or another view, without a copy for each slice.
//!
//! The engine's type is not used, as it makes numbers of bytes where Python 2 makes texts, and as it cannot go backwards.
//! The library takes a view for bytes, as it does the engine's own.

use std::cell::{Cell, RefCell};
use std::sync::LazyLock;

use rustpython_vm::builtins::{PyByteArray, PyBytes, PyInt, PySlice, PyTuple, PyType};
use rustpython_vm::class::{PyClassImpl, StaticType};
use rustpython_vm::common::borrow::{BorrowedValue, BorrowedValueMut};
use rustpython_vm::common::hash::PyHash;
use rustpython_vm::common::lock::PyMappedRwLockWriteGuard;
use rustpython_vm::function::{FuncArgs, PyComparisonValue};
use rustpython_vm::protocol::{BufferDescriptor, BufferMethods, PyBuffer, PyMappingMethods, PySequenceMethods};
use rustpython_vm::types::{
    AsBuffer, AsMapping, AsSequence, Comparable, Constructor, Hashable, PyComparisonOp, Representable,
};
use rustpython_vm::{
    AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, atomic_func, pyclass,
};

use super::{buffer, number, order, text};

/// memoryview(object): the object's bytes, which are not copied.
#[pyclass(module = false, name = "memoryview")]
#[derive(Debug, PyPayload)]
pub(super) struct View {
    /// The engine's `bytes`, which never change, or a `bytearray`.
    data: PyObjectRef,
    /// Keeps a `bytearray` from changing its length, until the view is released.
    lock: RefCell<Option<PyBuffer>>,
    /// Where the first byte is.
    first: usize,
    length: usize,
    /// How far it is from one byte to the next; backwards if negative.
    step: isize,
    hash: Cell<Option<PyHash>>,
}

/// Makes the type, and answers it.
pub(super) fn class() -> &'static Py<PyType> {
    View::make_static_type();
    View::static_type()
}

/// The bytes of a view that is not released.
pub(super) fn bytes_of(object: &PyObject) -> Option<Vec<u8>> {
    object.downcast_ref::<View>().filter(|view| !view.is_released()).map(|view| view.bytes_in_order())
}

/// The bytes of a view that has a hash: its hash is that of a `str` with them.
pub(super) fn hashed_bytes(object: &PyObject) -> Option<Vec<u8>> {
    let view = object.downcast_ref::<View>()?;
    view.hash.get().map(|_| view.bytes_in_order())
}

impl View {
    /// A view of the whole of an object, if it has bytes.
    fn of(object: &PyObject, vm: &VirtualMachine) -> PyResult<Option<Self>> {
        if let Some(view) = object.downcast_ref::<Self>() {
            view.check(vm)?;
            return view.part(view.first, view.length, view.step, vm).map(Some);
        }
        let Some((data, first, length)) = buffer::place_of(object, vm)? else { return Ok(None) };
        Self::over(data, first, length, 1, vm).map(Some)
    }

    fn over(data: PyObjectRef, first: usize, length: usize, step: isize, vm: &VirtualMachine) -> PyResult<Self> {
        let lock = data.class().slots.as_buffer.map(|lock| lock(&data, vm)).transpose()?;
        Ok(Self { data, lock: RefCell::new(lock), first, length, step, hash: Cell::new(None) })
    }

    /// Another view of the same object.
    fn part(&self, first: usize, length: usize, step: isize, vm: &VirtualMachine) -> PyResult<Self> {
        Self::over(self.data.clone(), first, length, step, vm)
    }

    fn is_released(&self) -> bool {
        self.lock.borrow().is_none()
    }

    fn is_readonly(&self) -> bool {
        self.data.downcast_ref::<PyByteArray>().is_none()
    }

    fn check(&self, vm: &VirtualMachine) -> PyResult<()> {
        match self.is_released() {
            true => Err(vm.new_value_error("operation forbidden on released memoryview object")),
            false => Ok(()),
        }
    }

    /// Where a byte of the view is in the object.
    fn place(&self, index: usize) -> usize {
        let distance = self.step.unsigned_abs().saturating_mul(index);
        if self.step < 0 { self.first.saturating_sub(distance) } else { self.first.saturating_add(distance) }
    }

    /// All bytes of the object.
    fn whole(&self) -> BorrowedValue<'_, [u8]> {
        if let Some(array) = self.data.downcast_ref::<PyByteArray>() {
            return array.borrow_buf().into();
        }
        let fixed: &[u8] = self.data.downcast_ref::<PyBytes>().map_or(&[], |bytes| bytes.as_bytes());
        fixed.into()
    }

    fn bytes_in_order(&self) -> Vec<u8> {
        let whole = self.whole();
        match whole.get(self.first..self.first.saturating_add(self.length)) {
            Some(part) if self.step == 1 => part.to_vec(),
            _ => (0..self.length).filter_map(|index| whole.get(self.place(index)).copied()).collect(),
        }
    }

    /// Does something with the bytes, which are not copied if they lie side by side.
    pub(super) fn with<R>(&self, work: impl FnOnce(&[u8]) -> R) -> R {
        if self.is_released() {
            return work(&[]);
        }
        let range = self.first..self.first.saturating_add(self.length);
        if self.step == 1 {
            return work(self.whole().get(range).unwrap_or(&[]));
        }
        work(&self.bytes_in_order())
    }

    /// The owner of the bytes, where they begin in it, and how many there are, if they lie side by side.
    pub(super) fn place_of_all(&self, vm: &VirtualMachine) -> PyResult<(PyObjectRef, usize, usize)> {
        self.check(vm)?;
        if self.step != 1 && self.length > 1 {
            return Err(vm.new_buffer_error("buffer structure requires consumer to use shape array"));
        }
        Ok((self.data.clone(), self.first, self.length))
    }

    fn byte(&self, index: isize, vm: &VirtualMachine) -> PyResult {
        self.check(vm)?;
        let found = buffer::place_in(index, self.length).and_then(|place| self.whole().get(self.place(place)).copied());
        match found {
            Some(byte) => Ok(text::from_bytes(&[byte], vm).into()),
            None => Err(vm.new_index_error(format!("index out of range: {index}"))),
        }
    }

    fn slice(&self, slice: &PySlice, vm: &VirtualMachine) -> PyResult<Self> {
        let (range, step, length) = slice.to_saturated(vm)?.adjust_indices(self.length);
        let first = if step < 0 { range.end.saturating_sub(1) } else { range.start };
        self.part(self.place(first), length, self.step.saturating_mul(step), vm)
    }

    fn get(&self, key: &PyObject, vm: &VirtualMachine) -> PyResult {
        self.check(vm)?;
        match key.downcast_ref::<PySlice>() {
            Some(slice) => Ok(self.slice(slice, vm)?.into_ref(&vm.ctx).into()),
            None => self.byte(buffer::index_of(key, "memoryview", vm)?, vm),
        }
    }

    /// `view[key] = value`: as many bytes as there were.
    fn set(&self, key: &PyObject, value: Option<&PyObject>, vm: &VirtualMachine) -> PyResult<()> {
        self.check(vm)?;
        let Some(value) = value else {
            return Err(vm.new_type_error("'memoryview' object does not support item deletion"));
        };
        let part = match key.downcast_ref::<PySlice>() {
            Some(slice) => self.slice(slice, vm)?,
            None => {
                let index = buffer::index_of(key, "memoryview", vm)?;
                let Some(index) = buffer::place_in(index, self.length) else {
                    return Err(vm.new_index_error("memoryview assignment index out of range"));
                };
                self.part(self.place(index), 1, 1, vm)?
            }
        };
        let Some(array) = self.data.downcast_ref::<PyByteArray>() else {
            return Err(vm.new_type_error("cannot modify read-only memory"));
        };
        let Some(bytes) = buffer::bytes_of_any(value, vm)? else {
            let kind = super::type_names::name_in_errors(value, vm);
            return Err(vm.new_type_error(format!("Type {kind} doesn't support the buffer API")));
        };
        if bytes.len() != part.length {
            return Err(vm.new_value_error("cannot modify size of memoryview object"));
        }
        let mut whole = array.borrow_buf_mut();
        for (index, byte) in bytes.into_iter().enumerate() {
            if let Some(place) = whole.get_mut(part.place(index)) {
                *place = byte;
            }
        }
        Ok(())
    }

    /// A tuple of one number, as the shape of an object with one dimension is written.
    fn dimension(&self, number: isize, vm: &VirtualMachine) -> PyResult<PyRef<PyTuple>> {
        self.check(vm)?;
        let number = number::to_long(&PyInt::from(number).into_ref(&vm.ctx), vm)?;
        Ok(vm.ctx.new_tuple(vec![number]))
    }
}

#[pyclass(with(AsBuffer, AsMapping, AsSequence, Comparable, Constructor, Hashable, Representable))]
impl View {
    #[pygetset]
    fn format(&self, vm: &VirtualMachine) -> PyResult<&'static str> {
        self.check(vm).map(|()| "B")
    }

    #[pygetset]
    fn itemsize(&self, vm: &VirtualMachine) -> PyResult<i32> {
        self.check(vm).map(|()| 1)
    }

    #[pygetset]
    fn ndim(&self, vm: &VirtualMachine) -> PyResult<i32> {
        self.check(vm).map(|()| 1)
    }

    #[pygetset]
    fn readonly(&self, vm: &VirtualMachine) -> PyResult<bool> {
        self.check(vm).map(|()| self.is_readonly())
    }

    #[pygetset]
    fn shape(&self, vm: &VirtualMachine) -> PyResult<PyRef<PyTuple>> {
        self.dimension(isize::try_from(self.length).unwrap_or(isize::MAX), vm)
    }

    #[pygetset]
    fn strides(&self, vm: &VirtualMachine) -> PyResult<PyRef<PyTuple>> {
        self.dimension(self.step, vm)
    }

    #[pygetset]
    fn suboffsets(&self, vm: &VirtualMachine) -> PyResult {
        self.check(vm).map(|()| vm.ctx.none())
    }

    /// The bytes as a `str`.
    #[pymethod]
    fn tobytes(&self, vm: &VirtualMachine) -> PyResult {
        self.check(vm)?;
        Ok(text::from_bytes(&self.bytes_in_order(), vm).into())
    }

    /// The bytes as a list of numbers.
    #[pymethod]
    fn tolist(&self, vm: &VirtualMachine) -> PyResult {
        self.check(vm)?;
        let numbers = self.bytes_in_order().into_iter().map(|byte| vm.ctx.new_int(byte).into()).collect();
        Ok(vm.ctx.new_list(numbers).into())
    }

    /// Lets go of the object; the view is of no more use.
    #[pymethod]
    fn release(&self) {
        self.lock.take();
    }

    #[pymethod]
    fn __enter__(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult<PyRef<Self>> {
        zelf.check(vm)?;
        Ok(zelf)
    }

    #[pymethod]
    fn __exit__(&self, _exception: FuncArgs) -> bool {
        self.release();
        false
    }
}

impl Constructor for View {
    type Args = FuncArgs;

    fn py_new(_class: &Py<PyType>, args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
        let object = match (args.args.as_slice(), args.kwargs.get("object")) {
            ([object], None) if args.kwargs.is_empty() => object,
            ([], Some(object)) if args.kwargs.len() == 1 => object,
            _ => return Err(vm.new_type_error("memoryview() takes exactly one argument")),
        };
        let refused = "cannot make memory view because object does not have the buffer interface";
        Self::of(object, vm)?.ok_or_else(|| vm.new_type_error(refused))
    }
}

static METHODS: BufferMethods = BufferMethods {
    obj_bytes: |given| {
        let view = given.obj_as::<View>();
        let range = view.first..view.first.saturating_add(view.length);
        BorrowedValue::map(view.whole(), |whole| whole.get(range).unwrap_or(&[]))
    },
    obj_bytes_mut: |given| {
        let view = given.obj_as::<View>();
        let range = view.first..view.first.saturating_add(view.length);
        match view.data.downcast_ref::<PyByteArray>() {
            Some(array) => {
                let part = PyMappedRwLockWriteGuard::map(array.borrow_buf_mut(), |whole| {
                    whole.get_mut(range).unwrap_or(&mut [])
                });
                BorrowedValueMut::from(part)
            }
            None => BorrowedValueMut::from(&mut [][..]),
        }
    },
    release: |_| {},
    retain: |_| {},
};

impl AsBuffer for View {
    /// The library gets a view of its own, which locks the object as long as it is needed, or a copy where the bytes do
    /// not lie side by side.
    fn as_buffer(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyBuffer> {
        zelf.check(vm)?;
        if zelf.step != 1 {
            return Ok(PyBuffer::from_byte_vector(zelf.bytes_in_order(), vm));
        }
        let own = zelf.part(zelf.first, zelf.length, 1, vm)?.into_ref(&vm.ctx);
        Ok(PyBuffer::new(own.into(), BufferDescriptor::simple(zelf.length, zelf.is_readonly()), &METHODS))
    }
}

impl AsMapping for View {
    fn as_mapping() -> &'static PyMappingMethods {
        static METHODS: LazyLock<PyMappingMethods> = LazyLock::new(|| PyMappingMethods {
            length: atomic_func!(|mapping, vm| {
                let view = View::mapping_downcast(mapping);
                view.check(vm).map(|()| view.length)
            }),
            subscript: atomic_func!(|mapping, key, vm| View::mapping_downcast(mapping).get(key, vm)),
            ass_subscript: atomic_func!(|mapping, key, value, vm| {
                View::mapping_downcast(mapping).set(key, value.as_deref(), vm)
            }),
        });
        &METHODS
    }
}

impl AsSequence for View {
    fn as_sequence() -> &'static PySequenceMethods {
        static METHODS: LazyLock<PySequenceMethods> = LazyLock::new(|| PySequenceMethods {
            length: atomic_func!(|sequence, vm| {
                let view = View::sequence_downcast(sequence);
                view.check(vm).map(|()| view.length)
            }),
            item: atomic_func!(|sequence, index, vm| View::sequence_downcast(sequence).byte(index, vm)),
            ..PySequenceMethods::NOT_IMPLEMENTED
        });
        &METHODS
    }
}

impl Comparable for View {
    fn cmp(zelf: &Py<Self>, other: &PyObject, op: PyComparisonOp, vm: &VirtualMachine) -> PyResult<PyComparisonValue> {
        let is_equality = matches!(op, PyComparisonOp::Eq | PyComparisonOp::Ne);
        let is_dead = |object: &PyObject| object.downcast_ref::<Self>().is_some_and(|view| view.is_released());
        if is_equality && (is_dead(zelf.as_object()) || is_dead(other)) {
            return Ok(PyComparisonValue::Implemented(zelf.is(other) == (op == PyComparisonOp::Eq)));
        }
        zelf.check(vm)?;
        match buffer::bytes_of_any(other, vm)? {
            Some(bytes) => {
                Ok(PyComparisonValue::Implemented(op.eval_ord(zelf.bytes_in_order().as_slice().cmp(bytes.as_slice()))))
            }
            None => order::unlike(zelf.as_object(), other, op, vm),
        }
    }
}

impl Hashable for View {
    fn hash(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyHash> {
        if let Some(known) = zelf.hash.get() {
            return Ok(known);
        }
        zelf.check(vm)?;
        if !zelf.is_readonly() {
            return Err(vm.new_value_error("cannot hash writable memoryview object"));
        }
        let hash = text::from_bytes(&zelf.bytes_in_order(), vm).as_object().hash(vm)?;
        zelf.hash.set(Some(hash));
        Ok(hash)
    }
}

impl Representable for View {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        Ok(format!("<memoryview object at {:#x}>", zelf.get_id()))
    }
}
