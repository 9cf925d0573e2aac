//! The interpreter of a worker: the modules that exist, and those that are refused.
//!
//! Nothing has to be taken away from the engine for files, processes and sockets: it is built without them. The only
//! remaining part of the machine is a clock, and that can only be read.

use rollcall_engine::interrupt::ScriptInterrupted;
use rollcall_python_runtime::{self as python2, mended, sort};
use rollcall_wire::worker::Stream;
use rustpython_vm::builtins::{PyModuleDef, PyStrRef};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::gc_state::gc_state;
use rustpython_vm::signal::{UserSignalSender, user_signal_channel};
use rustpython_vm::{Context, Interpreter, PyPayload, PyRef, PyResult, Settings, VirtualMachine};

use crate::embedding::EMBEDDING;
use crate::output::{NoInput, OutputStream};
use crate::{carry, clock, component, dataset, java, modules, sources, system, traceback};

/// Python's own limit; the engine's depends on how it was compiled. Its check of the stack stands beside it.
const RECURSION_LIMIT: usize = 1000;

/// Native modules that no script needs, that look into the process, or that give wrong answers (`pyexpat` loses
/// elements).
const LEFT_OUT: &[&str] = &["_asyncio", "_remote_debugging", "pyexpat"];

/// Functions of `time` that would set the machine's clock.
const LEFT_OUT_OF_TIME: &[&str] = &["clock_settime", "clock_settime_ns"];

/// Modules that most scripts want. They take longer to import than all the rest of the start, so a process that runs one
/// script goes without, and one that is forked has them for nothing.
const PRELOADED: &[&str] = &[
    "calendar",
    "collections",
    "datetime",
    "encodings",
    "functools",
    "io",
    "json",
    "math",
    "random",
    "re",
    "string",
    "time",
    "traceback",
];

/// The same for Python 2, whose modules of these names are others. Never its `random`: all forked processes would draw the
/// same numbers.
const PRELOADED_FOR_PYTHON2: &[&str] = &["datetime", "json", "math", "re", "string", "time", "traceback", "types"];

/// A new interpreter, ready for scripts, and the sender that interrupts it. Starts no thread.
///
/// # Panics
/// When the modules that were compiled into this program do not work together.
pub(crate) fn create() -> (Interpreter, UserSignalSender) {
    let (signals, receiver) = user_signal_channel();
    // Objects made from here on stay: collecting them again and again would find next to nothing.
    gc_state().disable();
    let builder = Interpreter::builder(settings());
    let natives = natives(&builder.ctx);
    let interpreter = builder
        .add_native_modules(&natives)
        .add_frozen_modules(rollcall_pylib::LIBRARY)
        .init_hook(move |vm| vm.set_user_signal_channel(receiver))
        .build();
    must(&interpreter, prepare);
    mended::put_off_finalizers_with(signals.clone());
    gc_state().freeze();
    gc_state().enable();
    (interpreter, signals)
}

/// Runs a step of the preparation, which fails only when this program was put together wrongly.
pub(crate) fn must(interpreter: &Interpreter, step: fn(&VirtualMachine) -> PyResult<()>) {
    interpreter.enter(|vm| {
        if let Err(exception) = step(vm) {
            panic!("the interpreter cannot be prepared:\n{}", traceback::format(&exception, vm));
        }
    });
}

fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.isolated = true;
    settings.ignore_environment = true;
    settings.import_site = false;
    settings.install_signal_handlers = false;
    settings.write_bytecode = false;
    settings
}

fn natives(ctx: &Context) -> Vec<&'static PyModuleDef> {
    let wanted = |def: &&PyModuleDef| !LEFT_OUT.contains(&def.name.as_str());
    rustpython_stdlib::stdlib_module_defs(ctx).into_iter().filter(wanted).collect()
}

fn prepare(vm: &VirtualMachine) -> PyResult<()> {
    vm.recursion_limit.set(RECURSION_LIMIT);
    make_types();
    hide_host(vm)?;
    reset_streams(vm)?;
    install_support(vm)?;
    refuse(vm)?;
    find_encodings(vm)?;
    patch_time(vm)?;
    java::install(vm)?;
    dataset::install(vm)?;
    component::install(vm)?;
    system::install(vm)?;
    modules::install(vm)?;
    carry::install(vm)?;
    mended::install_functions(vm)?;
    python2::install(EMBEDDING, vm)?;
    sort::install(vm)?;
    mended::install(vm)
}

/// Imports the modules that most scripts want.
///
/// # Errors
/// When one of them does not fit the engine.
pub(crate) fn preload(vm: &VirtualMachine) -> PyResult<()> {
    for name in PRELOADED {
        vm.import(*name, 0)?;
    }
    for name in PRELOADED_FOR_PYTHON2 {
        python2::load(name, vm)?;
    }
    freeze(vm)
}

/// Scripts must not see where the program lies.
fn hide_host(vm: &VirtualMachine) -> PyResult<()> {
    for name in ["executable", "_base_executable", "prefix", "base_prefix", "exec_prefix", "base_exec_prefix"] {
        vm.sys_module.set_attr(name, vm.ctx.new_str(""), vm)?;
    }
    for name in ["path", "argv", "orig_argv"] {
        vm.sys_module.set_attr(name, vm.ctx.new_list(Vec::new()), vm)?;
    }
    Ok(())
}

/// Makes the types that must exist before anything can fail: tracebacks ask for them.
fn make_types() {
    java::lang::classes();
    ScriptInterrupted::make_static_type();
    OutputStream::make_static_type();
    NoInput::make_static_type();
}

/// Gives `sys` its streams again, which a script may have replaced.
pub(crate) fn reset_streams(vm: &VirtualMachine) -> PyResult<()> {
    let output: PyRef<OutputStream> = OutputStream::new(Stream::Stdout).into_ref(&vm.ctx);
    let errors = OutputStream::new(Stream::Stderr).into_ref(&vm.ctx);
    let input = NoInput.into_ref(&vm.ctx);
    for name in ["stdout", "__stdout__"] {
        vm.sys_module.set_attr(name, output.clone(), vm)?;
    }
    for name in ["stderr", "__stderr__"] {
        vm.sys_module.set_attr(name, errors.clone(), vm)?;
    }
    for name in ["stdin", "__stdin__"] {
        vm.sys_module.set_attr(name, input.clone(), vm)?;
    }
    Ok(())
}

/// Lets scripts nest calls again, should one before have forbidden that.
pub(crate) fn reset_depth(vm: &VirtualMachine) {
    vm.recursion_limit.set(vm.recursion_limit.get().max(RECURSION_LIMIT));
}

/// The native module that the library's stand-ins import.
fn install_support(vm: &VirtualMachine) -> PyResult<()> {
    let dict = vm.ctx.new_dict();
    dict.set_item("find_module", vm.new_function("find_module", modules::find).into(), vm)?;
    dict.set_item("run_module", vm.new_function("run_module", modules::run).into(), vm)?;
    let urandom = |count: isize, vm: &VirtualMachine| sources::urandom(count, vm).map(|bytes| vm.ctx.new_bytes(bytes));
    dict.set_item("urandom", vm.new_function("urandom", urandom).into(), vm)?;
    dict.set_item("source", vm.new_function("source", sources::source).into(), vm)?;
    python2::library::install(&dict, vm)?;
    rollcall_engine::add_module("_rollcall", vm.new_module("_rollcall", dict, None).into(), vm)
}

/// Says of modules that do not exist why not, and refuses `open`.
fn refuse(vm: &VirtualMachine) -> PyResult<()> {
    let refused = vm.import("_refused_imports", 0)?;
    let finder = refused.get_attr("RefusedImports", vm)?;
    let finders = vm.sys_module.get_attr("meta_path", vm)?;
    vm.call_method(&finders, "append", (finder,))?;
    let open = refused.get_attr("open", vm)?;
    vm.builtins.set_attr("open", open.clone(), vm)?;
    // `io` takes it from here when a script imports that.
    vm.import("_io", 0)?.set_attr("open", open, vm)
}

/// Has codecs that are not the engine's own looked for in the library, which is imported with the first of them.
fn find_encodings(vm: &VirtualMachine) -> PyResult<()> {
    let search = |name: PyStrRef, vm: &VirtualMachine| {
        let encodings = vm.import("encodings", 0)?;
        vm.call_method(&encodings, "search_function", (name,))
    };
    vm.state.codec_registry.register(vm.new_function("search_encodings", search).into(), vm)
}

fn patch_time(vm: &VirtualMachine) -> PyResult<()> {
    let time = vm.import("time", 0)?;
    for name in LEFT_OUT_OF_TIME {
        time.del_attr(*name, vm)?;
    }
    clock::install(&time, vm)
}

/// Moves what exists now out of the collector's sight: it will never be garbage, and a forked worker that does not
/// walk through it goes on sharing its memory with the others.
pub(crate) fn freeze(vm: &VirtualMachine) -> PyResult<()> {
    let gc = vm.import("gc", 0)?;
    vm.call_method(&gc, "collect", ())?;
    vm.call_method(&gc, "freeze", ())?;
    Ok(())
}

/// Renews the state that processes forked from one interpreter must not share: the state of `random`.
///
/// # Errors
/// When the operating system has no random bytes.
pub(crate) fn reseed(vm: &VirtualMachine) -> PyResult<()> {
    let modules = vm.sys_module.get_attr("modules", vm)?;
    match modules.get_item("random", vm) {
        Ok(random) => vm.call_method(&random, "seed", ()).map(drop),
        // It has not been imported: its state will be made in the process that does.
        Err(_) => Ok(()),
    }
}
