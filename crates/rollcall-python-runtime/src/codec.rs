//! Encodings: `encode`, `decode`, and ASCII where the two kinds of texts meet.
//!
//! The codecs are the library's, from its text to its bytes; a `str` takes the place of the bytes.

use std::cell::RefCell;

use rustpython_vm::builtins::{PyBaseExceptionRef, PyBytes, PyStr, PyUtf8StrRef};
use rustpython_vm::function::{FuncArgs, OptionalArg};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::text;
use super::unicode::{self, is_unicode};
use super::utf8;

/// Codecs from bytes to bytes, which Python 2 offers as encodings too.
const OF_BYTES: &[&str] = &[
    "hex",
    "base64",
    "zlib",
    "quopri",
    "uu",
    "hex_codec",
    "base64_codec",
    "zlib_codec",
    "zip",
    "quoted-printable",
    "quoted_printable",
    "quopri_codec",
    "uu_codec",
    "base-64",
    "quotedprintable",
];

thread_local! {
    /// The default encoding, if it is not ASCII: many a script begins by saying that it is UTF-8.
    static DEFAULT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The name of the encoding in which the two kinds of texts meet.
pub(super) fn default_name() -> String {
    DEFAULT.with_borrow(|name| name.clone().unwrap_or_else(|| "ascii".to_owned()))
}

/// `sys.setdefaultencoding(name)`.
pub(super) fn set_default(name: PyRef<PyStr>, vm: &VirtualMachine) -> PyResult<()> {
    let name = name.to_string().to_ascii_lowercase();
    if OF_BYTES.contains(&name.as_str()) {
        return Err(vm.new_lookup_error(format!("'{name}' is no encoding of texts")));
    }
    vm.state.codec_registry.lookup(&name, vm)?;
    let is_ascii = matches!(name.replace(['-', '_'], "").as_str(), "ascii" | "usascii");
    DEFAULT.set((!is_ascii).then_some(name));
    Ok(())
}

/// Whether bytes that are not ASCII may be read where the two kinds of texts meet.
pub(super) fn default_has_more() -> bool {
    DEFAULT.with_borrow(Option::is_some)
}

/// Makes ASCII the default again, for another script.
pub(super) fn forget_default() {
    DEFAULT.set(None);
}

type Arguments = (PyRef<PyStr>, OptionalArg<PyRef<PyStr>>, OptionalArg<PyUtf8StrRef>);

fn arguments(mut args: FuncArgs, vm: &VirtualMachine) -> PyResult<(PyRef<PyStr>, String, Option<PyUtf8StrRef>)> {
    let named = [args.kwargs.shift_remove("encoding"), args.kwargs.shift_remove("errors")];
    args.args.extend(named.into_iter().flatten());
    check_names(args.args.get(1..).unwrap_or_default(), 1, vm)?;
    let (text, encoding, errors): Arguments = args.bind(vm)?;
    let encoding = match encoding.into_option() {
        Some(encoding) => encoding.to_string().to_ascii_lowercase(),
        None => default_name().to_owned(),
    };
    Ok((text, encoding, errors.into_option()))
}

/// Refuses names of encodings and of error handlers that are not texts; the first one is an argument of this number.
pub(super) fn check_names(names: &[PyObjectRef], first: usize, vm: &VirtualMachine) -> PyResult<()> {
    match names.iter().position(|name| !text::is_text(name)) {
        Some(index) => {
            let kind = super::type_names::name_in_errors(&names[index], vm);
            Err(vm.new_type_error(format!("argument {}: expected string, {kind} found", first + index)))
        }
        None => Ok(()),
    }
}

/// `text.encode([encoding[, errors]])`: a `str`.
pub(super) fn encode(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let (source, encoding, errors) = arguments(args, vm)?;
    if OF_BYTES.contains(&encoding.as_str()) {
        return of_bytes(&source, &encoding, errors, true, vm);
    }
    if matches!(encoding.as_str(), "string_escape" | "string-escape") {
        let shown = text::quoted(&source);
        return Ok(vm.ctx.new_str(&shown[1..shown.len() - 1]).into());
    }
    if matches!(encoding.as_str(), "rot13" | "rot_13") {
        return vm.state.codec_registry.encode(plain(&source, vm), &encoding, errors, vm);
    }
    let encoding = if matches!(encoding.as_str(), "unicode_internal" | "unicode-internal") {
        "utf-32-be".to_owned()
    } else {
        encoding
    };
    if encoding == "ascii" && source.isascii() {
        return Ok(plain(&source, vm));
    }
    let (mark, encoding) = match encoding.as_str() {
        "utf-16" | "utf16" | "utf_16" => ("\u{fe}\u{ff}", "utf-16-be"),
        "utf-32" | "utf32" | "utf_32" => ("\0\0\u{fe}\u{ff}", "utf-32-be"),
        other => ("", other),
    };
    let encoded = vm.state.codec_registry.encode(plain(&source, vm), encoding, errors, vm);
    let encoded = bytes_as_str(encoded.map_err(|error| as_unknown(error, encoding, vm))?, vm);
    match encoded.downcast_ref::<PyStr>() {
        // Java writes the mark of the order of bytes, and the greater byte first.
        Some(encoded) if !mark.is_empty() => Ok(vm.ctx.new_str(format!("{mark}{}", encoded.as_wtf8())).into()),
        _ => Ok(encoded),
    }
}

/// `text.decode([encoding[, errors]])`: a `unicode`.
pub(super) fn decode(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let (source, encoding, errors) = arguments(args, vm)?;
    if OF_BYTES.contains(&encoding.as_str()) {
        return of_bytes(&source, &encoding, errors, false, vm);
    }
    // The characters of a `unicode` are taken for bytes, as far as they are.
    let source = match text::bytes(&source) {
        None if is_unicode(source.as_object()) => to_ascii(&source, vm)?,
        _ => source,
    };
    if matches!(encoding.as_str(), "string_escape" | "string-escape") {
        return Ok(vm.ctx.new_str(unescaped(&source.to_string_lossy())).into());
    }
    if matches!(encoding.as_str(), "rot13" | "rot_13") {
        return unicode::of(vm.state.codec_registry.decode(source.into(), &encoding, errors, vm)?, vm);
    }
    let encoding = if matches!(encoding.as_str(), "unicode_internal" | "unicode-internal") {
        "utf-32-be".to_owned()
    } else {
        encoding
    };
    let bytes = bytes_of(&source, vm)?;
    if matches!(encoding.as_str(), "utf-8" | "utf8" | "utf_8") {
        let errors = errors.as_ref().map_or("strict", |errors| errors.as_str());
        return unicode::new(utf8::decode(bytes, errors, vm)?, vm);
    }
    let decoded = vm.state.codec_registry.decode(vm.ctx.new_bytes(bytes).into(), &encoding, errors, vm);
    let decoded = decoded.map_err(|error| as_unknown(error, &encoding, vm))?;
    unicode::of(decoded, vm)
}

/// The error of an encoding that there is not names it as it was given.
fn as_unknown(error: PyBaseExceptionRef, encoding: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let is_unknown = error.class().is(vm.ctx.exceptions.lookup_error)
        && error.as_object().str(vm).is_ok_and(|words| words.to_string_lossy().starts_with("unknown encoding"));
    if is_unknown { vm.new_lookup_error(format!("unknown encoding '{encoding}'")) } else { error }
}

/// The characters of the escapes of a `str` literal.
fn unescaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        if character != '\\' {
            result.push(character);
            continue;
        }
        match rest.next() {
            Some('n') => result.push('\n'),
            Some('r') => result.push('\r'),
            Some('t') => result.push('\t'),
            Some('a') => result.push('\x07'),
            Some('b') => result.push('\x08'),
            Some('f') => result.push('\x0c'),
            Some('v') => result.push('\x0b'),
            Some('\n') => {}
            Some('x') => result.push(char::from(digits(&mut rest, 16, 2))),
            Some(digit @ '0'..='7') => {
                let first = digit.to_digit(8).unwrap_or(0);
                let more = rest.clone().take(2).take_while(|next| next.is_digit(8)).count();
                let tail = u32::from(digits(&mut rest, 8, more));
                let value = first * 8_u32.pow(u32::try_from(more).unwrap_or(0)) + tail;
                result.push(char::from(u8::try_from(value & 0xff).unwrap_or(0)));
            }
            Some(other @ ('\\' | '\'' | '"')) => result.push(other),
            Some(other) => result.extend(['\\', other]),
            None => result.push('\\'),
        }
    }
    result
}

/// The number that the next digits, at most so many, write.
fn digits(rest: &mut std::iter::Peekable<std::str::Chars<'_>>, base: u32, most: usize) -> u8 {
    let mut value = 0;
    for _ in 0..most {
        let Some(digit) = rest.peek().and_then(|next| next.to_digit(base)) else { break };
        value = value * base + digit;
        rest.next();
    }
    u8::try_from(value & 0xff).unwrap_or(0)
}

fn of_bytes(
    source: &Py<PyStr>,
    encoding: &str,
    errors: Option<PyUtf8StrRef>,
    encodes: bool,
    vm: &VirtualMachine,
) -> PyResult {
    let source: PyObjectRef = vm.ctx.new_bytes(bytes_of(source, vm)?).into();
    let registry = &vm.state.codec_registry;
    let result = if encodes {
        registry.encode(source, encoding, errors, vm)?
    } else {
        registry.decode(source, encoding, errors, vm).map_err(|error| match encoding {
            // The engine has an error of its own for that; scripts catch this one.
            "hex" | "hex_codec" => {
                let words = error.as_object().str(vm).map(|text| text.to_string_lossy().into_owned());
                vm.new_type_error(words.unwrap_or_default())
            }
            _ => error,
        })?
    };
    Ok(bytes_as_str(result, vm))
}

fn bytes_as_str(object: PyObjectRef, vm: &VirtualMachine) -> PyObjectRef {
    match object.downcast_ref::<PyBytes>() {
        Some(bytes) => text::from_bytes(bytes.as_bytes(), vm).into(),
        None => object,
    }
}

fn bytes_of(source: &Py<PyStr>, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
    text::bytes(source).ok_or_else(|| vm.new_value_error("a str holds bytes, and this one has other characters"))
}

/// The same text as the engine's own.
fn plain(text: &Py<PyStr>, vm: &VirtualMachine) -> PyObjectRef {
    vm.ctx.new_str(text.as_wtf8().to_owned()).into()
}

/// A `unicode` as a `str`, if it is ASCII.
pub(super) fn to_ascii(text: &Py<PyStr>, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    if text.isascii() {
        return Ok(vm.ctx.new_str(text.as_wtf8().to_owned()));
    }
    if default_has_more() {
        let encoded = encode(FuncArgs::from(vec![text.to_owned().into()]), vm)?;
        return encoded.downcast().map_err(|_| vm.new_type_error("a text was expected"));
    }
    let is_ascii = |point: u32| point < 0x80;
    let points: Vec<u32> = text.as_wtf8().code_points().map(|point| point.to_u32()).collect();
    let start = points.iter().position(|point| !is_ascii(*point)).unwrap_or(0);
    let length = points.iter().skip(start).take_while(|point| !is_ascii(**point)).count();
    Err(vm.new_unicode_encode_error_real(
        vm.ctx.new_str("ascii"),
        text.to_owned(),
        start,
        start + length,
        vm.ctx.new_str("ordinal not in range(128)"),
    ))
}

/// A `str` as a `unicode`, if it is ASCII.
pub(super) fn decode_ascii(text: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
    if text.isascii() {
        return unicode::new(text.as_wtf8().to_owned(), vm);
    }
    let bytes = bytes_of(text, vm)?;
    if default_has_more() {
        return decode(FuncArgs::from(vec![text.to_owned().into()]), vm);
    }
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    Err(vm.new_unicode_decode_error_real(
        vm.ctx.new_str("ascii"),
        vm.ctx.new_bytes(bytes),
        start,
        start + 1,
        vm.ctx.new_str("ordinal not in range(128)"),
    ))
}
