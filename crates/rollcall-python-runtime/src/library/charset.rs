//! Encodings of several bytes for a character: Chinese, Japanese, Korean.
//!
//! The tables are those of `encoding_rs`, which follow common practice: a name of an older standard means its successor
//! (`gb2312` reads as `gbk`, `euc_kr` as `cp949`). A character without a place in an encoding stops the walk; the
//! library asks the handler of errors and goes on behind it.

use encoding_rs::{DecoderResult, EncoderResult, Encoding};
use rustpython_vm::builtins::{PyBytesRef, PyDictRef, PyStrRef};
use rustpython_vm::{PyResult, VirtualMachine};

pub(super) fn install(names: &PyDictRef, vm: &VirtualMachine) -> PyResult<()> {
    names.set_item("charset_encode", vm.new_function("charset_encode", encode).into(), vm)?;
    names.set_item("charset_decode", vm.new_function("charset_decode", decode).into(), vm)
}

fn named(label: &PyStrRef, vm: &VirtualMachine) -> PyResult<&'static Encoding> {
    Encoding::for_label(label.as_bytes()).ok_or_else(|| vm.new_lookup_error(format!("unknown encoding '{label}'")))
}

/// `charset_encode(label, text, start)`: the bytes from a place on, and the place of the first character without bytes.
fn encode(label: PyStrRef, text: PyStrRef, start: usize, vm: &VirtualMachine) -> PyResult {
    let mut encoder = named(&label, vm)?.new_encoder();
    // Half a character has no place in any of them.
    let text: String =
        text.as_wtf8().code_points().skip(start).map(|point| point.to_char().unwrap_or('\u{fffd}')).collect();
    let mut bytes = Vec::with_capacity(text.len().saturating_mul(2).saturating_add(16));
    let mut taken = 0;
    let stopped = loop {
        let rest = text.get(taken..).unwrap_or_default();
        let (result, read) = encoder.encode_from_utf8_to_vec_without_replacement(rest, &mut bytes, true);
        taken += read;
        match result {
            EncoderResult::OutputFull => bytes.reserve(text.len().saturating_add(16)),
            EncoderResult::InputEmpty => break None,
            EncoderResult::Unmappable(character) => break Some(character),
        }
    };
    let before = text.get(..taken).unwrap_or_default().chars().count() + start;
    let place = before - usize::from(stopped.is_some());
    Ok(vm.ctx.new_tuple(vec![vm.ctx.new_bytes(bytes).into(), vm.ctx.new_int(place).into()]).into())
}

/// `charset_decode(label, data, start, final)`: the text from a place on, how far the bytes were read, and how many of
/// them at the end were not valid in this encoding.
fn decode(label: PyStrRef, data: PyBytesRef, start: usize, is_final: bool, vm: &VirtualMachine) -> PyResult {
    let mut decoder = named(&label, vm)?.new_decoder_without_bom_handling();
    let data = data.as_bytes().get(start..).unwrap_or_default();
    let mut text = String::with_capacity(data.len().saturating_mul(3).saturating_add(16));
    let mut taken = 0;
    let malformed = loop {
        let rest = data.get(taken..).unwrap_or_default();
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, is_final);
        taken += read;
        match result {
            DecoderResult::OutputFull => text.reserve(data.len().saturating_add(16)),
            DecoderResult::InputEmpty => break 0,
            DecoderResult::Malformed(length, behind) => {
                taken -= usize::from(behind).min(taken);
                break usize::from(length);
            }
        }
    };
    let numbers = [taken + start, malformed].map(|number| vm.ctx.new_int(number).into());
    Ok(vm.ctx.new_tuple([vec![vm.ctx.new_str(text).into()], numbers.to_vec()].concat()).into())
}
