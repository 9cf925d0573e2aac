//! `java.awt.Color`.

use super::lang::OBJECT;
use crate::class::{Class, Member, bean, class, constant, method};
use crate::function::{Parameter, parameter, text};
use crate::value::{COLOR, Type};

const RED: Parameter = parameter("r", Type::Number, "Red, up to 255, or a fraction up to 1.0.");
const GREEN: Parameter = parameter("g", Type::Number, "Green, as red.");
const BLUE: Parameter = parameter("b", Type::Number, "Blue, as red.");
const ALPHA: Parameter = parameter("a", Type::Number, "How opaque it is, as red.");
const PACKED: Parameter = parameter("rgba", Type::Integer, "Packed: opacity, red, green and blue, a byte each.");

/// The classes.
pub const CLASSES: &[Class] = &[class(
    "java.awt.Color",
    "A colour; what properties such as `background` hold. Text, hash and equality are Java's.",
)
.below(OBJECT)
.made_of(&[RED, GREEN, BLUE])
.made_of(&[RED, GREEN, BLUE, ALPHA])
.made_of(&[PACKED])
.made_of(&[PACKED, parameter("hasalpha", Type::Boolean, "Whether the opacity counts.")])
.has(&[
    bean("RGB", "getRGB", Type::Integer, "Packed: opacity, red, green and blue, a byte each."),
    bean("alpha", "getAlpha", Type::Integer, "How opaque it is, up to 255."),
    method("brighter", COLOR, "A brighter shade."),
    method("darker", COLOR, "A darker shade."),
    method("decode", COLOR, "The colour of a number, such as \"#ff8000\".")
        .takes(&[text("nm", "The number as Java writes it: decimal, octal or hexadecimal.")])
        .of_class(),
    part("blue", "getBlue", "Blue, up to 255; of the class, the colour."),
    part("green", "getGreen", "Green, up to 255; of the class, the colour."),
    part("red", "getRed", "Red, up to 255; of the class, the colour."),
    shade("BLACK"),
    shade("BLUE"),
    shade("CYAN"),
    shade("DARK_GRAY"),
    shade("GRAY"),
    shade("GREEN"),
    shade("LIGHT_GRAY"),
    shade("MAGENTA"),
    shade("ORANGE"),
    shade("PINK"),
    shade("RED"),
    shade("WHITE"),
    shade("YELLOW"),
    shade("black"),
    shade("cyan"),
    shade("darkGray"),
    shade("gray"),
    shade("lightGray"),
    shade("magenta"),
    shade("orange"),
    shade("pink"),
    shade("white"),
    shade("yellow"),
])
.differs("No colour spaces, no `HSBtoRGB`.")];

/// A part of an object's colour. The class has a colour by the same name, as in Java.
const fn part(name: &'static str, getter: &'static str, about: &'static str) -> Member {
    bean(name, getter, Type::Integer, about).on_class(COLOR)
}

const fn shade(name: &'static str) -> Member {
    constant(name, COLOR, "The colour of this name.")
}
