//! `event.VK_ENTER` and the like: Java's codes of keys, which the catalogue has.

use rustpython_vm::builtins::PyType;
use rustpython_vm::{Py, VirtualMachine};

/// Gives the class the constants.
pub(super) fn add_constants(class: &'static Py<PyType>, vm: &VirtualMachine) {
    for (name, code) in codes() {
        class.set_attr(vm.ctx.intern_str(name), vm.ctx.new_int(code).into());
    }
}

fn codes() -> impl Iterator<Item = (&'static str, i64)> {
    rollcall_catalogue::java::class("java.awt.event.KeyEvent").into_iter().flat_map(|class| class.numbers())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_that_scripts_ask_for_are_there() {
        assert_eq!(codes().count(), 189);
        for known in [("VK_ENTER", 10), ("VK_A", 65), ("VK_F1", 112), ("VK_ESCAPE", 27), ("VK_DELETE", 127)] {
            assert!(codes().any(|key| key == known), "{known:?}");
        }
    }
}
