//! One job: a fresh `__main__`, the script, and how it ended.

use rollcall_engine::compile::{self, SyntaxFault};
use rollcall_engine::interrupt;
use rollcall_python_runtime::{self as python2, mended};
use rollcall_wire::worker::{Entry, Fault, Job, Outcome, Stream};
use rustpython_vm::builtins::{PyBaseExceptionRef, PyInt};
use rustpython_vm::scope::Scope;
use rustpython_vm::{AsObject, PyResult, VirtualMachine};

use super::entry;
use crate::host::Host;
use crate::{check, clock, interpreter, traceback};

/// Runs a script to its end; one that is only checked is compiled and no more.
pub(super) fn run(host: &Host, job: &Job, vm: &VirtualMachine) -> Outcome {
    if job.entry == Entry::Check {
        return checked(job);
    }
    host.begin(job.context.clone(), &job.file, &job.source);
    python2::set_running(job.dialect, vm);
    let outcome = match execute(host, job, vm) {
        Ok(()) => Outcome::Finished,
        Err(exception) => outcome(host, &exception, vm),
    };
    python2::forget_handled();
    mended::finalize_waiting(vm);
    outcome
}

fn checked(job: &Job) -> Outcome {
    let fault = |SyntaxFault { line, column, message }| Fault { line, column, message };
    match check::examine(job.dialect, &job.file, &job.source, job.context.scope) {
        Ok(warnings) => Outcome::Checked { warnings: warnings.into_iter().map(fault).collect() },
        Err(error) => Outcome::Faulty(fault(error)),
    }
}

fn execute(host: &Host, job: &Job, vm: &VirtualMachine) -> PyResult<()> {
    interpreter::reset_streams(vm)?;
    interpreter::reset_depth(vm);
    mended::forget_tracing(vm);
    clock::set_zone(vm)?;
    let arguments = vm.ctx.new_list(vec![vm.ctx.new_str(job.file.as_str()).into()]);
    vm.sys_module.set_attr("argv", arguments, vm)?;
    host.set_visiting(matches!(job.entry, Entry::Carried(_)));
    if let Some((function, arguments)) = entry::function(host, &job.entry, vm)? {
        return function.call(arguments, vm).map(drop);
    }
    let code = compile::compile(job.dialect, &job.file, &job.source, vm)?;
    let scope = main_scope(job, vm)?;
    entry::bind(&job.entry, &scope, vm)?;
    vm.run_code_obj(code, scope).map(drop)
}

/// A new `__main__`.
fn main_scope(job: &Job, vm: &VirtualMachine) -> PyResult<Scope> {
    let scope = vm.new_scope_with_main()?;
    scope.globals.set_item("__name__", vm.ctx.new_str("__main__").into(), vm)?;
    python2::set_builtins(&scope.globals, job.dialect, vm)?;
    scope.globals.set_item("__file__", vm.ctx.new_str(job.file.as_str()).into(), vm)?;
    Ok(scope)
}

fn outcome(host: &Host, exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> Outcome {
    if exception.fast_isinstance(vm.ctx.exceptions.system_exit) {
        return Outcome::Exited { code: exit_code(host, exception, vm) };
    }
    let traceback = traceback::format(exception, vm);
    if interrupt::is_interrupt(exception) { Outcome::Interrupted { traceback } } else { Outcome::Raised { traceback } }
}

/// The code of `sys.exit(x)`: 0 for None, a number unchanged, and 1 for all else, which is printed.
fn exit_code(host: &Host, exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> i32 {
    let code = exception.as_object().get_attr("code", vm).unwrap_or_else(|_| vm.ctx.none());
    if vm.is_none(&code) {
        return 0;
    }
    if let Some(number) = code.downcast_ref::<PyInt>() {
        return number.try_to_primitive(vm).unwrap_or(-1);
    }
    if let Ok(text) = code.str(vm) {
        // When it cannot be printed the connection is broken, and the main loop will see that for itself.
        let _ = host.print(Stream::Stderr, &format!("{}\n", text.as_wtf8()));
    }
    1
}

/// Frees the objects that the script left behind: its functions refer to its globals, which refer to them. Modules that
/// it has imported will stay, and the next collections need not walk through them.
pub(super) fn tidy(modules: &mut usize, vm: &VirtualMachine) {
    let count = vm.sys_module.get_attr("modules", vm).and_then(|m| m.length(vm)).unwrap_or(*modules);
    let result = if count == *modules { collect(vm) } else { interpreter::freeze(vm) };
    *modules = count;
    // A script can have replaced the functions; then the engine collects when it sees fit.
    drop(result);
}

fn collect(vm: &VirtualMachine) -> PyResult<()> {
    let gc = vm.import("gc", 0)?;
    vm.call_method(&gc, "collect", ()).map(drop)
}
