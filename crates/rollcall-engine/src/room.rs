//! Whether there is room for the tree and the code of a long text: some hundred bytes for each of its tokens.
//!
//! Parser and compiler ask the machine, and the worker ends where that fails. Tokens are only guessed here: text in
//! quotation marks is one, and a mark in a comment makes fewer of the rest of its line.

use rustpython_vm::{PyResult, VirtualMachine};

/// A shorter text is not worth the check.
const LONG: usize = 1 << 20;

/// The bytes that a token of an expression, and one of statements, takes until the code is made.
const OF_EXPRESSION: usize = 80;
const OF_STATEMENTS: usize = 250;

/// Refuses a text without enough room.
///
/// # Errors
/// A `MemoryError`.
pub fn check_room(source: &str, is_expression: bool, vm: &VirtualMachine) -> PyResult<()> {
    if source.len() < LONG {
        return Ok(());
    }
    let each = if is_expression { OF_EXPRESSION } else { OF_STATEMENTS };
    if has_memory_for(tokens(source.as_bytes()).saturating_mul(each)) {
        return Ok(());
    }
    Err(vm.new_memory_error("the source is too long"))
}

/// Whether there is memory for so many bytes.
pub fn has_memory_for(bytes: usize) -> bool {
    Vec::<u8>::new().try_reserve_exact(bytes).is_ok()
}

fn tokens(source: &[u8]) -> usize {
    let (mut count, mut open, mut in_word) = (0, None, false);
    for byte in source {
        let is_word = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | 0x80..);
        match (open, byte) {
            (_, b'\n') => (open, count) = (None, count + 1),
            (Some(mark), _) => open = (mark != *byte).then_some(mark),
            (None, b'"' | b'\'') => (open, count) = (Some(*byte), count + 1),
            (None, b' ' | b'\t') => {}
            (None, _) => count += usize::from(!is_word || !in_word),
        }
        in_word = is_word && open.is_none();
    }
    count
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn tokens_are_counted_about() {
        assert_eq!(tokens(b"x = 12\n"), 4);
        assert_eq!(tokens(b"f(a.b, 'a b c')"), 8);
        assert_eq!(tokens(b"'''a b\n"), 3);
    }
}
