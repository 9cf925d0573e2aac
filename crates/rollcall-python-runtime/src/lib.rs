//! The run-time meaning of Python 2: its types, operators and builtins, for code that `rollcall-python2-syntax` has
//! parsed; and, for both languages, the engine with its faults mended.
//!
//! The engine is one of Python 3, and the library that is frozen into it stays Python 3. Code of Python 2 differs from
//! that in three ways, each in the cheapest place:
//!
//! | task | where | so that |
//! |---|---|---|
//! | names (`xrange`, `cmp`, `$print_item`) | builtins of its own, which its globals name | library code does not see them |
//! | operators, comparison, text of values | the slots of the engine's types, on the path that is an error in Python 3, or that asks [`job_is_python2`] | plain numbers and texts stay as fast as they are |
//! | methods that both have and that answer differently (`dict.keys`) | the engine's methods, which ask `caller_is_python2` | library code that runs for a script gets its own answer |
//!
//! | module | owns |
//! |---|---|
//! | `class`, `type_names`, `bases`, `class_dict`, `instance`, `instance_checks`, `method`, `attribute`, `slots`, `slice`, `order`, `listing`, `newer` | classes of both kinds, their instances and methods, comparison, their members |
//! | `number`, `whole`, `long`, `complex`, `by_name`, `compared` | numbers, division, their special methods; `__cmp__` of builtin types |
//! | `bytearray`, `buffer`, `view`, `characters` | bytes that mix with `str`; methods of texts that count characters |
//! | `text`, `unicode`, `codec`, `utf8`, `format`, `whitespace`, `letters`, `padding`, `ends`, `translate` | the two kinds of texts, `%` |
//! | `digits` | numbers that are written as text |
//! | `container`, `set`, `iteration`, `any_iterator`, `room`, `repetition` | methods of dicts, lists and sets, `range`, `map` and their like |
//! | `builtin`, `java_hash`, `construct`, `help` | the table of builtins, how builtin types make instances, the help on them |
//! | `exception`, `environment`, `handled`, `wording`, `context`, `unicode_error` | `raise`, `sys.exc_info`, the words of errors |
//! | `print`, `execution`, `reserved`, `import` | statements that call reserved names |
//! | `system` | `sys` |
//! | `json` | reading JSON |
//! | `changing` | loops over dicts and sets that change |
//! | `library` | the native parts of the library's modules |
//! | `repr` | how values look |
//! | [`sort`] | `list.sort` and `sorted`, for both languages |
//! | [`mended`] | faults of the engine that a script could break it by, for both languages |
//! | `embedding` | the needs from the program around it |
//!
//! The hard part is that there is one set of types for both languages: a change here applies to the library, too, so
//! every change either keeps Python 3's answer for it or answers where Python 3 has an error.

mod any_iterator;
mod attribute;
mod bases;
mod buffer;
mod builtin;
mod by_name;
mod bytearray;
mod changing;
mod characters;
mod class;
mod class_dict;
mod codec;
mod compared;
mod complex;
mod construct;
mod container;
mod context;
mod digits;
mod embedding;
mod ends;
mod environment;
mod exception;
mod execution;
mod format;
mod handled;
mod help;
mod import;
mod instance;
mod instance_checks;
mod iteration;
mod java_hash;
mod json;
mod letters;
pub mod library;
mod listing;
mod long;
pub mod mended;
mod method;
mod mixed;
mod newer;
mod number;
mod order;
mod padding;
mod print;
mod repetition;
mod repr;
mod reserved;
mod room;
mod set;
mod slice;
mod slots;
pub mod sort;
mod system;
mod text;
mod translate;
mod type_names;
mod unicode;
mod unicode_error;
mod utf8;
mod view;
mod whitespace;
mod whole;
mod wording;

use std::cell::Cell;
use std::collections::HashSet;

use rollcall_engine::compile::Dialect;
use rustpython_vm::builtins::{
    PyBaseExceptionRef, PyDict, PyDictRef, PyModule, PyStr, PyStrInterned, PyType, PyTypeRef,
};
use rustpython_vm::function::{FuncArgs, IntoPyNativeFn, PyMethodFlags};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

pub use embedding::{Embedding, PrintStream};

pub(crate) use bases::{adopt_again, bases_of_class, may_be_base, order_of_bases, words_of_bases};
pub use exception::{in_own_words, last_line};
pub use handled::forget as forget_handled;
pub(crate) use iteration::give_next;
pub use java_hash::java_hash_of;
pub use number::long_from_host;
pub(crate) use order::order_of_answer;
pub(crate) use room::{collected, has_bytes as has_room, kept, push};
pub use text::printable;
pub use unicode::{from_host, new as new_unicode, text_from_host, text_of};
pub(crate) use whitespace::is_bytes as has_bytes;

/// How many digits a number may have that Python 3 makes a text of, or of a text.
const MOST_DIGITS: usize = 4300;

thread_local! {
    static LANGUAGE: Cell<Option<&'static Language>> = const { Cell::new(None) };
    /// Whether the running job is written in Python 2. Slots of types are plain functions that are given values and the
    /// interpreter, and the engine has no place for data of its embedder.
    static RUNNING: Cell<bool> = const { Cell::new(false) };
}

/// The objects that exist once in the process: the interpreter lives as long.
pub(crate) struct Language {
    /// The module `__builtin__`.
    pub(crate) builtins: PyRef<PyModule>,
    names: PyDictRef,
    unicode: PyTypeRef,
    basestring: PyTypeRef,
    long: PyTypeRef,
    /// `type` as scripts see it: the class of their new-style classes.
    class: PyTypeRef,
    /// The class of old-style classes, and the type that `type` answers for their instances.
    old_class: PyTypeRef,
    instance: PyTypeRef,
    buffer: PyTypeRef,
    /// A type, so that a script can check whether an argument is one.
    file: PyTypeRef,
    memoryview: PyTypeRef,
    /// The class of the dictionaries of old-style classes, which scripts take for `dict`.
    class_dict: PyTypeRef,
    standard_error: PyTypeRef,
    environment: environment::Classes,
    embedding: Embedding,
    /// A filter of warnings.
    no_deprecation: PyObjectRef,
    /// The engine's functions that are replaced.
    import: PyObjectRef,
    exc_info: PyObjectRef,
    /// The attributes `__name__` and `__module__` of the engine's types.
    type_name: PyObjectRef,
    type_module: PyObjectRef,
}

/// The language, once it is installed.
pub(crate) fn language() -> Option<&'static Language> {
    LANGUAGE.get()
}

/// Says in which language the next job is written.
pub fn set_running(dialect: Dialect, vm: &VirtualMachine) {
    let is_python2 = dialect == Dialect::Python27;
    codec::forget_default();
    if RUNNING.replace(is_python2) == is_python2 {
        return;
    }
    // Python 3 refuses to write and read longer numbers, Python 2 has no limit.
    vm.state.int_max_str_digits.store(if is_python2 { 0 } else { MOST_DIGITS });
    let Some(language) = language() else { return };
    // Python 3 deprecates the usual style of Python 2.
    let filters = &vm.state.warnings.filters;
    let mut filters = filters.borrow_vec_mut();
    if is_python2 {
        filters.insert(0, language.no_deprecation.clone());
    } else {
        filters.retain(|filter| !filter.is(&language.no_deprecation));
    }
}

/// Imports a module of Python 2's library before any script asks for it.
///
/// # Errors
/// When there is no such module, or it fails.
pub fn load(name: &str, vm: &VirtualMachine) -> PyResult<()> {
    let Some(language) = language() else { return Ok(()) };
    set_running(Dialect::Python27, vm);
    let loaded = import::of_library(language, name, vm);
    set_running(Dialect::Python3, vm);
    loaded.map(drop)
}

/// Whether the running job is written in Python 2.
pub fn job_is_python2() -> bool {
    RUNNING.get()
}

/// In which language the code is written that these globals belong to.
pub fn dialect_of(globals: &Py<PyDict>, vm: &VirtualMachine) -> Dialect {
    let builtins = globals.get_item_opt("__builtins__", vm).ok().flatten();
    let is_ours = |builtins: PyObjectRef| {
        language().is_some_and(|language| builtins.is(&language.builtins) || builtins.is(&language.names))
    };
    if builtins.is_some_and(is_ours) { Dialect::Python27 } else { Dialect::Python3 }
}

/// Gives globals the builtins of a language.
pub fn set_builtins(globals: &Py<PyDict>, dialect: Dialect, vm: &VirtualMachine) -> PyResult<()> {
    let builtins = match (dialect, language()) {
        (Dialect::Python27, Some(language)) => language.builtins.clone(),
        _ => vm.builtins.clone(),
    };
    globals.set_item("__builtins__", builtins.into(), vm)
}

/// Whether a text is a `unicode`, and of no class derived from that.
pub fn is_just_unicode(object: &PyObject) -> bool {
    language().is_some_and(|language| object.class().is(&language.unicode))
}

/// Whether a number is a `long`, and of no class derived from that.
pub fn is_just_long(object: &PyObject) -> bool {
    language().is_some_and(|language| object.class().is(&language.long))
}

/// A number as a `long`.
///
/// # Errors
/// When the engine fails.
pub fn to_long(number: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    match language() {
        Some(language) => language.long.as_object().call((number,), vm),
        None => Ok(number),
    }
}

/// The language's own types, by the names that they have here.
fn own_types(language: &'static Language) -> [(&'static str, &'static PyTypeRef); 13] {
    let [environment, io, os] = language.environment.all();
    [
        environment,
        io,
        os,
        ("StandardError", &language.standard_error),
        ("basestring", &language.basestring),
        ("buffer", &language.buffer),
        ("classobj", &language.old_class),
        ("file", &language.file),
        ("instance", &language.instance),
        ("long", &language.long),
        ("memoryview", &language.memoryview),
        ("type", &language.class),
        ("unicode", &language.unicode),
    ]
}

/// The name of one of the language's own types; there is one of each in every interpreter.
pub fn name_of_type(object: &PyObject) -> Option<&'static str> {
    own_types(language()?).into_iter().find(|(_, own)| own.is(object)).map(|(name, _)| name)
}

/// The type of such a name.
pub fn type_named(name: &str) -> Option<PyTypeRef> {
    own_types(language()?).into_iter().find(|(own, _)| *own == name).map(|(_, own)| own.clone())
}

/// Whether it is the type `unicode` itself.
pub(crate) fn is_unicode_type(class: &Py<PyType>) -> bool {
    language().is_some_and(|language| class.is(&language.unicode))
}

/// Whether a class is of the old kind, whose instances keep everything in their attributes.
pub fn is_old_class(class: &Py<PyType>) -> bool {
    language().is_some_and(|language| class.class().is(&language.old_class))
}

/// Whether the function at hand was called by code of Python 2, not by the library.
pub(crate) fn caller_is_python2(vm: &VirtualMachine) -> bool {
    let Some(language) = language() else { return false };
    vm.current_frame().is_some_and(|frame| frame.builtins.is(&language.names))
}

/// Makes the types and the builtins, and changes the engine's types.
pub fn install(embedding: Embedding, vm: &VirtualMachine) -> PyResult<()> {
    let names = vm.ctx.new_dict();
    let builtins = vm.new_module("__builtin__", names.clone(), None);
    rollcall_engine::add_module("__builtin__", builtins.clone().into(), vm)?;
    let old_class = new_type("classobj", vm.ctx.types.type_type, vm)?;
    let language = Language {
        builtins,
        names,
        unicode: new_type("unicode", vm.ctx.types.str_type, vm)?,
        basestring: new_type("basestring", vm.ctx.types.object_type, vm)?,
        long: new_type("long", vm.ctx.types.int_type, vm)?,
        // A class of both kinds of bases is of the new style, so `type` has to be the more derived one.
        class: new_type("type", &old_class, vm)?,
        old_class,
        instance: new_type("instance", vm.ctx.types.object_type, vm)?,
        buffer: buffer::class().to_owned(),
        file: new_type("file", vm.ctx.types.object_type, vm)?,
        memoryview: view::class().to_owned(),
        class_dict: new_type("dict", vm.ctx.types.dict_type, vm)?,
        no_deprecation: no_deprecation(vm),
        standard_error: new_type("StandardError", vm.ctx.exceptions.exception_type, vm)?,
        environment: environment::Classes::new(vm)?,
        embedding,
        import: vm.builtins.get_attr("__import__", vm)?,
        exc_info: vm.sys_module.get_attr("exc_info", vm)?,
        type_name: vm.ctx.types.type_type.get_attr(interned("__name__", vm)).unwrap_or_else(|| vm.ctx.none()),
        type_module: vm.ctx.types.type_type.get_attr(interned("__module__", vm)).unwrap_or_else(|| vm.ctx.none()),
    };
    let language: &'static Language = Box::leak(Box::new(language));
    LANGUAGE.set(Some(language));
    let future = vm.import("__future__", 0)?;
    for (feature, flag) in execution::FLAGS {
        future.get_attr(feature, vm)?.set_attr("compiler_flag", vm.ctx.new_int(flag), vm)?;
    }
    // Their types have to be there before they are changed.
    for module in ["itertools", "_collections", "array"] {
        vm.import(vm.ctx.intern_str(module), 0)?;
    }
    order::install(vm);
    repr::install(vm);
    number::install(language, vm)?;
    complex::install(vm);
    by_name::install(vm);
    compared::install(vm);
    attribute::install(vm);
    long::install(language, vm)?;
    text::install(vm);
    unicode::install(language, vm)?;
    number::format_as_builtin(vm);
    container::install(vm)?;
    repetition::install(vm);
    room::install(vm);
    changing::install(vm);
    bytearray::install(vm);
    set::install(vm);
    slice::install(vm);
    class::install(language, vm)?;
    class_dict::install(language, vm);
    any_iterator::install();
    instance::install(language, vm);
    method::install(vm);
    reserved::install();
    exception::install(language, vm)?;
    environment::install(language, vm);
    import::install(language, vm)?;
    system::install(language, vm)?;
    iteration::install(vm)?;
    builtin::install(language, vm)
}

fn no_deprecation(vm: &VirtualMachine) -> PyObjectRef {
    let class = vm.ctx.exceptions.deprecation_warning.to_owned().into();
    let none = vm.ctx.none();
    vm.ctx.new_tuple(vec![vm.ctx.new_str("ignore").into(), none.clone(), class, none, vm.ctx.new_int(0).into()]).into()
}

/// A type that scripts see as builtin, without attributes of its own instances.
fn new_type(name: &'static str, base: &Py<PyType>, vm: &VirtualMachine) -> PyResult<PyTypeRef> {
    let body = vm.ctx.new_dict();
    body.set_item("__slots__", vm.ctx.new_tuple(Vec::new()).into(), vm)?;
    body.set_item("__module__", vm.ctx.new_str("__builtin__").into(), vm)?;
    let bases = vm.ctx.new_tuple(vec![base.to_owned().into()]);
    let made = vm.ctx.types.type_type.as_object().call((vm.ctx.new_str(name), bases, body), vm)?;
    made.downcast().map_err(|_| vm.new_type_error("a type was expected"))
}

/// Gives a type a method, in place of one that it may have. It is only called on instances of the type, as the engine's
/// own are: its code may rely on that. It keeps the documentation of the method that it replaces.
pub(crate) fn set_method<F, K>(class: &'static Py<PyType>, name: &'static str, function: F, vm: &VirtualMachine)
where
    F: IntoPyNativeFn<K>,
{
    let call = move |args: FuncArgs, vm: &VirtualMachine| match args.args.first() {
        Some(of) if !of.fast_isinstance(class) => Err(of_other_type(class, name, of, vm)),
        _ => function.call(vm, args),
    };
    let name = interned(name, vm);
    let documentation = documentation(class, name, vm);
    let definition = vm.ctx.new_method_def(name.as_str(), call, PyMethodFlags::METHOD, documentation);
    let method = definition.build_method(class, vm);
    class.set_attr(name, method.into());
}

/// What the method of a type that is replaced says of itself.
fn documentation(class: &Py<PyType>, name: &'static PyStrInterned, vm: &VirtualMachine) -> Option<&'static str> {
    if let Some(method) = class.slots.methods.iter().find(|method| method.name == name.as_str()) {
        return method.doc;
    }
    let replaced = class.attributes.read().get(name).cloned()?;
    let text = replaced.get_attr("__doc__", vm).ok()?;
    // Definitions of methods stay for ever, and so do their texts.
    text.downcast_ref::<PyStr>().and_then(|text| text.to_str()).map(|text| &*text.to_owned().leak())
}

/// The error for a method of one type that is called on an instance of another.
fn of_other_type(class: &Py<PyType>, name: &str, of: &PyObject, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let wanted = class.name();
    if job_is_python2() {
        let found = type_names::shown_type(of, vm);
        let found = found.name();
        return vm.new_type_error(format!("descriptor '{name}' requires a '{wanted}' object but received a '{found}'"));
    }
    let found = of.class().name();
    vm.new_type_error(format!("descriptor '{name}' for '{wanted}' objects doesn't apply to a '{found}' object"))
}

/// Gives a type that lives as long as the process a method.
fn set_method_of<F, K>(class: &PyTypeRef, name: &'static str, function: F, vm: &VirtualMachine)
where
    F: IntoPyNativeFn<K>,
{
    let class: &'static Py<PyType> = Box::leak(Box::new(class.clone()));
    set_method(class, name, function, vm);
}

/// Makes the special methods of a type do the same as its slots, after these were changed: a class below it takes its
/// own slots from there.
pub(crate) fn renew_operators(class: &'static Py<PyType>, names: &[&str], vm: &VirtualMachine) {
    let is_wanted = |name: &PyStrInterned| names.contains(&name.as_str());
    class.attributes.write().retain(|name, _| !is_wanted(name));
    let known: HashSet<&str> = class.attributes.read().keys().map(|name| name.as_str()).collect();
    rustpython_vm::class::add_operators(class, &vm.ctx);
    // Methods other than the wanted ones are the engine's affair: some call the method that they stand for.
    class.attributes.write().retain(|name, _| is_wanted(name) || known.contains(name.as_str()));
}

pub(crate) fn interned(name: &'static str, vm: &VirtualMachine) -> &'static PyStrInterned {
    vm.ctx.intern_str(name)
}

/// The engine's types, all of them that exist.
fn all_types(vm: &VirtualMachine) -> Vec<PyTypeRef> {
    let mut found = vec![vm.ctx.types.object_type.to_owned()];
    let mut known = HashSet::from([vm.ctx.types.object_type.as_object().get_id()]);
    let mut next = 0;
    while let Some(class) = found.get(next).cloned() {
        next += 1;
        let subclasses: Vec<PyTypeRef> =
            class.subclasses.read().iter().filter_map(|weak| weak.upgrade()?.downcast().ok()).collect();
        for subclass in subclasses {
            if known.insert(subclass.as_object().get_id()) {
                found.push(subclass);
            }
        }
    }
    found
}
