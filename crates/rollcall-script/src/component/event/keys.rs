//! `event.VK_ENTER` and its sisters: Java's codes of keys.
//!
//! The table is what a JDK 17 has in `java.awt.event.KeyEvent`, one constant a line.

use rustpython_vm::builtins::PyType;
use rustpython_vm::{Py, VirtualMachine};

const KEYS: &str = include_str!("keys.tsv");

/// Gives the class the constants.
pub(super) fn add_constants(class: &'static Py<PyType>, vm: &VirtualMachine) {
    for (name, code) in codes() {
        class.set_attr(vm.ctx.intern_str(format!("VK_{name}")), vm.ctx.new_int(code).into());
    }
}

fn codes() -> impl Iterator<Item = (&'static str, u32)> {
    KEYS.lines().filter_map(|line| line.split_once('\t')).filter_map(|(name, code)| Some((name, code.parse().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert_eq!(codes().count(), KEYS.lines().count());
        for known in [("ENTER", 10), ("A", 65), ("F1", 112), ("ESCAPE", 27), ("DELETE", 127)] {
            assert!(codes().any(|key| key == known), "{known:?}");
        }
    }
}
