//! The words of errors: the engine's messages in Jython's words.
//!
//! Scripts show errors to people and some compare them, so the words count. An error of the engine's is reworded when a
//! script can see it: when a handler binds it, in `sys.exc_info`, and in a traceback. An exception that a script raises
//! in the same words by itself is reworded, too.
//!
//! A row is the engine's text, with `{}` for the variable parts, and Jython's with the numbers of those parts.

/// Rows for the class of an exception; the first that fits counts.
const TABLE: &[(&str, &str, &str)] = &[
    (
        "TypeError",
        "metaclass conflict: the metaclass of a derived class {}",
        "Error when calling the metaclass bases\n    metaclass conflict: the metaclass of a derived class {0}",
    ),
    ("TypeError", "super() argument 1 must be a type{}", "super: argument 1 must be type"),
    ("TypeError", "unsupported operand type(s) for +: 'str' and '{}'", "cannot concatenate 'str' and '{0}' objects"),
    (
        "TypeError",
        "unsupported operand type(s) for +: 'unicode' and '{}'",
        "cannot concatenate 'unicode' and '{0}' objects",
    ),
    ("TypeError", "unsupported operand type(s) for +=: 'str' and '{}'", "cannot concatenate 'str' and '{0}' objects"),
    (
        "TypeError",
        "unsupported operand type(s) for +=: 'unicode' and '{}'",
        "cannot concatenate 'unicode' and '{0}' objects",
    ),
    (
        "TypeError",
        "unsupported operand type(s) for ** or pow(): '{}' and '{}'",
        "unsupported operand type(s) for **: '{0}' and '{1}'",
    ),
    (
        "TypeError",
        "unsupported operand type(s) for {}=: '{}' and '{}'",
        "unsupported operand type(s) for {0}: '{1}' and '{2}'",
    ),
    ("TypeError", "Cannot add {} and {}", "can only concatenate {0} (not \"{1}\") to {0}"),
    (
        "TypeError",
        "can only concatenate tuple (not '{}') to tuple",
        "can only concatenate tuple (not \"{0}\") to tuple",
    ),
    ("TypeError", "__traceback__ must be a traceback or None", "raise: arg 3 must be a traceback or None"),
    (
        "AttributeError",
        "'{}' object does not support the context manager protocol{}",
        "'{0}' object has no attribute '__exit__'",
    ),
    ("TypeError", "bad operand type for unary ~: '{}'", "bad operand type for unary ~"),
    ("TypeError", "object() takes no arguments", "object.__new__() takes no parameters"),
    ("TypeError", "'str' does not support item assignment", "can't assign to immutable object"),
    ("TypeError", "'unicode' does not support item assignment", "can't assign to immutable object"),
    (
        "TypeError",
        "'mappingproxy' does not support item assignment",
        "'dictproxy' object does not support item assignment",
    ),
    ("TypeError", "'range' does not support item assignment", "can't assign to immutable object"),
    ("TypeError", "'{}' does not support item assignment", "'{0}' object does not support item assignment"),
    ("TypeError", "'{}' does not support item deletion", "'{0}' object does not support item deletion"),
    (
        "TypeError",
        "{} indices must be integers or slices or classes that override __index__ operator, not '{}'",
        "{0} indices must be integers",
    ),
    (
        "TypeError",
        "int() argument must be a string or a number, not 'NoneType'",
        "int() argument must be a string or a number, not 'None'",
    ),
    (
        "TypeError",
        "int() argument must be a string, a bytes-like object or a real number, not 'NoneType'",
        "int() argument must be a string or a number, not 'None'",
    ),
    (
        "TypeError",
        "float() argument must be a string or a number, not '{}'",
        "float() argument must be a string or a number",
    ),
    ("TypeError", "max expected at least 1 argument, got 0", "max() expected 1 arguments, got 0"),
    ("TypeError", "min expected at least 1 argument, got 0", "min() expected 1 arguments, got 0"),
    (
        "TypeError",
        "isinstance() arg 2 must be a type, a tuple of types, or a union, not {}",
        "isinstance() arg 2 must be a class, type, or tuple of classes and types",
    ),
    ("TypeError", "issubclass() arg 1 must be a class, not {}", "issubclass() arg 1 must be a class"),
    ("TypeError", "Expected type 'str' but '{}' found.", "expected str, bytearray or other buffer compatible object"),
    ("TypeError", "Expected type 'int' but '{}' found.", "integer required"),
    (
        "TypeError",
        "startswith first arg must be str or a tuple of str, not {}",
        "expected str, bytearray or other buffer compatible object",
    ),
    (
        "TypeError",
        "endswith first arg must be str or a tuple of str, not {}",
        "expected str, bytearray or other buffer compatible object",
    ),
    (
        "TypeError",
        "super(type, obj): obj (instance of {}) is not an instance or subtype of type ({}).",
        "super(type, obj): obj must be an instance or subtype of type",
    ),
    (
        "TypeError",
        "'<' not supported between instances of 'complex' and '{}'",
        "cannot compare complex numbers using <, <=, >, >=",
    ),
    (
        "TypeError",
        "'>' not supported between instances of 'complex' and '{}'",
        "cannot compare complex numbers using <, <=, >, >=",
    ),
    ("TypeError", "cannot unpack non-iterable {} object", "'{0}' object is not iterable"),
    (
        "TypeError",
        "cannot set '{}' attribute of immutable type '{}'",
        "can't set attributes of built-in/extension type '{1}'",
    ),
    ("AttributeError", "property '{}' of '{}' object has no setter", "can't set attribute"),
    ("AttributeError", "property '{}' of '{}' object has no deleter", "can't delete attribute"),
    ("AttributeError", "property '{}' of '{}' object has no getter", "unreadable attribute"),
    ("AttributeError", "property of '{}' object has no setter", "can't set attribute"),
    ("AttributeError", "property of '{}' object has no deleter", "can't delete attribute"),
    ("AttributeError", "property of '{}' object has no getter", "unreadable attribute"),
    ("OverflowError", "cannot fit 'int' into an index-sized integer", "long int too large to convert to int"),
    ("IndexError", "assignment index out of range", "list assignment index out of range"),
    ("IndexError", "list index out of range", "index out of range"),
    ("ValueError", "not enough values to unpack (expected {}, got 1)", "need more than 1 value to unpack"),
    ("ValueError", "expected '}' before end of string", "Single '{' encountered in format string"),
    ("ValueError", "Unexpected error parsing format string", "Single '}' encountered in format string"),
    (
        "ValueError",
        "Unknown format code '{}' for object of type 'str'",
        "Unknown format code '{0}' for object of type 'string'",
    ),
    (
        "ValueError",
        "Unknown format code '{}' for object of type 'int'",
        "Unknown format code '{0}' for object of type 'integer'",
    ),
    ("ValueError", "list.remove(x): x not in list", "list.remove(x): x not in list"),
    (
        "OverflowError",
        "OverflowError: cannot convert float infinity to integer",
        "cannot convert float infinity to long",
    ),
    ("ValueError", "ValueError: cannot convert float NaN to integer", "cannot convert float NaN to integer"),
    ("ValueError", "expected a number in range from {}", "math domain error"),
    ("TypeError", "must be real number, not {}", "a float is required"),
    (
        "TypeError",
        "class {} without an implementation for abstract method '{}'",
        "Can't instantiate abstract class {0} with abstract methods {1}",
    ),
    (
        "TypeError",
        "Can't instantiate abstract class {} without an implementation for abstract method '{}'",
        "Can't instantiate abstract class {0} with abstract methods {1}",
    ),
    (
        "TypeError",
        "Can't instantiate abstract class {} without an implementation for abstract methods {}",
        "Can't instantiate abstract class {0} with abstract methods {1}",
    ),
    ("ZeroDivisionError", "division by zero", "integer division or modulo by zero"),
    ("ZeroDivisionError", "integer modulo by zero", "integer division or modulo by zero"),
    ("ZeroDivisionError", "integer division or modulo by zero", "integer division or modulo by zero"),
    ("ZeroDivisionError", "float division by zero", "float division"),
    ("ZeroDivisionError", "float floor division by zero", "float division"),
    ("ZeroDivisionError", "float floordiv by zero", "float division"),
    ("ZeroDivisionError", "float modulo by zero", "float modulo"),
    ("ZeroDivisionError", "float mod by zero", "float modulo"),
    ("ZeroDivisionError", "complex division by zero", "complex division"),
    ("ZeroDivisionError", "0+0i cannot be raised to a negative or complex power", "0.0 to a negative or complex power"),
    ("ZeroDivisionError", "zero to a negative power", "0.0 cannot be raised to a negative power"),
    ("TypeError", "can only concatenate str (not \"{}\") to str", "cannot concatenate 'str' and '{0}' objects"),
    (
        "TypeError",
        "can't multiply sequence by non-int of type '{}'",
        "can't multiply sequence by non-int of type '{0}'",
    ),
    ("TypeError", "bad operand type for unary -: 'str'", "bad operand type for unary -"),
    ("TypeError", "'{}' object is not subscriptable", "'{0}' object is unsubscriptable"),
    ("TypeError", "unhashable type: 'set'", "set objects are unhashable"),
    ("TypeError", "unhashable type: '{}'", "unhashable type: '{0}'"),
    ("TypeError", "cannot use 'set' as a dict key (unhashable type: 'set')", "set objects are unhashable"),
    ("TypeError", "cannot use 'set' as a set element (unhashable type: 'set')", "set objects are unhashable"),
    ("TypeError", "cannot use '{}' as a dict key (unhashable type: '{}')", "unhashable type: '{1}'"),
    ("TypeError", "cannot use '{}' as a set element (unhashable type: '{}')", "unhashable type: '{1}'"),
    (
        "TypeError",
        "list indices must be integers or slices or classes that override __index__ operator, not '{}'",
        "list indices must be integers",
    ),
    ("TypeError", "list indices must be integers or slices, not {}", "list indices must be integers"),
    (
        "TypeError",
        "tuple indices must be integers or slices or classes that override __index__ operator, not '{}'",
        "tuple indices must be integers",
    ),
    ("TypeError", "tuple indices must be integers or slices, not {}", "tuple indices must be integers"),
    (
        "TypeError",
        "string indices must be integers or slices or classes that override __index__ operator, not '{}'",
        "str indices must be integers",
    ),
    ("TypeError", "string indices must be integers, not '{}'", "str indices must be integers"),
    ("TypeError", "'str' object does not support item assignment", "can't assign to immutable object"),
    ("TypeError", "'str' object doesn't support item deletion", "'str' object does not support item deletion"),
    ("TypeError", "'{}' object doesn't support item deletion", "'{0}' object doesn't support item deletion"),
    (
        "TypeError",
        "descriptor '{}' requires a '{}' object but received a '{}'",
        "descriptor '{0}' requires a '{1}' object but received a '{2}'",
    ),
    ("TypeError", "{}() argument after * must be an iterable, not {}", "{0}() argument after * must be a sequence"),
    ("TypeError", "Value after * must be an iterable, not {}", "argument after * must be a sequence"),
    ("TypeError", "{}() argument after ** must be a mapping, not {}", "{0}() argument after ** must be a mapping"),
    ("TypeError", "keywords must be strings", "keywords must be strings"),
    ("TypeError", "{}() takes no arguments", "this constructor takes no arguments"),
    (
        "TypeError",
        "int() argument must be a string, a bytes-like object or a real number, not '{}'",
        "int() argument must be a string or a number, not '{0}'",
    ),
    (
        "TypeError",
        "float() argument must be a string or a real number, not '{}'",
        "float() argument must be a string or a number",
    ),
    (
        "TypeError",
        "int() can't convert non-string with explicit base",
        "int: can't convert non-string with explicit base",
    ),
    (
        "TypeError",
        "isinstance() arg 2 must be a type, a tuple of types, or a union",
        "isinstance() arg 2 must be a class, type, or tuple of classes and types",
    ),
    (
        "TypeError",
        "issubclass() arg 2 must be a class, a tuple of classes, or a union",
        "issubclass() arg 2 must be a class or tuple of classes",
    ),
    ("TypeError", "'{}' object is not reversible", "argument to reversed() must be a sequence"),
    ("TypeError", "'{}' object is not an iterator", "'{0}' object is not an iterator"),
    ("TypeError", "{} object is not an iterator", "'{0}' object is not an iterator"),
    ("TypeError", "reduce() of empty iterable with no initial value", "reduce of empty sequence with no initial value"),
    ("TypeError", "attribute name must be string, not '{}'", "getattr(): attribute name must be string"),
    (
        "TypeError",
        "super(type, obj): obj must be an instance or subtype of type",
        "super(type, obj): obj must be an instance or subtype of type",
    ),
    ("TypeError", "__init__() should return None, not '{}'", "__init__() should return None"),
    ("TypeError", "__hash__ method should return an integer", "__hash__ should return a int"),
    (
        "TypeError",
        "cannot convert dictionary update sequence element #{} to a sequence",
        "cannot convert dictionary update sequence element #{0} to a sequence",
    ),
    (
        "TypeError",
        "exceptions must derive from BaseException",
        "exceptions must be old-style classes or derived from BaseException, not NoneType",
    ),
    ("TypeError", "'{}' object cannot be interpreted as an integer", "an integer is required"),
    ("RuntimeError", "No active exception to reraise", "No active exception to reraise"),
    ("ValueError", "int() base must be >= 2 and <= 36, or 0", "invalid base for atoi()"),
    ("ValueError", "could not convert string to float: u'{}'", "invalid literal for float: {0}"),
    ("ValueError", "could not convert string to float: '{}'", "invalid literal for float: {0}"),
    ("ValueError", "complex() arg is a malformed string", "complex() arg is a malformed string"),
    ("ValueError", "max() iterable argument is empty", "max of empty sequence"),
    ("ValueError", "min() iterable argument is empty", "min of empty sequence"),
    ("ValueError", "max() arg is an empty sequence", "max of empty sequence"),
    ("ValueError", "min() arg is an empty sequence", "min of empty sequence"),
    ("ValueError", "pow() 3rd argument cannot be 0", "pow(x, y, z) with z==0"),
    ("ValueError", "range() arg 3 must not be zero", "xrange() arg 3 must not be zero"),
    ("ValueError", "{} is not in list", "list.index(x): x not in list"),
    ("ValueError", "list.index(x): x not in list", "list.index(x): x not in list"),
    ("ValueError", "tuple.index(x): x not in tuple", "tuple.index(x): x not in list"),
    ("ValueError", "too many values to unpack (expected {}, got {})", "too many values to unpack"),
    ("ValueError", "too many values to unpack (expected {})", "too many values to unpack"),
    ("ValueError", "not enough values to unpack (expected {}, got {})", "need more than {1} values to unpack"),
    ("ValueError", "expected a positive input{}", "math domain error"),
    ("ValueError", "expected a nonnegative input{}", "math domain error"),
    ("IndexError", "Replacement index {} out of range for positional args tuple", "tuple index out of range"),
    ("AttributeError", "'method' object has no attribute '{}'", "'instancemethod' object has no attribute '{0}'"),
    ("TypeError", "{}.__int__ returned non-int(type {})", "__int__ should return an integer"),
    ("TypeError", "{}.__float__ returned non-float(type {})", "__float__ returned non-float (type {1})"),
    ("TypeError", "{}.__index__ returned non-int(type {})", "__index__ returned non-(int,long) (type {1})"),
    ("IndexError", "range object index out of range", "xrange object index out of range"),
    ("OverflowError", "int too large to convert to float", "long int too large to convert to float"),
    ("OverflowError", "cannot convert float infinity to integer", "cannot convert float infinity to long"),
    (
        "UnboundLocalError",
        "cannot access local variable '{}' where it is not associated with a value",
        "local variable '{0}' referenced before assignment",
    ),
    (
        "UnboundLocalError",
        "cannot access free variable '{}' where it is not associated with a value in enclosing scope",
        "local variable '{0}' referenced before assignment",
    ),
    ("ImportError", "No module named '{}'", "No module named {0}"),
    ("ModuleNotFoundError", "No module named '{}'", "No module named {0}"),
    ("ImportError", "cannot import name '{}' from '{}' (unknown location)", "cannot import name {0}"),
    ("ImportError", "cannot import name '{}' from '{}'{}", "cannot import name {0}"),
    ("RecursionError", "maximum recursion depth exceeded{}", "maximum recursion depth exceeded"),
    ("AttributeError", "module '{}' has no attribute '{}'", "'module' object has no attribute '{1}'"),
    ("LookupError", "unknown encoding: {}", "unknown encoding '{0}'"),
];

/// Jython's message in place of an engine's; None where both are the same.
pub(super) fn reworded(class: &str, message: &str) -> Option<String> {
    if class == "TypeError"
        && let Some(found) = arguments(message)
    {
        return Some(found);
    }
    let rows = TABLE.iter().filter(|(of, _, _)| *of == class);
    let fits = |(_, from, to): &(&str, &str, &str)| Some(filled(to, &parts(from, message)?));
    rows.filter_map(fits).next()
}

/// The parts of a message that stand for the `{}` of a pattern; None if it does not fit.
fn parts<'m>(pattern: &str, message: &'m str) -> Option<Vec<&'m str>> {
    let mut pieces = pattern.split("{}");
    let mut rest = message.strip_prefix(pieces.next()?)?;
    let mut found = Vec::new();
    let pieces: Vec<&str> = pieces.collect();
    for (index, piece) in pieces.iter().enumerate() {
        let is_last = index + 1 == pieces.len();
        let at = if is_last {
            rest.len().checked_sub(piece.len()).filter(|at| rest.get(*at..) == Some(*piece))?
        } else {
            rest.find(piece)?
        };
        found.push(rest.get(..at)?);
        rest = rest.get(at + piece.len()..)?;
    }
    rest.is_empty().then_some(found)
}

fn filled(template: &str, parts: &[&str]) -> String {
    let mut text = template.to_owned();
    for (index, part) in parts.iter().enumerate() {
        text = text.replace(&format!("{{{index}}}"), part);
    }
    text
}

/// A call with too many or too few arguments: Python 2 counts the wanted and the given ones.
fn arguments(message: &str) -> Option<String> {
    let (head, tail) = message.split_once("() ")?;
    let name = head.rsplit('.').next()?;
    if tail.starts_with("argument after * must be") {
        return Some(format!("{name}() argument after * must be a sequence"));
    }
    if tail.starts_with("argument after ** must be") {
        return Some(format!("{name}() argument after ** must be a mapping"));
    }
    if let Some(parameter) = tail.strip_prefix("got an unexpected keyword argument ") {
        let parameter = parameter.split(". Did you mean").next()?;
        return Some(format!("{name}() got an unexpected keyword argument {parameter}"));
    }
    if let Some(parameter) = tail.strip_prefix("got multiple values for argument ") {
        return Some(format!("{name}() got multiple values for keyword argument {parameter}"));
    }
    if let Some(rest) = tail.strip_prefix("takes ") {
        let (wanted, given) = rest.split_once(" positional argument")?;
        let given = given.split_once(" but ")?.1.split_whitespace().next()?;
        let wanted = match wanted.strip_prefix("from ").and_then(|range| range.split_once(" to ")) {
            Some((_, most)) => format!("at most {most}"),
            None => format!("exactly {wanted}"),
        };
        return Some(counted(name, &wanted, given));
    }
    None
}

/// The sentence of a wrong number of arguments; `wanted` ends with a number.
pub(super) fn counted(name: &str, wanted: &str, given: &str) -> String {
    if wanted == "exactly 0" {
        return format!("{name}() takes no arguments ({given} given)");
    }
    let plural = if wanted.ends_with(" 1") { "" } else { "s" };
    format!("{name}() takes {wanted} argument{plural} ({given} given)")
}
