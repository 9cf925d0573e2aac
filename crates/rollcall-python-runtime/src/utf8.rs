//! UTF-8 as Jython reads it: invalid bytes are grouped by the first byte, which gives the length of its sequence.
//!
//! So `'M\xfcnchen'` with a way to go on loses all behind the `\xfc`, which Jython takes for the first of six bytes,
//! where Python 3 only loses the one. Valid UTF-8 is the same for both.

use rustpython_vm::builtins::{PyBytes, PyStr, PyTuple};
use rustpython_vm::common::wtf8::Wtf8Buf;
use rustpython_vm::{PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::text;

/// Bytes that are not a character: where the next may begin, and why.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    end: usize,
    reason: &'static str,
}

/// The text of some bytes, with the error handler of this name.
pub(super) fn decode(bytes: Vec<u8>, errors: &str, vm: &VirtualMachine) -> PyResult<Wtf8Buf> {
    let bytes = vm.ctx.new_bytes(bytes);
    let (mut found, mut at) = (Wtf8Buf::with_capacity(bytes.as_bytes().len()), 0);
    loop {
        let rest = bytes.as_bytes().get(at..).unwrap_or_default();
        let (valid, is_all) = match std::str::from_utf8(rest) {
            Ok(valid) => (valid, true),
            Err(error) => {
                let valid = rest.get(..error.valid_up_to()).unwrap_or_default();
                (std::str::from_utf8(valid).unwrap_or_default(), false)
            }
        };
        found.push_str(valid);
        if is_all {
            return Ok(found);
        }
        let start = at + valid.len();
        let fault = fault_at(bytes.as_bytes(), start);
        at = match errors {
            "ignore" => fault.end,
            "replace" => {
                found.push_char('\u{fffd}');
                fault.end
            }
            _ => handled(&bytes, start, &fault, errors, &mut found, vm)?,
        };
    }
}

/// Asks the handler of a name, which raises the error or returns the replacement and where to go on.
fn handled(
    bytes: &PyRef<PyBytes>,
    start: usize,
    fault: &Fault,
    errors: &str,
    found: &mut Wtf8Buf,
    vm: &VirtualMachine,
) -> PyResult<usize> {
    let error = vm.new_unicode_decode_error_real(
        vm.ctx.new_str("utf-8"),
        bytes.clone(),
        start,
        fault.end,
        vm.ctx.new_str(fault.reason),
    );
    if errors == "strict" {
        return Err(error);
    }
    let answer = vm.state.codec_registry.lookup_error(errors, vm)?.call((error,), vm)?;
    let (put, place) = parts(&answer, vm)?;
    found.push_wtf8(put.as_wtf8());
    let length = isize::try_from(bytes.as_bytes().len()).unwrap_or(isize::MAX);
    let place = if place < 0 { place + length } else { place };
    usize::try_from(place)
        .ok()
        .filter(|place| *place <= bytes.as_bytes().len())
        .ok_or_else(|| vm.new_index_error(format!("position {place} from error handler out of bounds")))
}

fn parts(answer: &PyObjectRef, vm: &VirtualMachine) -> PyResult<(PyRef<PyStr>, isize)> {
    let refused = || vm.new_type_error("decoding error handler must return (unicode, int) tuple");
    let pair = answer.downcast_ref::<PyTuple>().ok_or_else(refused)?;
    let [put, place] = pair.as_slice() else { return Err(refused()) };
    if !text::is_text(put) {
        return Err(refused());
    }
    Ok((put.clone().downcast().map_err(|_| refused())?, place.clone().try_into_value(vm).map_err(|_| refused())?))
}

/// The fault in bytes that are not UTF-8 from a place on.
fn fault_at(bytes: &[u8], start: usize) -> Fault {
    let first = bytes.get(start).copied().unwrap_or_default();
    let length = match first {
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf7 => 4,
        0xf8..=0xfb => 5,
        0xfc..=0xfd => 6,
        _ => return Fault { end: start + 1, reason: "unexpected code byte" },
    };
    let Some(following) = bytes.get(start + 1..start + length) else {
        return Fault { end: start + 1, reason: "unexpected end of data" };
    };
    let reason = if length > 4 {
        "unsupported Unicode code range"
    } else if following.iter().all(|byte| byte & 0xc0 == 0x80) {
        "illegal encoding"
    } else {
        "invalid data"
    };
    Fault { end: start + length, reason }
}

#[cfg(test)]
mod tests {
    use super::{Fault, fault_at};

    #[test]
    fn the_first_byte_says_how_many_belong_together() {
        for (bytes, end, reason) in [
            (&b"\x80"[..], 1, "unexpected code byte"),
            (b"\xe4b", 1, "unexpected end of data"),
            (b"\xe4bc", 3, "invalid data"),
            (b"\xc0\x80", 2, "illegal encoding"),
            (b"\xed\xa0\x80", 3, "illegal encoding"),
            (b"\xfcnchen", 6, "unsupported Unicode code range"),
        ] {
            assert_eq!(fault_at(bytes, 0), Fault { end, reason });
        }
    }
}
