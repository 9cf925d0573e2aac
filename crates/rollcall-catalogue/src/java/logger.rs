//! The result of `system.util.getLogger`.

use crate::class::{Class, Member, bean, class, method};
use crate::function::{Form, Parameter, parameter, text};
use crate::value::{LOGGER, Type};

const MESSAGE: Parameter = parameter("message", Type::Any, "What is to be said.");
const ERROR: Parameter = parameter("exception", Type::Any, "An exception, whose traceback is added.");

/// The classes.
pub const CLASSES: &[Class] = &[class(
    "com.inductiveautomation.ignition.common.util.LoggerEx",
    "A logger, whose lines go to the gateway's log.",
)
.has(&[
    line("debug"),
    formatted("debugf"),
    line("error"),
    formatted("errorf"),
    method("getSubLogger", LOGGER, "A logger below this one.").takes(&[text("name", "What follows this one's name and a point.")]),
    line("info"),
    formatted("infof"),
    method("isDebugEnabled", Type::Boolean, "True."),
    method("isInfoEnabled", Type::Boolean, "True."),
    method("isTraceEnabled", Type::Boolean, "True."),
    bean("name", "getName", Type::Text, "Its name."),
    line("trace"),
    formatted("tracef"),
    line("warn"),
    formatted("warnf"),
])
.met_as("system.util.getLogger('x')")
.differs(
    "Formats are Java's, without dates, `%g`, `%a` and `%h`. The methods is…Enabled are always true: the gateway decides what it \
     keeps. A message that is no text is turned into one.",
)];

const fn line(level: &'static str) -> Member {
    method(level, Type::Nothing, "Writes a line of this level.").takes(&[MESSAGE]).takes(&[MESSAGE, ERROR])
}

const fn formatted(level: &'static str) -> Member {
    method(level, Type::Nothing, "Writes a line of this level, by a format of Java's and its values.").takes(FORMAT)
}

const FORMAT: Form = &[text("format", "The format."), parameter("*values", Type::Any, "As many values as it names.")];
