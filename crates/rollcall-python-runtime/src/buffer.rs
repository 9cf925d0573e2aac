//! `buffer`: a part of an object's bytes that looks like a `str`, and the objects that count as bytes.
//!
//! A `buffer` holds on to nothing: it asks its object anew each time, which may have become longer or shorter since.

use std::sync::LazyLock;

use rustpython_vm::builtins::{PyByteArray, PyBytes, PyInt, PySlice, PyStr, PyType};
use rustpython_vm::class::{PyClassImpl, StaticType};
use rustpython_vm::function::{FuncArgs, PyComparisonValue};
use rustpython_vm::protocol::{PyBuffer, PyMappingMethods, PySequenceMethods};
use rustpython_vm::types::{AsBuffer, AsMapping, AsSequence, Comparable, Constructor, PyComparisonOp, Representable};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine, atomic_func, pyclass};

use super::view::{self, View};
use super::{codec, interned, order, text, unicode};

/// buffer(object[, offset[, size]]): some of the object's bytes, which look like a str.
#[pyclass(module = false, name = "buffer")]
#[derive(Debug, PyPayload)]
pub(super) struct Buffer {
    /// The object that the script named.
    object: PyObjectRef,
    /// The owner of the bytes: the engine's `bytes`, a `bytearray`, or a view.
    data: PyObjectRef,
    offset: usize,
    /// All available bytes, if it is absent.
    size: Option<usize>,
}

/// Makes the type, and answers it.
pub(super) fn class() -> &'static Py<PyType> {
    Buffer::make_static_type();
    Buffer::static_type()
}

/// The bytes of a `bytearray`, a `buffer`, a `memoryview` or an `array`; `str` is not asked for here.
pub(super) fn bytes_of(object: &PyObject, vm: &VirtualMachine) -> Option<Vec<u8>> {
    if let Some(array) = object.downcast_ref::<PyByteArray>() {
        return Some(array.borrow_buf().to_vec());
    }
    if let Some(buffer) = object.downcast_ref::<Buffer>() {
        return Some(buffer.with(<[u8]>::to_vec));
    }
    view::bytes_of(object).or_else(|| bytes_of_array(object, vm))
}

/// The same, and those of a `str` and of the engine's `bytes`.
pub(super) fn bytes_of_any(object: &PyObject, vm: &VirtualMachine) -> PyResult<Option<Vec<u8>>> {
    if let Some(found) = object.downcast_ref::<PyStr>() {
        return Ok(if unicode::is_unicode(object) { None } else { text::bytes(found) });
    }
    Ok(match object.downcast_ref::<PyBytes>() {
        Some(bytes) => Some(bytes.as_bytes().to_vec()),
        None => bytes_of(object, vm),
    })
}

/// The bytes of an `array.array`, which is the library's.
fn bytes_of_array(object: &PyObject, vm: &VirtualMachine) -> Option<Vec<u8>> {
    let class = object.class();
    let is_array = &*class.name() == "array" && class.get_attr(interned("__bytes__", vm)).is_some();
    let made = if is_array { vm.call_method(object, "__bytes__", ()).ok()? } else { return None };
    made.downcast_ref::<PyBytes>().map(|bytes| bytes.as_bytes().to_vec())
}

/// Where the bytes of an object are: in the engine's `bytes` or a `bytearray`, from where on, and how many.
pub(super) fn place_of(object: &PyObject, vm: &VirtualMachine) -> PyResult<Option<(PyObjectRef, usize, usize)>> {
    if let Some(buffer) = object.downcast_ref::<Buffer>() {
        let Some((data, first, length)) = place_of(&buffer.data, vm)? else { return Ok(None) };
        let (start, end) = buffer.range(length);
        return Ok(Some((data, first + start, end - start)));
    }
    if let Some(array) = object.downcast_ref::<PyByteArray>() {
        return Ok(Some((object.to_owned(), 0, array.borrow_buf().len())));
    }
    if let Some(view) = object.downcast_ref::<View>() {
        return view.place_of_all(vm).map(Some);
    }
    if let Some(bytes) = object.downcast_ref::<PyBytes>() {
        return Ok(Some((object.to_owned(), 0, bytes.as_bytes().len())));
    }
    let found = object.downcast_ref::<PyStr>().filter(|_| !unicode::is_unicode(object)).and_then(text::bytes);
    Ok(found.map(|bytes| {
        let length = bytes.len();
        (vm.ctx.new_bytes(bytes).into(), 0, length)
    }))
}

/// Whether a number can be made of an object's content, but not of the object.
pub(super) fn is_no_number(object: &PyObject) -> bool {
    object.downcast_ref::<Buffer>().is_some() || object.downcast_ref::<View>().is_some()
}

/// The place that an index means, counted from the end if it is negative.
pub(super) fn place_in(index: isize, length: usize) -> Option<usize> {
    let index = match index < 0 {
        true => length.checked_sub(index.unsigned_abs())?,
        false => index.unsigned_abs(),
    };
    (index < length).then_some(index)
}

/// The number of an index.
pub(super) fn index_of(key: &PyObject, kind: &str, vm: &VirtualMachine) -> PyResult<isize> {
    let Some(index) = key.try_index_opt(vm).transpose()? else {
        return Err(vm.new_type_error(format!("{kind} indices must be integers")));
    };
    let index = index.try_to_primitive::<i32>(vm);
    let index = index.map_err(|_| vm.new_index_error("cannot fit 'long' into an index-sized integer"))?;
    Ok(isize::try_from(index).unwrap_or_default())
}

impl Buffer {
    /// The bytes from where to where, of so many that there are now.
    fn range(&self, length: usize) -> (usize, usize) {
        let start = self.offset.min(length);
        let end = self.size.map_or(length, |size| start.saturating_add(size).min(length));
        (start, end)
    }

    /// Does something with the bytes.
    fn with<R>(&self, work: impl FnOnce(&[u8]) -> R) -> R {
        let part = |bytes: &[u8]| -> R {
            let (start, end) = self.range(bytes.len());
            work(bytes.get(start..end).unwrap_or(&[]))
        };
        if let Some(bytes) = self.data.downcast_ref::<PyBytes>() {
            return part(bytes.as_bytes());
        }
        match (self.data.downcast_ref::<PyByteArray>(), self.data.downcast_ref::<View>()) {
            (Some(array), _) => part(&array.borrow_buf()),
            (None, Some(view)) => view.with(part),
            (None, None) => part(&[]),
        }
    }

    fn byte(&self, index: isize, vm: &VirtualMachine) -> PyResult {
        match self.with(|bytes| place_in(index, bytes.len()).and_then(|place| bytes.get(place).copied())) {
            Some(byte) => Ok(text::from_bytes(&[byte], vm).into()),
            None => Err(vm.new_index_error(format!("index out of range: {index}"))),
        }
    }

    fn get(&self, key: &PyObject, vm: &VirtualMachine) -> PyResult {
        let Some(slice) = key.downcast_ref::<PySlice>() else {
            return self.byte(index_of(key, "buffer", vm)?, vm);
        };
        let slice = slice.to_saturated(vm)?;
        let found = self.with(|bytes| {
            let (range, step, _) = slice.adjust_indices(bytes.len());
            let part = bytes.get(range).unwrap_or(&[]);
            match step < 0 {
                true => part.iter().rev().step_by(step.unsigned_abs()).copied().collect(),
                false => part.iter().step_by(step.unsigned_abs().max(1)).copied().collect::<Vec<u8>>(),
            }
        });
        Ok(text::from_bytes(&found, vm).into())
    }

    /// `buffer + other`: a `str`.
    fn concat(&self, other: &PyObject, vm: &VirtualMachine) -> PyResult {
        let Some(other) = bytes_with_unicode(other, vm)? else { return Ok(vm.ctx.not_implemented()) };
        Ok(text::from_bytes(&self.with(|bytes| [bytes, &other].concat()), vm).into())
    }

    /// Puts bytes in place of those that are there, in an object that can change.
    fn set(&self, key: &PyObject, value: Option<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
        if value.is_none() {
            return Err(vm.new_type_error("'buffer' object does not support item deletion"));
        }
        let (start, end) = self.range(self.data.length(vm)?);
        let slice = PySlice { start: Some(vm.ctx.new_int(start).into()), stop: vm.ctx.new_int(end).into(), step: None };
        let whole = view::class().as_object().call((self.data.clone(),), vm)?;
        let part = whole.get_item(slice.into_pyobject(vm).as_object(), vm)?;
        part.set_item(key, value.unwrap_or_else(|| vm.ctx.none()), vm)
    }
}

/// The bytes of an object, and two for each character of a `unicode`.
fn bytes_with_unicode(object: &PyObject, vm: &VirtualMachine) -> PyResult<Option<Vec<u8>>> {
    if !unicode::is_unicode(object) {
        return bytes_of_any(object, vm);
    }
    let units = object.downcast_ref::<PyStr>().map(|text| text.as_wtf8().encode_wide().flat_map(u16::to_be_bytes));
    Ok(units.map(Iterator::collect))
}

#[pyclass(with(AsBuffer, AsMapping, AsSequence, Comparable, Constructor, Representable))]
impl Buffer {
    #[pymethod]
    fn __str__(&self, vm: &VirtualMachine) -> PyObjectRef {
        text::from_bytes(&self.with(<[u8]>::to_vec), vm).into()
    }
}

impl Constructor for Buffer {
    type Args = FuncArgs;

    /// `buffer(object[, offset[, size]])`.
    fn py_new(_class: &Py<PyType>, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
        let count = args.args.len() + args.kwargs.len();
        let mut given = [None, None, None];
        for (place, name) in given.iter_mut().zip(["object", "offset", "size"]) {
            *place = args.take_positional_keyword(name);
        }
        let [Some(object), offset, size] = given else {
            return Err(vm.new_type_error(format!("buffer() takes 1-3 arguments ({count} given)")));
        };
        if !args.args.is_empty() || !args.kwargs.is_empty() {
            return Err(vm.new_type_error(format!("buffer() takes 1-3 arguments ({count} given)")));
        }
        let (offset, size) = (number_given(offset, 0, vm)?, number_given(size, -1, vm)?);
        let Some((data, first, limit)) = source(&object, vm)? else {
            return Err(vm.new_type_error("buffer object expected (or unicode)"));
        };
        let Ok(offset) = usize::try_from(offset) else {
            return Err(vm.new_value_error("offset must be zero or positive"));
        };
        if size < -1 {
            return Err(vm.new_value_error("size must be zero or positive"));
        }
        let size = usize::try_from(size).ok();
        // A part of a part has no more than that one.
        let size = match limit.map(|limit| limit.saturating_sub(offset)) {
            Some(limit) => Some(size.map_or(limit, |size| size.min(limit))),
            None => size,
        };
        Ok(Self { object, data, offset: first.saturating_add(offset), size })
    }
}

/// The owner of a new buffer's bytes, where they begin, and how many there are at most.
fn source(object: &PyObject, vm: &VirtualMachine) -> PyResult<Option<(PyObjectRef, usize, Option<usize>)>> {
    if let Some(buffer) = object.downcast_ref::<Buffer>() {
        return Ok(Some((buffer.data.clone(), buffer.offset, buffer.size)));
    }
    if let Some(view) = object.downcast_ref::<View>() {
        view.place_of_all(vm)?;
    }
    if object.downcast_ref::<PyByteArray>().is_some() || object.downcast_ref::<View>().is_some() {
        return Ok(Some((object.to_owned(), 0, None)));
    }
    Ok(bytes_with_unicode(object, vm)?.map(|bytes| (vm.ctx.new_bytes(bytes).into(), 0, None)))
}

/// A number that may be given, cut to Java's range.
fn number_given(given: Option<PyObjectRef>, default: i32, vm: &VirtualMachine) -> PyResult<i32> {
    let Some(given) = given else { return Ok(default) };
    let Some(number) = given.try_index_opt(vm).transpose()? else {
        let kind = super::type_names::name_in_errors(&given, vm);
        return Err(vm.new_type_error(format!("'{kind}' object cannot be interpreted as an index")));
    };
    let is_negative = *number.as_bigint() < *PyInt::from(0).as_bigint();
    Ok(number.try_to_primitive(vm).unwrap_or(if is_negative { i32::MIN } else { i32::MAX }))
}

impl AsBuffer for Buffer {
    fn as_buffer(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyBuffer> {
        Ok(PyBuffer::from_byte_vector(zelf.with(<[u8]>::to_vec), vm))
    }
}

impl AsMapping for Buffer {
    fn as_mapping() -> &'static PyMappingMethods {
        static METHODS: LazyLock<PyMappingMethods> = LazyLock::new(|| PyMappingMethods {
            length: atomic_func!(|mapping, _vm| Ok(Buffer::mapping_downcast(mapping).with(<[u8]>::len))),
            subscript: atomic_func!(|mapping, key, vm| Buffer::mapping_downcast(mapping).get(key, vm)),
            ass_subscript: atomic_func!(|mapping, key, value, vm| {
                Buffer::mapping_downcast(mapping).set(key, value, vm)
            }),
        });
        &METHODS
    }
}

impl AsSequence for Buffer {
    fn as_sequence() -> &'static PySequenceMethods {
        static METHODS: LazyLock<PySequenceMethods> = LazyLock::new(|| PySequenceMethods {
            length: atomic_func!(|sequence, _vm| Ok(Buffer::sequence_downcast(sequence).with(<[u8]>::len))),
            concat: atomic_func!(|sequence, other, vm| Buffer::sequence_downcast(sequence).concat(other, vm)),
            repeat: atomic_func!(|sequence, count, vm| {
                let whole = Buffer::sequence_downcast(sequence).__str__(vm);
                vm._mul(&whole, vm.ctx.new_int(count).as_object())
            }),
            item: atomic_func!(|sequence, index, vm| Buffer::sequence_downcast(sequence).byte(index, vm)),
            ..PySequenceMethods::NOT_IMPLEMENTED
        });
        &METHODS
    }
}

impl Comparable for Buffer {
    /// Buffers compare by their bytes, and with a `unicode` as the `str` that they would be. `bytearray` and
    /// `memoryview` answer themselves, and a `str` is unequal.
    fn cmp(zelf: &Py<Self>, other: &PyObject, op: PyComparisonOp, vm: &VirtualMachine) -> PyResult<PyComparisonValue> {
        if let Some(other) = other.downcast_ref::<Self>() {
            let order = zelf.with(<[u8]>::to_vec).cmp(&other.with(<[u8]>::to_vec));
            return Ok(PyComparisonValue::Implemented(op.eval_ord(order)));
        }
        if unicode::is_unicode(other) {
            let own = text::from_bytes(&zelf.with(<[u8]>::to_vec), vm);
            let own = codec::decode_ascii(&own, vm)?;
            return own.rich_compare_bool(other, op, vm).map(PyComparisonValue::Implemented);
        }
        order::unlike(zelf.as_object(), other, op, vm)
    }
}

impl Representable for Buffer {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        let size = zelf.size.map_or_else(|| "-1".to_owned(), |size| size.to_string());
        let (object, own) = (zelf.object.get_id(), zelf.get_id());
        Ok(format!("<read-only buffer for {object:#x}, size {size}, offset {} at {own:#x}>", zelf.offset))
    }
}
