//! `str`: bytes that are written as text.
//!
//! A `str` of Python 2 is the engine's text with characters up to U+00FF, one for each byte, which is what Jython's is,
//! too. Its methods are the engine's; those that make texts return a `unicode` when they are given one, and plain bytes
//! that are not ASCII then do not mix with it.

use std::borrow::Cow;
use std::cell::Cell;

use rustpython_vm::builtins::{PyBaseExceptionRef, PyFunction, PyList, PyStr, PyTuple};
use rustpython_vm::common::wtf8::{CodePoint, Wtf8Buf};
use rustpython_vm::function::{FuncArgs, PyMethodDef, PyMethodFlags};
use rustpython_vm::protocol::PySequence;
use rustpython_vm::types::{AsSequence, Constructor};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::unicode::{self, is_unicode};
use super::{
    bytearray, caller_is_python2, characters, codec, compared, ends, format, interned, job_is_python2, letters,
    padding, room, set_method, translate, whitespace,
};
use crate::mended;

thread_local! {
    /// Whether `format` of a `str` is at work. The engine asks the values for their texts, and does not pass them the
    /// purpose.
    static FILLS_BYTES: Cell<bool> = const { Cell::new(false) };
}

/// Methods that make texts, of themselves and of their arguments.
const MAKING_TEXT: &[&str] = &[
    "capitalize",
    "center",
    "expandtabs",
    "format",
    "ljust",
    "lower",
    "lstrip",
    "partition",
    "replace",
    "rjust",
    "rpartition",
    "rsplit",
    "rstrip",
    "split",
    "splitlines",
    "strip",
    "swapcase",
    "title",
    "translate",
    "upper",
    "zfill",
];

/// Methods that take texts and answer something else.
const READING_TEXT: &[&str] = &[
    "count",
    "endswith",
    "find",
    "index",
    "isalnum",
    "isalpha",
    "isdigit",
    "islower",
    "isnumeric",
    "isspace",
    "istitle",
    "isupper",
    "rfind",
    "rindex",
    "startswith",
];

/// Changes the engine's type of texts.
pub(super) fn install(vm: &VirtualMachine) {
    let class = vm.ctx.types.str_type;
    for definition in class.slots.methods.iter().filter(|definition| MAKING_TEXT.contains(&definition.name)) {
        let call = move |args: FuncArgs, vm: &VirtualMachine| make_text(definition, args, vm);
        let method = vm.ctx.new_method_def(definition.name, call, PyMethodFlags::METHOD, definition.doc);
        class.set_attr(interned(definition.name, vm), method.build_method(class, vm).into());
    }
    for definition in class.slots.methods.iter().filter(|definition| READING_TEXT.contains(&definition.name)) {
        let call = move |args: FuncArgs, vm: &VirtualMachine| read_text(definition, args, vm);
        let method = vm.ctx.new_method_def(definition.name, call, PyMethodFlags::METHOD, definition.doc);
        class.set_attr(interned(definition.name, vm), method.build_method(class, vm).into());
    }
    set_method(class, "join", join, vm);
    let decode = |args: FuncArgs, vm: &VirtualMachine| {
        mended::check_method("decode", &args, vm)?;
        codec::decode(args, vm)
    };
    set_method(class, "decode", decode, vm);
    if let Some(encode) = class.slots.methods.iter().find(|definition| definition.name == "encode") {
        let call = move |args: FuncArgs, vm: &VirtualMachine| {
            mended::check_method("encode", &args, vm)?;
            if caller_is_python2(vm) { codec::encode(args, vm) } else { (encode.func)(vm, args) }
        };
        set_method(class, "encode", call, vm);
    }
    class.slots.as_sequence.contains.store(Some(contains));
    class.slots.as_sequence.concat.store(Some(concat));
    class.slots.as_number.remainder.store(Some(format::remainder));
    class.slots.as_number.right_remainder.store(Some(format::remainder));
    super::renew_operators(class, &["__contains__", "__mod__", "__rmod__"], vm);
    // As a method it is not asked again of a class that calls it from its own.
    let add = |text: PyRef<PyStr>, other: PyObjectRef, vm: &VirtualMachine| -> PyResult {
        let text: PyObjectRef = text.into();
        if !job_is_python2() || !is_unicode(&other) || is_unicode(&text) {
            return concat(text.sequence_unchecked(), &other, vm);
        }
        let text = unicode::mixed(text, vm)?;
        unicode::of(concat(text.sequence_unchecked(), &other, vm)?, vm)
    };
    set_method(class, "__add__", add, vm);
    class.slots.new.store(Some(new));
}

/// Whether an object is a text of either kind.
pub(super) fn is_text(object: &PyObject) -> bool {
    object.downcast_ref::<PyStr>().is_some()
}

/// The output of a printed text: the bytes of a `str` are read as UTF-8.
pub fn printable(text: &Py<PyStr>) -> Cow<'_, str> {
    if !job_is_python2() || text.isascii() || is_unicode(text.as_object()) {
        return text.as_wtf8().to_string_lossy();
    }
    match bytes(text) {
        Some(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
        None => text.as_wtf8().to_string_lossy(),
    }
}

/// The bytes of a `str`; None if a character is not a byte.
pub(super) fn bytes(text: &Py<PyStr>) -> Option<Vec<u8>> {
    if text.isascii() {
        return Some(text.as_bytes().to_vec());
    }
    text.as_wtf8().code_points().map(|point| u8::try_from(point.to_u32()).ok()).collect()
}

/// A `str` of bytes.
pub(super) fn from_bytes(bytes: &[u8], vm: &VirtualMachine) -> PyRef<PyStr> {
    vm.ctx.new_str(bytes.iter().map(|byte| char::from(*byte)).collect::<String>())
}

/// A method's answer as a `unicode`, if a text that it was given is one.
fn make_text(definition: &'static PyMethodDef, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    mended::check_method(definition.name, &args, vm)?;
    let is_unicode = args.args.first().is_some_and(|text| is_unicode(text));
    let separator = read_bytearrays(&mut args, vm).filter(|_| !is_unicode);
    let own = args.args.first().cloned();
    let made = make_of_texts(definition, args, vm)?;
    if job_is_python2() && own.is_some_and(|own| own.is(&made)) {
        // An unchanged text is not of a script's class.
        return compared::plain_text(made, vm);
    }
    match (made.downcast_ref::<PyTuple>(), separator) {
        // The separator of a text comes back as it was given.
        (Some(parts), Some(separator)) if parts.len() == 3 && !parts.as_slice()[1].is(&vm.ctx.empty_str.to_owned()) => {
            let [before, _, behind] = parts.as_slice() else { return Ok(made) };
            Ok(vm.ctx.new_tuple(vec![before.clone(), separator, behind.clone()]).into())
        }
        _ => Ok(made),
    }
}

/// Puts a `str` in the place of each `bytearray`, or other owner of bytes, that a script gives; returns the last of
/// them.
fn read_bytearrays(args: &mut FuncArgs, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let mut found = None;
    for argument in args.args.iter_mut().skip(1).filter(|argument| !is_text(argument)) {
        if !caller_is_python2(vm) {
            return None;
        }
        if let Some(text) = bytearray::as_str(argument, vm) {
            found = Some(std::mem::replace(argument, text));
        } else if let Some(choices) = argument.downcast_ref::<PyTuple>() {
            let read = |choice: &PyObjectRef| bytearray::as_str(choice, vm).unwrap_or_else(|| choice.clone());
            *argument = vm.ctx.new_tuple(choices.iter().map(read).collect()).into();
        }
    }
    found
}

fn make_of_texts(definition: &'static PyMethodDef, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if definition.name == "format" && caller_is_python2(vm) {
        return format_text(definition, args, vm);
    }
    if definition.name == "translate" && caller_is_python2(vm) {
        return translate::translate(args, vm);
    }
    if (caller_is_python2(vm) || !job_is_python2())
        && let Some(answer) = whitespace::answered(definition.name, &args, vm)?
    {
        return Ok(answer);
    }
    if let Some(text) = bytes_text(&args, vm) {
        return over_ascii(definition, &text, args, vm);
    }
    if caller_is_python2(vm) {
        if let Some(answer) = padding::padded(definition, &args, vm)?
            .map_or_else(|| of_letters(definition, &args, vm), |made| Ok(Some(made)))?
        {
            return Ok(answer);
        }
        refuse_arguments(definition.name, &args.args, vm)?;
    }
    let contagious = args.args.iter().any(|argument| is_unicode(argument));
    if !contagious {
        return characters::call(definition, args, vm);
    }
    for argument in &mut args.args {
        *argument = unicode::mixed(argument.clone(), vm)?;
    }
    let whole = args.args.first().filter(|text| !is_unicode(text)).cloned();
    let result = all_unicode(characters::call(definition, args, vm)?, vm)?;
    Ok(whole.and_then(|whole| not_parted(definition.name, &result, whole, vm)).unwrap_or(result))
}

/// A `str` that was not parted is itself in the result of `partition`.
fn not_parted(method: &str, result: &PyObject, whole: PyObjectRef, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let [before, separator, behind] = result.downcast_ref::<PyTuple>()?.as_slice() else { return None };
    if !separator.downcast_ref::<PyStr>()?.is_empty() {
        return None;
    }
    let parts = match method {
        "partition" => vec![whole, separator.clone(), behind.clone()],
        _ => vec![before.clone(), separator.clone(), whole],
    };
    Some(vm.ctx.new_tuple(parts).into())
}

/// `template.format(…)`: inserted texts take the kind of the template, a byte becoming the character of its number and
/// the other way round, as in Jython.
fn format_text(definition: &'static PyMethodDef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let makes_unicode = args.args.first().is_some_and(|template| is_unicode(template));
    let outer = FILLS_BYTES.replace(!makes_unicode);
    let result = characters::call(definition, args, vm);
    FILLS_BYTES.set(outer);
    let result = result?;
    let Some(text) = result.downcast_ref::<PyStr>().filter(|_| !makes_unicode) else {
        return unicode::of(result, vm);
    };
    if bytes(text).is_none() { Err(refused_characters(text, vm)) } else { Ok(result) }
}

/// The error where a `str` would have characters that are not bytes.
pub(super) fn refused_characters(text: &Py<PyStr>, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let shown = quoted(&vm.ctx.new_str(text.as_wtf8().to_owned()));
    vm.new_value_error(format!("Cannot create PyString with non-byte value: {shown}"))
}

/// `unicode.__format__(spec)`: a `unicode`, but in a template of bytes, which takes ASCII only.
pub(super) fn format_unicode(text: PyRef<PyStr>, spec: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let is_for_bytes = FILLS_BYTES.get();
    let plain = if is_for_bytes { codec::to_ascii(&text, vm)? } else { vm.ctx.new_str(text.as_wtf8().to_owned()) };
    let methods = vm.ctx.types.str_type.slots.methods;
    let Some(original) = methods.iter().find(|definition| definition.name == "__format__") else {
        return Ok(vm.ctx.not_implemented());
    };
    let result = mended::formatted(original, FuncArgs::from(vec![plain.into(), spec]), vm)?;
    if is_for_bytes { Ok(result) } else { unicode::of(result, vm) }
}

/// Wrong arguments, in Jython's words.
fn refuse_arguments(method: &str, args: &[PyObjectRef], vm: &VirtualMachine) -> PyResult<()> {
    let is_wrong = |separator: &PyObjectRef| !is_text(separator) && !vm.is_none(separator);
    match (method, args) {
        ("split" | "rsplit", [_, separator, ..]) if is_wrong(separator) => {
            Err(vm.new_type_error(format!("{method} arg must be None, str or buffer compatible object")))
        }
        ("replace", [_, _]) => Err(vm.new_type_error("replace() takes 3-4 arguments (1 given)")),
        _ => Ok(()),
    }
}

/// Methods that look at letters: of bytes only ASCII has any.
const OF_LETTERS: &[&str] = &[
    "capitalize",
    "isalnum",
    "isalpha",
    "isdigit",
    "islower",
    "isspace",
    "istitle",
    "isupper",
    "lower",
    "swapcase",
    "title",
    "upper",
];

/// The text of a call, if it is a `str` with bytes that are not ASCII and nothing else is given.
fn bytes_text(args: &FuncArgs, vm: &VirtualMachine) -> Option<PyRef<PyStr>> {
    let [only] = args.args.as_slice() else { return None };
    let text = only.downcast_ref_if_exact::<PyStr>(vm).filter(|text| !text.isascii())?;
    caller_is_python2(vm).then(|| text.to_owned())
}

/// A method for ASCII, applied to bytes: an invalid character of them takes the place of the others.
fn over_ascii(definition: &'static PyMethodDef, text: &Py<PyStr>, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if !OF_LETTERS.contains(&definition.name) {
        return characters::call(definition, args, vm);
    }
    let points: Vec<_> = text.as_wtf8().code_points().collect();
    let stand_in = |point: &CodePoint| if point.to_u32() < 0x80 { point.to_char().unwrap_or('\0') } else { '\0' };
    args.args = vec![vm.ctx.new_str(points.iter().map(stand_in).collect::<String>()).into()];
    let result = characters::call(definition, args, vm)?;
    let Some(changed) = result.downcast_ref::<PyStr>() else { return Ok(result) };
    let merged = changed.as_wtf8().code_points().zip(points);
    let merged = merged.map(|(changed, point)| if point.to_u32() < 0x80 { changed } else { point });
    Ok(vm.ctx.new_str(merged.collect::<Wtf8Buf>()).into())
}

/// A method's answer about texts, which have to mix.
fn read_text(definition: &'static PyMethodDef, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    read_bytearrays(&mut args, vm);
    if caller_is_python2(vm)
        && let Some(answer) = ends::answered(definition.name, &args, vm)?
    {
        return Ok(answer);
    }
    if caller_is_python2(vm)
        && let Some(answer) = of_letters(definition, &args, vm)?
    {
        return Ok(answer);
    }
    if let Some(text) = bytes_text(&args, vm) {
        return over_ascii(definition, &text, args, vm);
    }
    if (caller_is_python2(vm) || !job_is_python2())
        && let Some(answer) = whitespace::answered(definition.name, &args, vm)?
    {
        return Ok(answer);
    }
    if args.args.iter().any(|argument| has_unicode(argument)) {
        for argument in &mut args.args {
            *argument = match argument.downcast_ref::<PyTuple>() {
                Some(choices) => {
                    let mixed = choices.iter().map(|choice| unicode::mixed(choice.clone(), vm));
                    vm.ctx.new_tuple(mixed.collect::<PyResult<_>>()?).into()
                }
                None => unicode::mixed(argument.clone(), vm)?,
            };
        }
    }
    characters::call(definition, args, vm)
}

/// The answer of a method without arguments that looks at letters.
fn of_letters(definition: &PyMethodDef, args: &FuncArgs, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let [only] = args.args.as_slice() else { return Ok(None) };
    only.downcast_ref::<PyStr>().map_or(Ok(None), |text| letters::answered(definition.name, text, vm))
}

/// Whether a text is a `unicode`, or one of a tuple of them.
fn has_unicode(argument: &PyObject) -> bool {
    is_unicode(argument)
        || argument.downcast_ref::<PyTuple>().is_some_and(|choices| choices.iter().any(|choice| is_unicode(choice)))
}

/// A text as a `unicode`, or those in a list or tuple.
pub(super) fn all_unicode(result: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    if let Some(list) = result.downcast_ref::<PyList>() {
        for item in list.borrow_vec_mut().iter_mut() {
            *item = unicode::of(item.clone(), vm)?;
        }
        return Ok(result);
    }
    if let Some(tuple) = result.downcast_ref::<PyTuple>() {
        let items = tuple.iter().map(|item| unicode::of(item.clone(), vm)).collect::<PyResult<_>>()?;
        return Ok(vm.ctx.new_tuple(items).into());
    }
    unicode::of(result, vm)
}

/// `separator.join(texts)`.
fn join(mut separator: PyRef<PyStr>, texts: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let kept =
        room::collected(&texts, vm).and_then(|kept| kept.map_or_else(|| vm.extract_elements_with(&texts, Ok), Ok));
    let mut items: Vec<PyObjectRef> = kept.map_err(|error| {
        // Jython's error has no message.
        let is_silent = caller_is_python2(vm) && texts.class().slots.iter.load().is_none();
        if is_silent { vm.new_type_error("") } else { error }
    })?;
    let wanted = if job_is_python2() { "string" } else { "str instance" };
    let mut any_unicode = is_unicode(separator.as_object());
    for (index, item) in items.iter().enumerate() {
        if !is_text(item) {
            let found = super::type_names::name_in_errors(item, vm);
            return Err(vm.new_type_error(format!("sequence item {index}: expected {wanted}, {found} found")));
        }
        any_unicode |= is_unicode(item);
    }
    if any_unicode {
        for item in &mut items {
            *item = unicode::mixed(item.clone(), vm)?;
        }
        // Between the parts of a single one nothing stands.
        if items.len() > 1 {
            separator = unicode::mixed(separator.into(), vm)?
                .downcast()
                .map_err(|_| vm.new_type_error("a text was expected"))?;
        }
    }
    if let [only] = items.as_slice()
        && (only.class().is(vm.ctx.types.str_type) && !any_unicode || is_unicode(only))
    {
        return compared::plain_text(only.clone(), vm);
    }
    let joined = concatenated(&separator, &items, vm)?;
    if any_unicode { unicode::new(joined, vm) } else { Ok(vm.ctx.new_str(joined).into()) }
}

fn concatenated(separator: &Py<PyStr>, items: &[PyObjectRef], vm: &VirtualMachine) -> PyResult<Wtf8Buf> {
    let texts = items.iter().filter_map(|item| item.downcast_ref::<PyStr>());
    let length = texts.clone().map(|text| text.byte_len() + separator.byte_len()).sum();
    let mut joined = String::new();
    joined.try_reserve(length).map_err(|_| vm.new_memory_error("the text is too long"))?;
    let mut joined = Wtf8Buf::from_string(joined);
    for (index, text) in texts.enumerate() {
        if index > 0 {
            joined.push_wtf8(separator.as_wtf8());
        }
        joined.push_wtf8(text.as_wtf8());
    }
    Ok(joined)
}

/// `needle in text`: a `unicode` is in no bytes that are not ASCII. The library's texts are not bytes.
fn contains(sequence: PySequence<'_>, needle: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    if is_unicode(needle) && caller_is_python2(vm) {
        let text = unicode::mixed(sequence.obj.to_owned(), vm)?;
        return PyStr::as_sequence()
            .contains
            .map_or(Ok(false), |original| original(text.sequence_unchecked(), needle, vm));
    }
    let array = bytearray::as_str(needle, vm).filter(|_| caller_is_python2(vm));
    let needle = array.as_deref().unwrap_or(needle);
    PyStr::as_sequence().contains.map_or(Ok(false), |original| original(sequence, needle, vm))
}

/// `text + other`, where the other one has not answered: an object that is not a text is refused in Python 2's words.
pub(super) fn concat(sequence: PySequence<'_>, other: &PyObject, vm: &VirtualMachine) -> PyResult {
    if let Some(array) = bytearray::as_str(other, vm).filter(|_| caller_is_python2(vm)) {
        return vm._add(sequence.obj, &array);
    }
    mended::check_sum(sequence.obj, other, vm)?;
    let can_answer = is_text(other) || other.class().get_attr(interned("__radd__", vm)).is_some();
    if job_is_python2() && !can_answer {
        let kind = if is_unicode(sequence.obj) { "unicode" } else { "str" };
        let found = super::type_names::name_in_errors(other, vm);
        return Err(vm.new_type_error(format!("cannot concatenate '{kind}' and '{found}' objects")));
    }
    PyStr::as_sequence().concat.map_or_else(|| Ok(vm.ctx.not_implemented()), |original| original(sequence, other, vm))
}

/// `$str(str, x)`: a call of `str` with one value, whatever `str` is. The engine calls its own type of texts by a short
/// way of its own, which would let a `unicode` through.
pub(super) fn call(mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    match args.args.as_slice() {
        [callee, value] if callee.is(vm.ctx.types.str_type) => str_of(value, vm).map(Into::into),
        [callee, _] => {
            let callee = callee.clone();
            args.args.remove(0);
            callee.call(args, vm)
        }
        _ => Err(vm.new_type_error("a function and a value were expected")),
    }
}

/// `str(x)`: for code of Python 2 never a `unicode`.
fn new(class: rustpython_vm::builtins::PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if !caller_is_python2(vm) {
        return <PyStr as Constructor>::slot_new(class, args, vm);
    }
    let text = match args.args.as_slice() {
        [] => vm.ctx.empty_str.to_owned(),
        [object] => str_of(object, vm)?,
        more => {
            let count = more.len();
            return Err(vm.new_type_error(format!("str() takes at most 1 arguments ({count} given)")));
        }
    };
    if class.is(vm.ctx.types.str_type) {
        return Ok(text.into());
    }
    <PyStr as Constructor>::slot_new(class, FuncArgs::from(vec![text.into()]), vm)
}

/// The `str` of an object.
pub(super) fn str_of(object: &PyObject, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    let text = shown(object, vm)?;
    if text.class().is(vm.ctx.types.str_type) {
        return Ok(text);
    }
    if is_unicode(text.as_object()) { codec::to_ascii(&text, vm) } else { Ok(text) }
}

/// The result of `__str__` of an object, which may be a `unicode`: the text of `print` and `%s`.
pub(super) fn shown(object: &PyObject, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    match object.downcast_ref::<PyStr>() {
        Some(text) if !object.class().is(vm.ctx.types.str_type) && is_unicode(object) && !has_own_text(object, vm) => {
            Ok(text.to_owned())
        }
        // A class below `str` may have a text of its own.
        Some(_) if !object.class().is(vm.ctx.types.str_type) => vm
            .call_special_method(object, interned("__str__", vm), ())?
            .downcast()
            .map_err(|_| vm.new_type_error("__str__ returned non-string")),
        _ => object.str(vm),
    }
}

/// Whether a script has given an object's class a `__str__`.
fn has_own_text(object: &PyObject, vm: &VirtualMachine) -> bool {
    let method = object.class().get_attr(interned("__str__", vm));
    method.is_some_and(|method| method.downcast_ref::<PyFunction>().is_some())
}

/// A class's texts as they look in code.
pub(super) fn quoted(text: &Py<PyStr>) -> String {
    let has = |character: u8| text.as_bytes().contains(&character);
    let quote = if has(b'\'') && !has(b'"') { '"' } else { '\'' };
    let mut shown = String::with_capacity(text.byte_len() + 3);
    if is_unicode(text.as_object()) {
        shown.push('u');
    }
    shown.push(quote);
    for point in text.as_wtf8().code_points() {
        push_escaped(&mut shown, point.to_u32(), quote);
    }
    shown.push(quote);
    shown
}

fn push_escaped(shown: &mut String, point: u32, quote: char) {
    match char::from_u32(point) {
        Some('\n') => shown.push_str("\\n"),
        Some('\r') => shown.push_str("\\r"),
        Some('\t') => shown.push_str("\\t"),
        Some('\\') => shown.push_str("\\\\"),
        Some(character) if character == quote => shown.extend(['\\', character]),
        Some(character @ ' '..='~') => shown.push(character),
        _ if point <= 0xff => shown.push_str(&format!("\\x{point:02x}")),
        _ if point <= 0xffff => shown.push_str(&format!("\\u{point:04x}")),
        _ => shown.push_str(&format!("\\U{point:08x}")),
    }
}
