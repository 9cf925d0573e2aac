//! `java.awt.Color`: the value of properties such as `background`.
//!
//! Text, hash, constants and errors are those of a JDK, recorded with Jython.

use rollcall_python_runtime as python2;
use rollcall_window::Color as Rgba;
use rustpython_vm::builtins::{PyFloat, PyInt, PyStr, PyType, PyTypeRef};
use rustpython_vm::class::{PyClassImpl, StaticType};
use rustpython_vm::common::hash::PyHash;
use rustpython_vm::function::{ArgumentError, FromArgs, FuncArgs, PyComparisonValue, PySetterValue};
use rustpython_vm::types::{Comparable, Constructor, GetAttr, Hashable, PyComparisonOp, Representable, SetAttr};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

use super::bean::{self, Property};
use super::lang::{IllegalArgumentException, NumberFormatException, throw};

/// The class, made, with its constants.
pub(super) fn class(vm: &VirtualMachine) -> PyTypeRef {
    let class = Color::make_static_type();
    bean::add_properties(Color::static_type(), PROPERTIES, vm);
    for (names, rgb) in CONSTANTS {
        for name in *names {
            class.set_attr(vm.ctx.intern_str(*name), color(opaque(*rgb), vm));
        }
    }
    class
}

/// A colour object.
pub(crate) fn color(rgba: Rgba, vm: &VirtualMachine) -> PyObjectRef {
    Color { rgba }.into_ref(&vm.ctx).into()
}

/// A colour of the lower 24 bits.
pub(crate) fn opaque(rgb: u32) -> Rgba {
    let [_, red, green, blue] = rgb.to_be_bytes();
    Rgba { red, green, blue, alpha: 255 }
}

/// The constants of the class.
const CONSTANTS: &[(&[&str], u32)] = &[
    (&["black", "BLACK"], 0x00_00_00),
    (&["blue", "BLUE"], 0x00_00_ff),
    (&["cyan", "CYAN"], 0x00_ff_ff),
    (&["darkGray", "DARK_GRAY"], 0x40_40_40),
    (&["gray", "GRAY"], 0x80_80_80),
    (&["green", "GREEN"], 0x00_ff_00),
    (&["lightGray", "LIGHT_GRAY"], 0xc0_c0_c0),
    (&["magenta", "MAGENTA"], 0xff_00_ff),
    (&["orange", "ORANGE"], 0xff_c8_00),
    (&["pink", "PINK"], 0xff_af_af),
    (&["red", "RED"], 0xff_00_00),
    (&["white", "WHITE"], 0xff_ff_ff),
    (&["yellow", "YELLOW"], 0xff_ff_00),
];

const PROPERTIES: &[Property<Color>] = &[
    Property { name: "alpha", getter: "getAlpha", get: |zelf, vm| Ok(vm.ctx.new_int(zelf.rgba.alpha).into()) },
    Property { name: "RGB", getter: "getRGB", get: |zelf, vm| Ok(vm.ctx.new_int(zelf.argb()).into()) },
];

/// `java.awt.Color`.
#[pyclass(module = "java.awt", name = "Color")]
#[derive(Debug, PyPayload)]
pub(crate) struct Color {
    rgba: Rgba,
}

impl Color {
    /// Its parts.
    pub(crate) fn rgba(&self) -> Rgba {
        self.rgba
    }

    /// As Java packs it; also its hash.
    fn argb(&self) -> i32 {
        let Rgba { red, green, blue, alpha } = self.rgba;
        i32::from_be_bytes([alpha, red, green, blue])
    }

    fn text(&self) -> String {
        let Rgba { red, green, blue, .. } = self.rgba;
        format!("java.awt.Color[r={red},g={green},b={blue}]")
    }
}

#[pyclass(with(Constructor, Comparable, Hashable, Representable, GetAttr, SetAttr))]
impl Color {
    #[pymethod(name = "getRed")]
    fn get_red(&self) -> u8 {
        self.rgba.red
    }

    #[pymethod(name = "getGreen")]
    fn get_green(&self) -> u8 {
        self.rgba.green
    }

    #[pymethod(name = "getBlue")]
    fn get_blue(&self) -> u8 {
        self.rgba.blue
    }

    #[pymethod]
    fn darker(&self) -> Color {
        let part = |part: u8| (f64::from(part) * FACTOR) as u8;
        let Rgba { red, green, blue, alpha } = self.rgba;
        Color { rgba: Rgba { red: part(red), green: part(green), blue: part(blue), alpha } }
    }

    #[pymethod]
    fn brighter(&self) -> Color {
        let Rgba { red, green, blue, alpha } = self.rgba;
        let least = (1.0 / (1.0 - FACTOR)) as u8;
        if [red, green, blue] == [0; 3] {
            return Color { rgba: Rgba { red: least, green: least, blue: least, alpha } };
        }
        let part = |part: u8| {
            let part = if part > 0 { part.max(least) } else { 0 };
            (f64::from(part) / FACTOR).min(255.0) as u8
        };
        Color { rgba: Rgba { red: part(red), green: part(green), blue: part(blue), alpha } }
    }

    /// `decode("#ff8000")`: a number as Java writes it, decimal, octal or hexadecimal.
    #[pystaticmethod]
    fn decode(text: PyObjectRef, vm: &VirtualMachine) -> PyResult<Color> {
        let wrong = || vm.new_type_error("decode(): 1st arg can't be coerced to String");
        let text = text.downcast_ref::<PyStr>().ok_or_else(wrong)?.as_wtf8().to_string_lossy().into_owned();
        let number = decoded(&text).map_err(|message| throw::<NumberFormatException>(message, vm))?;
        Ok(Color { rgba: opaque(number as u32) })
    }

    #[pymethod]
    fn equals(&self, other: PyObjectRef) -> bool {
        other.downcast_ref::<Color>().is_some_and(|other| other.rgba == self.rgba)
    }

    #[pymethod(name = "hashCode")]
    fn hash_code(&self) -> i32 {
        self.argb()
    }

    #[pymethod(name = "toString")]
    fn java_text(&self, vm: &VirtualMachine) -> PyObjectRef {
        python2::from_host(self.text(), vm)
    }
}

/// By how much a shade is darker, as in Java.
const FACTOR: f64 = 0.7;

/// `Integer.decode`; an error is its message.
fn decoded(text: &str) -> Result<i32, String> {
    if text.is_empty() {
        return Err("Zero length string".to_owned());
    }
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (digits, radix) = match digits.strip_prefix("0x").or(digits.strip_prefix("0X")).or(digits.strip_prefix('#')) {
        Some(digits) => (digits, 16),
        None => digits.strip_prefix('0').filter(|rest| !rest.is_empty()).map_or((digits, 10), |rest| (rest, 8)),
    };
    let number = i64::from_str_radix(digits, radix).ok().filter(|_| !digits.starts_with(['+', '-']));
    number.and_then(|number| i32::try_from(sign * number).ok()).ok_or_else(|| {
        let under = if radix == 10 { String::new() } else { format!(" under radix {radix}") };
        format!("For input string: \"{digits}\"{under}")
    })
}

/// The arguments of the constructor, as given.
#[derive(Debug)]
pub(crate) struct ColorArgs(FuncArgs);

impl FromArgs for ColorArgs {
    fn from_args(_vm: &VirtualMachine, args: &mut FuncArgs) -> Result<Self, ArgumentError> {
        Ok(ColorArgs(std::mem::take(args)))
    }
}

impl Constructor for Color {
    type Args = ColorArgs;

    fn py_new(_class: &Py<PyType>, args: ColorArgs, vm: &VirtualMachine) -> PyResult<Self> {
        let ColorArgs(args) = args;
        if let Some(name) = args.kwargs.keys().next() {
            return Err(vm.new_attribute_error(format!("'java.awt.Color' object has no attribute '{name}'")));
        }
        let rgba = match args.args.as_slice() {
            [packed] => unpacked(packed, false, vm)?,
            [packed, alpha] => unpacked(packed, alpha.clone().try_to_bool(vm)?, vm)?,
            parts @ ([_, _, _] | [_, _, _, _]) => from_parts("java.awt.Color", parts, vm)?,
            given => {
                let message = format!("java.awt.Color(): expected 1-4 args; got {}", given.len());
                return Err(vm.new_type_error(message));
            }
        };
        Ok(Color { rgba })
    }
}

fn unpacked(packed: &PyObject, with_alpha: bool, vm: &VirtualMachine) -> PyResult<Rgba> {
    let wrong = || vm.new_type_error("java.awt.Color(): 1st arg can't be coerced to int");
    let packed =
        packed.downcast_ref::<PyInt>().and_then(|n| n.try_to_primitive::<i32>(vm).ok()).ok_or_else(wrong)? as u32;
    let [alpha, ..] = packed.to_be_bytes();
    Ok(Rgba { alpha: if with_alpha { alpha } else { 255 }, ..opaque(packed) })
}

/// A colour of three or four parts: whole numbers up to 255, or fractions up to 1.0.
///
/// # Errors
/// Java's for a number outside, Jython's `TypeError` for an argument that is not a number.
pub(crate) fn from_parts(function: &str, parts: &[PyObjectRef], vm: &VirtualMachine) -> PyResult<Rgba> {
    let fractions = parts.iter().any(|part| part.downcast_ref::<PyFloat>().is_some());
    let mut bytes = [255; 4];
    let mut outside = [false; 4];
    for (index, part) in parts.iter().enumerate().take(4) {
        let value = number(part, vm).ok_or_else(|| {
            vm.new_type_error(format!(
                "{function}(): 1st arg can't be coerced to float, int, java.awt.color.ColorSpace"
            ))
        })?;
        let value = if fractions { value * 255.0 + 0.5 } else { value };
        outside[index] = !(0.0..256.0).contains(&value);
        bytes[index] = value as u8;
    }
    let names: Vec<_> = [(3, " Alpha"), (0, " Red"), (1, " Green"), (2, " Blue")]
        .into_iter()
        .filter_map(|(index, name)| outside[index].then_some(name))
        .collect();
    if !names.is_empty() {
        let message = format!("Color parameter outside of expected range:{}", names.concat());
        return Err(throw::<IllegalArgumentException>(message, vm));
    }
    let [red, green, blue, alpha] = bytes;
    Ok(Rgba { red, green, blue, alpha })
}

fn number(part: &PyObject, vm: &VirtualMachine) -> Option<f64> {
    if let Some(number) = part.downcast_ref::<PyFloat>() {
        return Some(number.to_f64());
    }
    let number = part.downcast_ref::<PyInt>()?.try_to_primitive::<i32>(vm).ok()?;
    Some(f64::from(number))
}

impl Comparable for Color {
    fn cmp(zelf: &Py<Self>, other: &PyObject, op: PyComparisonOp, _vm: &VirtualMachine) -> PyResult<PyComparisonValue> {
        op.eq_only(|| {
            let other = other.downcast_ref::<Color>();
            Ok(other.map_or(PyComparisonValue::NotImplemented, |other| {
                PyComparisonValue::Implemented(other.rgba == zelf.rgba)
            }))
        })
    }
}

impl Hashable for Color {
    fn hash(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<PyHash> {
        Ok(PyHash::from(zelf.argb()))
    }
}

impl Representable for Color {
    fn repr(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
        Ok(python2::text_from_host(zelf.text(), vm))
    }
}

impl GetAttr for Color {
    /// `red`, `green` and `blue` are numbers of an object and constants of the class.
    fn getattro(zelf: &Py<Self>, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
        let part = match name.as_wtf8().as_bytes() {
            b"red" => zelf.rgba.red,
            b"green" => zelf.rgba.green,
            b"blue" => zelf.rgba.blue,
            _ => return bean::attribute(zelf.as_object(), name, vm),
        };
        Ok(vm.ctx.new_int(part).into())
    }
}

impl SetAttr for Color {
    fn setattro(zelf: &Py<Self>, name: &Py<PyStr>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        Err(bean::refuse_set(zelf.as_object(), &name.as_wtf8().to_string_lossy(), &value, vm))
    }
}
