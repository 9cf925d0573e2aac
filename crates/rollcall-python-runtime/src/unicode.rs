//! `unicode`: text, as a class of its own that the library takes for its text.
//!
//! It is derived from `str`, so that everything in the library that takes text takes it; scripts do not see that
//! (`isinstance(u'', str)` is False). The results of its operators and methods are `unicode` again.

use rustpython_vm::builtins::{PyFloat, PyInt, PyStr, PyType, PyTypeRef};
use rustpython_vm::common::wtf8::Wtf8Buf;
use rustpython_vm::function::{FuncArgs, OptionalArg, PyMethodFlags};
use rustpython_vm::protocol::{PyMapping, PySequence};
use rustpython_vm::types::{AsMapping, AsSequence};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};

use super::{Language, caller_is_python2, codec, digits, job_is_python2, language, set_method_of, text};

/// Gives the type its constructor and operators.
pub(super) fn install(language: &'static Language, vm: &VirtualMachine) -> PyResult<()> {
    let slots = &language.unicode.slots;
    slots.new.store(Some(construct));
    slots.repr.store(Some(super::repr::of_text));
    slots.iter.store(Some(iterate));
    slots.as_number.add.store(Some(add));
    slots.as_number.right_add.store(Some(add));
    slots.as_number.remainder.store(Some(super::format::remainder));
    slots.as_number.right_remainder.store(Some(super::format::remainder));
    slots.as_number.multiply.store(Some(times));
    slots.as_number.right_multiply.store(Some(times));
    slots.as_sequence.repeat.store(Some(repeat));
    slots.as_sequence.concat.store(Some(text::concat));
    slots.as_sequence.item.store(Some(item));
    slots.as_mapping.subscript.store(Some(subscript));
    slots.as_sequence.contains.store(Some(contains));
    slots.richcompare.store(vm.ctx.types.str_type.slots.richcompare.load());
    language
        .basestring
        .slots
        .new
        .store(Some(|_class, _args, vm| Err(vm.new_type_error("The basestring type cannot be instantiated"))));
    set_method_of(&language.unicode, "__str__", to_str, vm);
    set_method_of(&language.unicode, "isnumeric", |text: PyRef<PyStr>| text.to_str().is_some_and(is_numeric), vm);
    set_method_of(&language.unicode, "isdecimal", |text: PyRef<PyStr>| text.to_str().is_some_and(digits::are_all), vm);
    set_method_of(&language.unicode, "isdigit", |text: PyRef<PyStr>| text.to_str().is_some_and(digits::are_all), vm);
    set_method_of(&language.unicode, "__format__", text::format_unicode, vm);
    let make = |mut args: FuncArgs, vm: &VirtualMachine| match args
        .take_positional()
        .map(|class| class.downcast::<PyType>())
    {
        Some(Ok(class)) => construct(class, args, vm),
        _ => Err(vm.new_type_error("unicode.__new__(X): X is not a type object")),
    };
    let class: &'static Py<PyType> = Box::leak(Box::new(language.unicode.clone()));
    let new = vm.ctx.new_method_def("__new__", make, PyMethodFlags::empty(), None).build_function(vm);
    class.set_attr(super::interned("__new__", vm), new.into());
    const OPERATORS: [&str; 10] = [
        "__add__",
        "__contains__",
        "__getitem__",
        "__iter__",
        "__mod__",
        "__mul__",
        "__radd__",
        "__repr__",
        "__rmod__",
        "__rmul__",
    ];
    super::renew_operators(class, &OPERATORS, vm);
    Ok(())
}

fn is_numeric(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_numeric)
}

/// Whether an object is a `unicode`.
pub(super) fn is_unicode(object: &PyObject) -> bool {
    language().is_some_and(|language| {
        object.class().is(&language.unicode)
            || (object.downcast_ref::<PyStr>().is_some() && object.class().fast_issubclass(&language.unicode))
    })
}

/// Whether an object is a `unicode`, and of no class below it.
pub(super) fn is_exact(object: &PyObject) -> bool {
    language().is_some_and(|language| object.class().is(&language.unicode))
}

/// A new `unicode`.
pub fn new(text: impl Into<Wtf8Buf>, vm: &VirtualMachine) -> PyResult {
    let text = text.into();
    match language() {
        Some(language) => PyStr::from(text).into_ref_with_type(vm, language.unicode.clone()).map(Into::into),
        None => Ok(vm.ctx.new_str(text).into()),
    }
}

/// A text as a `unicode`, other values as they are.
pub(super) fn of(object: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    match object.downcast_ref::<PyStr>() {
        Some(text) if !is_unicode(&object) => new(text.as_wtf8().to_owned(), vm),
        _ => Ok(object),
    }
}

/// A text that comes from Java in the original: a `unicode` in a script of Python 2.
pub fn from_host(text: impl AsRef<str>, vm: &VirtualMachine) -> PyObjectRef {
    text_from_host(text, vm).into()
}

/// The same where a text is asked for: the source of `toString`, `str` and `repr` of a Java object.
pub fn text_from_host(text: impl AsRef<str>, vm: &VirtualMachine) -> PyRef<PyStr> {
    let text = text.as_ref();
    let class = language().filter(|_| job_is_python2()).map(|language| language.unicode.clone());
    let made = class.and_then(|class| PyStr::from(text.to_owned()).into_ref_with_type(vm, class).ok());
    made.unwrap_or_else(|| vm.ctx.new_str(text))
}

/// A text that is to be mixed with a `unicode`: bytes that are not ASCII are read in the default encoding.
///
/// # Errors
/// When they are not valid in it, which they never are while it is ASCII.
pub(super) fn mixed(object: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    match object.downcast_ref::<PyStr>() {
        // The library's texts are not bytes.
        Some(text) if !text.isascii() && !is_unicode(&object) && caller_is_python2(vm) => codec::decode_ascii(text, vm),
        _ => Ok(object),
    }
}

/// `unicode(object[, encoding[, errors]])`.
fn construct(class: PyTypeRef, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    for name in ["string", "encoding", "errors"] {
        if let Some(value) = args.kwargs.shift_remove(name) {
            if name == "errors" && args.args.len() == 1 {
                args.args.push(vm.ctx.new_str("ascii").into());
            }
            args.args.push(value);
        }
    }
    if caller_is_python2(vm) {
        codec::check_names(args.args.get(1..).unwrap_or_default(), 2, vm)?;
    }
    let (object, encoding, errors): (OptionalArg<PyObjectRef>, OptionalArg<PyObjectRef>, OptionalArg<PyObjectRef>) =
        args.bind(vm)?;
    let text = match (object, encoding) {
        (OptionalArg::Missing, _) => new(Wtf8Buf::new(), vm)?,
        (OptionalArg::Present(object), OptionalArg::Missing) if errors.is_missing() => unicode_of(object, vm)?,
        (OptionalArg::Present(object), encoding) => {
            if !text::is_text(&object) {
                return unicode_of(object, vm);
            }
            let mut arguments = vec![object, encoding.unwrap_or_else(|| vm.ctx.new_str("ascii").into())];
            arguments.extend(errors.into_option());
            codec::decode(FuncArgs::from(arguments), vm)?
        }
    };
    match text.downcast_ref::<PyStr>() {
        Some(value) if !language().is_some_and(|language| class.is(&language.unicode)) => {
            PyStr::from(value.as_wtf8().to_owned()).into_ref_with_type(vm, class).map(Into::into)
        }
        _ => Ok(text),
    }
}

/// The `unicode` of an object: its `__unicode__`, or its `str`, which has to be ASCII.
pub(super) fn unicode_of(object: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    if language().is_some_and(|language| object.class().is(&language.unicode)) {
        return Ok(object);
    }
    if is_unicode(&object) {
        return new(object.downcast_ref::<PyStr>().map(|text| text.as_wtf8().to_owned()).unwrap_or_default(), vm);
    }
    // A class's member of that name is for its instances.
    let is_class = object.downcast_ref::<PyType>().is_some();
    let can_tell = !is_class || object.class().get_attr(super::interned("__unicode__", vm)).is_some();
    if !object.class().is(vm.ctx.types.str_type)
        && can_tell
        && let Ok(method) = object.get_attr("__unicode__", vm)
    {
        return of_ascii(method.call((), vm)?, vm);
    }
    match object.downcast_ref::<PyStr>() {
        Some(text) => codec::decode_ascii(text, vm),
        None => of_ascii(object.str(vm)?.into(), vm),
    }
}

pub(super) fn of_ascii(object: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    match object.downcast_ref::<PyStr>() {
        Some(_) if is_unicode(&object) => Ok(object),
        Some(text) => codec::decode_ascii(text, vm),
        None => {
            let found = object.class().name().to_string();
            Err(vm.new_type_error(format!("coercing to Unicode: need string or buffer, {found} found")))
        }
    }
}

/// The text of an object for code outside the interpreter, which needs no `str`.
pub fn text_of(object: &PyObject, vm: &VirtualMachine) -> PyResult<String> {
    match object.downcast_ref::<PyStr>() {
        Some(text) => Ok(text::printable(text).into_owned()),
        None => Ok(text::printable(&*object.str(vm)?).into_owned()),
    }
}

/// `str(u)`, for code of Python 2: ASCII or an error. The library takes it unchanged.
fn to_str(text: PyRef<PyStr>, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    if caller_is_python2(vm) { codec::to_ascii(&text, vm) } else { Ok(text) }
}

fn add(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    if !text::is_text(a) || !text::is_text(b) {
        return Ok(vm.ctx.not_implemented());
    }
    let (a, b) = (mixed(a.to_owned(), vm)?, mixed(b.to_owned(), vm)?);
    let (Some(left), Some(right)) = (a.downcast_ref::<PyStr>(), b.downcast_ref::<PyStr>()) else {
        return Ok(vm.ctx.not_implemented());
    };
    let mut joined = left.as_wtf8().to_owned();
    joined.push_wtf8(right.as_wtf8());
    new(joined, vm)
}

pub(super) fn repeat(sequence: PySequence<'_>, count: isize, vm: &VirtualMachine) -> PyResult {
    super::repetition::check(sequence, count, vm)?;
    match PyStr::as_sequence().repeat {
        Some(original) => of(original(sequence, count, vm)?, vm),
        None => Ok(vm.ctx.not_implemented()),
    }
}

/// `u * 3` and `3 * u`.
fn times(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    let (text, count) = if is_unicode(a) { (a, b) } else { (b, a) };
    let count = match count.downcast_ref::<PyInt>() {
        Some(count) => count.to_owned(),
        None if text::is_text(count) || count.downcast_ref::<PyFloat>().is_some() => {
            return Ok(vm.ctx.not_implemented());
        }
        None => match count.try_index_opt(vm).transpose()? {
            Some(count) => count,
            None => return Ok(vm.ctx.not_implemented()),
        },
    };
    let count = count.try_to_primitive::<isize>(vm)?;
    repeat(text.sequence_unchecked(), count, vm)
}

fn contains(sequence: PySequence<'_>, needle: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    let needle = super::bytearray::as_str(needle, vm).unwrap_or_else(|| needle.to_owned());
    let needle = mixed(needle, vm)?;
    match PyStr::as_sequence().contains {
        Some(original) => original(sequence, &needle, vm),
        None => Ok(false),
    }
}

fn item(sequence: PySequence<'_>, index: isize, vm: &VirtualMachine) -> PyResult {
    match PyStr::as_sequence().item {
        Some(original) => of(original(sequence, index, vm)?, vm),
        None => Ok(vm.ctx.not_implemented()),
    }
}

fn subscript(mapping: PyMapping<'_>, key: &PyObject, vm: &VirtualMachine) -> PyResult {
    if let Some(text) = crate::mended::stepped(mapping.obj, key, vm) {
        return new(text?, vm);
    }
    match PyStr::as_mapping().subscript {
        Some(original) => {
            of(original(mapping, key, vm).map_err(|error| super::container::with_index(error, key, vm))?, vm)
        }
        None => Ok(vm.ctx.not_implemented()),
    }
}

/// Goes over the characters, each a `unicode`.
fn iterate(object: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let text = object.downcast::<PyStr>().map_err(|_| vm.new_type_error("a unicode was expected"))?;
    let mut characters = Vec::new();
    for point in text.as_wtf8().code_points() {
        let mut character = Wtf8Buf::new();
        character.push(point);
        characters.push(new(character, vm)?);
    }
    vm.ctx.new_list(characters).as_object().get_iter(vm).map(Into::into)
}
