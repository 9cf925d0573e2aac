//! `min` and `max`, which keep nothing but the best so far.
//!
//! The engine makes a list of all items first: `max(xrange(10 ** 9))` ended the worker for want of memory.

use std::cmp::Ordering;

use rollcall_engine::interrupt;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::protocol::PyIterReturn;
use rustpython_vm::types::PyComparisonOp;
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

use super::documentation::replace_builtin;
use crate::caller_is_python2;

/// How many items are looked at between two looks for an interrupt.
const ROUNDS: usize = 4096;

/// Replaces the two.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let min = |args: FuncArgs, vm: &VirtualMachine| extreme("min", PyComparisonOp::Lt, args, vm);
    let max = |args: FuncArgs, vm: &VirtualMachine| extreme("max", PyComparisonOp::Gt, args, vm);
    replace_builtin("min", min, vm)?;
    replace_builtin("max", max, vm)
}

fn extreme(name: &str, wanted: PyComparisonOp, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let default = if caller_is_python2(vm) { None } else { args.take_keyword("default") };
    let key = args.take_keyword("key").filter(|key| caller_is_python2(vm) || !vm.is_none(key));
    if let Some(other) = args.kwargs.keys().next() {
        // Jython does not name the function.
        let which = if caller_is_python2(vm) { String::new() } else { format!(" '{other}'") };
        return Err(vm.new_type_error(format!("{name}() got an unexpected keyword argument{which}")));
    }
    match args.args.len().cmp(&1) {
        Ordering::Less => Err(vm.new_type_error(format!("{name} expected at least 1 argument, got 0"))),
        Ordering::Greater if default.is_some() => {
            Err(vm.new_type_error(format!("Cannot specify a default for {name}() with multiple positional arguments")))
        }
        Ordering::Greater => Best { wanted, key, found: None }.of(args.args.into_iter().map(Ok), vm),
        Ordering::Equal => {
            let items = args.args.swap_remove(0).get_iter(vm)?;
            let following = std::iter::from_fn(|| match items.next(vm) {
                Ok(PyIterReturn::Return(item)) => Some(Ok(item)),
                Ok(PyIterReturn::StopIteration(_)) => None,
                Err(error) => Some(Err(error)),
            });
            Best { wanted, key, found: None }.of(following, vm)
        }
    }?
    .or(default)
    .ok_or_else(|| vm.new_value_error(format!("{name}() iterable argument is empty")))
}

/// The best item so far.
struct Best {
    wanted: PyComparisonOp,
    key: Option<PyObjectRef>,
    /// The item, and its key for comparison.
    found: Option<(PyObjectRef, PyObjectRef)>,
}

impl Best {
    fn of(mut self, items: impl Iterator<Item = PyResult>, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
        for (index, item) in items.enumerate() {
            if index % ROUNDS == ROUNDS - 1 {
                interrupt::check(vm)?;
            }
            let item = item?;
            let by = self.key.as_ref().map_or_else(|| Ok(item.clone()), |key| key.call((item.clone(),), vm))?;
            let is_better = match &self.found {
                Some((_, best)) => by.rich_compare_bool(best, self.wanted, vm)?,
                None => true,
            };
            if is_better {
                self.found = Some((item, by));
            }
        }
        Ok(self.found.map(|(item, _)| item))
    }
}
