//! A function's code, as a place in the text that it was compiled from.
//!
//! The code objects of a text are counted in the order in which the compiler nests them. The same text gives the same
//! order in every interpreter of this program.

use rollcall_engine::compile::{self, Dialect};
use rustpython_vm::builtins::PyCode;
use rustpython_vm::bytecode::{CodeObject, Instruction};
use rustpython_vm::{AsObject, Py, PyRef, PyResult, VirtualMachine};

/// The code objects of one text.
#[derive(Debug)]
pub(super) struct Codes(Vec<PyRef<PyCode>>);

impl Codes {
    /// Compiles a text.
    ///
    /// # Errors
    /// A `SyntaxError`, when the text has never run.
    pub(super) fn compile(dialect: Dialect, file: &str, source: &str, vm: &VirtualMachine) -> PyResult<Self> {
        let mut codes = vec![compile::compile(dialect, file, source, vm)?];
        let mut next = 0;
        while let Some(code) = codes.get(next).cloned() {
            next += 1;
            codes.extend(nested(&code));
        }
        Ok(Codes(codes))
    }

    /// The code object of a number.
    pub(super) fn get(&self, number: usize) -> Option<PyRef<PyCode>> {
        self.0.get(number).cloned()
    }

    /// The number of a code object that was compiled from the same text before.
    pub(super) fn find(&self, code: &CodeObjectRef) -> Option<usize> {
        self.0.iter().position(|known| same(known, code))
    }
}

type CodeObjectRef = Py<PyCode>;

/// The code objects among the constants of one.
pub(super) fn nested(code: &Py<PyCode>) -> Vec<PyRef<PyCode>> {
    code.constants.iter().filter_map(|constant| constant.as_object().to_owned().downcast().ok()).collect()
}

/// Whether two code objects come from the same place of the same text: the table of positions distinguishes lambdas on
/// one line.
fn same(a: &CodeObject<impl rustpython_vm::bytecode::Constant>, b: &Py<PyCode>) -> bool {
    a.qualname.as_ref() == b.qualname.as_str()
        && a.first_line_number == b.first_line_number
        && a.linetable == b.linetable
        && a.instructions.original_bytes() == b.instructions.original_bytes()
}

/// The names that code looks up outside itself, with those of the code nested in it.
pub(super) fn used_names(code: &Py<PyCode>) -> Vec<&'static str> {
    let mut names = Vec::new();
    let mut codes = vec![code.to_owned()];
    while let Some(code) = codes.pop() {
        names.extend(own_names(&code));
        codes.extend(nested(&code));
    }
    names.sort_unstable();
    names.dedup();
    names
}

fn own_names(code: &Py<PyCode>) -> Vec<&'static str> {
    let mut names = Vec::new();
    let (mut index, mut high) = (0, 0);
    while index < code.instructions.len() {
        let operation = code.instructions.read_op(index).deoptimize();
        let operand = high << 8 | usize::from(u8::from(code.instructions.read_arg(index)));
        high = if matches!(operation, Instruction::ExtendedArg) { operand } else { 0 };
        let name = match operation {
            // The lowest bit is set when a call follows.
            Instruction::LoadGlobal { .. } => Some(operand >> 1),
            Instruction::LoadName { .. } | Instruction::LoadFromDictOrGlobals { .. } => Some(operand),
            _ => None,
        };
        names.extend(name.and_then(|name| code.names.get(name)).map(|name| name.as_str()));
        index += 1 + operation.cache_entries();
    }
    names
}
