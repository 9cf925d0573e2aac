//! The members of every object of Java's, and those of its class.

use crate::class::{Class, bean, class, method};
use crate::function::parameter;
use crate::value::Type;

/// `java.lang.Object`, which cannot be imported.
pub const OBJECT: &str = "java.lang.Object";
/// `java.lang.Class`: a type of Python's with more attributes.
pub const CLASS: Type = Type::Object("java.lang.Class");
const PACKAGE: Type = Type::Object("java.lang.Package");

/// The classes.
pub const CLASSES: &[Class] = &[
    class("java.lang.Class", "What the classes of Java say of themselves. A class is the type of Python's.")
        .has(&[
            bean("canonicalName", "getCanonicalName", Type::Text, "The full name."),
            bean("name", "getName", Type::Text, "The full name."),
            bean("package", "getPackage", PACKAGE, "The package."),
            bean("simpleName", "getSimpleName", Type::Text, "The name without the package."),
            bean("superclass", "getSuperclass", Type::OrNone(&CLASS), "The class that it is below, or None."),
        ])
        .met_as("java.util.Date")
        .differs("There is no reflection: neither `forName` nor the members."),
    class(OBJECT, "What objects have that stand for those of Java.")
        .has(&[
            method("equals", Type::Boolean, "Whether it is equal to another.").takes(&[parameter(
                "other",
                Type::Any,
                "The other.",
            )]),
            method("getClass", CLASS, "Its class."),
            method("hashCode", Type::Integer, "Java's hash of it."),
            method("toString", Type::Text, "Its text."),
        ])
        .met_as("java.util.Date()")
        .differs("No class is above the last one: `getSuperclass` of it is None."),
    class("java.lang.Package", "The package of a class.")
        .below(OBJECT)
        .has(&[bean("name", "getName", Type::Text, "Its full name.")])
        .met_as("java.util.Date.getPackage()"),
];
