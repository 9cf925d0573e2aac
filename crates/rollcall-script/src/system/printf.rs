//! Java's `String.format`, as far as log lines use it.
//!
//! Conversions `s S d x X o f e E b c n %`, with index (`%2$s`), width, precision and the flags `- + 0 , #` and space;
//! see the javadoc of `java.util.Formatter`. Dates (`%t`), `%g`, `%a` and `%h` are refused by name.

use rollcall_python_runtime as python2;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyFloat, PyInt};
use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};

use crate::java::lang::{IllegalArgumentException, throw};

/// One `%…`, taken apart.
#[derive(Debug, Default)]
struct Specifier {
    index: Option<usize>,
    flags: String,
    width: usize,
    precision: Option<usize>,
    conversion: char,
}

/// No line needs more, and a width is memory.
const WIDEST: usize = 10_000;

/// The text of a format with these values.
///
/// # Errors
/// `java.lang.IllegalArgumentException` for a wrong format, a missing value, or one that the conversion cannot take.
pub(crate) fn format(format: &str, values: &[PyObjectRef], vm: &VirtualMachine) -> PyResult<String> {
    let mut text = String::new();
    let mut rest = format;
    let mut next = 0;
    while let Some(at) = rest.find('%') {
        text.push_str(&rest[..at]);
        let (specifier, after) = parse(&rest[at + 1..])
            .ok_or_else(|| throw::<IllegalArgumentException>(format!("wrong format: \"{format}\""), vm))?;
        rest = after;
        match specifier.conversion {
            '%' => text.push_str(&padded("%".to_owned(), &specifier)),
            'n' => text.push('\n'),
            _ => {
                let index = specifier.index.unwrap_or_else(|| {
                    next += 1;
                    next
                });
                let value = index.checked_sub(1).and_then(|i| values.get(i));
                let value = value.ok_or_else(|| wrong(&specifier, "has no value", vm))?;
                text.push_str(&padded(convert(&specifier, value, vm)?, &specifier));
            }
        }
    }
    text.push_str(rest);
    Ok(text)
}

/// Reads a specifier behind its `%`; the rest of the format with it.
fn parse(text: &str) -> Option<(Specifier, &str)> {
    let mut specifier = Specifier::default();
    let mut rest = text;
    if let Some((digits, after)) = number(rest)
        && let Some(after) = after.strip_prefix('$')
    {
        (specifier.index, rest) = (Some(digits), after);
    }
    let flags = rest.len() - rest.trim_start_matches(['-', '+', ' ', '0', ',', '#']).len();
    specifier.flags = rest[..flags].to_owned();
    rest = &rest[flags..];
    if let Some((width, after)) = number(rest) {
        (specifier.width, rest) = (width, after);
    }
    if let Some(after) = rest.strip_prefix('.') {
        let (precision, after) = number(after)?;
        (specifier.precision, rest) = (Some(precision), after);
    }
    specifier.conversion = rest.chars().next()?;
    let fits = specifier.width <= WIDEST && specifier.precision.is_none_or(|p| p <= WIDEST);
    fits.then(|| (specifier, &rest[rest.chars().next().map_or(0, char::len_utf8)..]))
}

fn number(text: &str) -> Option<(usize, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok()?, &text[end..]))
}

fn convert(specifier: &Specifier, value: &PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
    let null = vm.is_none(value);
    let text = match specifier.conversion {
        's' | 'S' => cut(java_text(value, vm)?, specifier.precision),
        'b' | 'B' => cut(java_truth(value, vm)?, specifier.precision),
        'd' | 'x' | 'X' | 'o' | 'f' | 'e' | 'E' | 'c' if null => "null".to_owned(),
        'd' | 'x' | 'X' | 'o' => whole(specifier, value, vm)?,
        'f' | 'e' | 'E' => fraction(specifier, value, vm)?,
        'c' => character(specifier, value, vm)?,
        _ => return Err(wrong(specifier, "is not supported: use s, d, x, o, f, e, b, c or n", vm)),
    };
    Ok(if specifier.conversion.is_uppercase() { text.to_uppercase() } else { text })
}

fn cut(text: String, precision: Option<usize>) -> String {
    precision.map_or(text.clone(), |p| text.chars().take(p).collect())
}

/// `String.valueOf`: null, true and false, and floats in Java's form.
fn java_text(value: &PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
    if vm.is_none(value) {
        return Ok("null".to_owned());
    }
    if value.class().is(vm.ctx.types.bool_type) {
        return java_truth(value, vm);
    }
    if let Some(float) = value.downcast_ref::<PyFloat>() {
        return Ok(java_double(float.to_f64()));
    }
    python2::text_of(value, vm)
}

fn java_truth(value: &PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
    let boolean = value.class().is(vm.ctx.types.bool_type);
    let truth = if boolean { value.clone().try_to_bool(vm)? } else { !vm.is_none(value) };
    Ok(truth.to_string())
}

/// `Double.toString`: plain between 10^-3 and 10^7, else with an exponent.
fn java_double(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if value == 0.0 || (1e-3..1e7).contains(&value.abs()) {
        return format!("{value:?}");
    }
    let text = format!("{value:E}");
    let (digits, exponent) = text.split_once('E').unwrap_or((&text, "0"));
    let point = if digits.contains('.') { "" } else { ".0" };
    format!("{digits}{point}E{exponent}")
}

fn whole(specifier: &Specifier, value: &PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
    let number = value.downcast_ref::<PyInt>().ok_or_else(|| wrong_type(specifier, value, vm))?;
    let digits = match specifier.conversion {
        'd' => number.to_str_radix_10(),
        // Java shows the bits of a negative number.
        'o' => format!("{:o}", number.try_to_primitive::<i64>(vm)?),
        _ => format!("{:x}", number.try_to_primitive::<i64>(vm)?),
    };
    Ok(signed(digits, specifier))
}

fn fraction(specifier: &Specifier, value: &PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
    let number = value.downcast_ref::<PyFloat>().ok_or_else(|| wrong_type(specifier, value, vm))?.to_f64();
    if !number.is_finite() {
        return Ok(java_double(number));
    }
    let precision = specifier.precision.unwrap_or(6);
    let text = if specifier.conversion == 'f' { fixed(number, precision) } else { scientific(number, precision) };
    Ok(signed(text, specifier))
}

/// The shortest digits that mean this number and the power of ten of the first, as Java takes them for formatting.
fn decimal(number: f64) -> (Vec<u8>, i32) {
    let text = format!("{:e}", number.abs());
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (digits.bytes().filter(u8::is_ascii_digit).map(|d| d - b'0').collect(), exponent.parse().unwrap_or(0))
}

/// Keeps `count` digits and rounds half up; true when that carried into a new first digit.
fn round(digits: &mut Vec<u8>, count: usize) -> bool {
    let up = digits.get(count).is_some_and(|digit| *digit >= 5);
    digits.resize(count, 0);
    if !up {
        return false;
    }
    for digit in digits.iter_mut().rev() {
        *digit = (*digit + 1) % 10;
        if *digit != 0 {
            return false;
        }
    }
    digits.insert(0, 1);
    true
}

fn text_of(digits: &[u8]) -> String {
    digits.iter().map(|digit| char::from(b'0' + digit)).collect()
}

fn fixed(number: f64, precision: usize) -> String {
    let (mut digits, exponent) = decimal(number);
    // At least one digit stands before the point.
    let zeros = usize::try_from(-exponent).unwrap_or(0);
    digits.splice(0..0, std::iter::repeat_n(0, zeros));
    let mut whole = usize::try_from(exponent).unwrap_or(0) + 1;
    whole += usize::from(round(&mut digits, whole + precision));
    let (whole, fraction) = digits.split_at(whole);
    let point = if precision > 0 { "." } else { "" };
    format!("{}{}{point}{}", sign(number), text_of(whole), text_of(fraction))
}

fn scientific(number: f64, precision: usize) -> String {
    let (mut digits, mut exponent) = decimal(number);
    if round(&mut digits, 1 + precision) {
        digits.pop();
        exponent += 1;
    }
    let point = if precision > 0 { "." } else { "" };
    let direction = if exponent < 0 { '-' } else { '+' };
    format!("{}{}{point}{}e{direction}{:02}", sign(number), digits[0], text_of(&digits[1..]), exponent.abs())
}

fn sign(number: f64) -> &'static str {
    if number.is_sign_negative() { "-" } else { "" }
}

fn character(specifier: &Specifier, value: &PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
    if let Some(code) = value.downcast_ref::<PyInt>() {
        let character = char::from_u32(code.try_to_primitive(vm)?);
        return character.map(String::from).ok_or_else(|| wrong_type(specifier, value, vm));
    }
    let text = python2::text_of(value, vm)?;
    if text.chars().count() == 1 { Ok(text) } else { Err(wrong_type(specifier, value, vm)) }
}

/// The sign, thousands and leading zeros that the flags ask for.
fn signed(number: String, specifier: &Specifier) -> String {
    let (negative, digits) = number.strip_prefix('-').map_or((false, number.as_str()), |d| (true, d));
    let digits = if specifier.flags.contains(',') { grouped(digits) } else { digits.to_owned() };
    let sign = match specifier.flags.as_str() {
        _ if negative => "-",
        flags if flags.contains('+') => "+",
        flags if flags.contains(' ') => " ",
        _ => "",
    };
    let zeros = if specifier.flags.contains('0') { specifier.width.saturating_sub(sign.len()) } else { 0 };
    format!("{sign}{digits:0>zeros$}")
}

fn grouped(digits: &str) -> String {
    let (whole, rest) = digits.split_at(digits.find(['.', 'e']).unwrap_or(digits.len()));
    let mut text = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

fn padded(text: String, specifier: &Specifier) -> String {
    let width = specifier.width;
    if specifier.flags.contains('-') { format!("{text:<width$}") } else { format!("{text:>width$}") }
}

fn wrong(specifier: &Specifier, what: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
    throw::<IllegalArgumentException>(format!("format %{} {what}", specifier.conversion), vm)
}

fn wrong_type(specifier: &Specifier, value: &PyObjectRef, vm: &VirtualMachine) -> PyBaseExceptionRef {
    wrong(specifier, &format!("cannot take a value of type {}", value.class().slot_name()), vm)
}
