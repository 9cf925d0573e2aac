//! Constructs that Python 3's tree cannot express: calls of names that no script can write.
//!
//! The tree is Python 3's, because the compiler takes that tree. Where a construct of Python 2 has no node in it, the
//! parser makes a call of a **reserved name**, which begins with `$`. The table is the contract with the code that runs
//! the tree: its names have to be among the builtins. The parser decides nothing that depends on values.
//!
//! | Python 2 | tree | effect of the name |
//! |---|---|---|
//! | `print` | `$print_newline(None)` | Ends the line: writes `\n`, clears the soft space. |
//! | `print a, b` | `$print_newline($print_item($print_item(None, a), b))` | `$print_item(file, value)` writes the soft space if one is due, then `str(value)`, and returns `file`; `None` is `sys.stdout` at that moment. Each value is written before the next is evaluated, as in Python 2. |
//! | `print a,` | `$print_item(None, a)` | The soft space stays due. |
//! | `print >>f, a` | `$print_newline($print_item(f, a))` | `f` may be `None` too; it is evaluated once. |
//! | `exec c`, `exec c in g`, `exec c in g, l` | `$exec(c)`, `$exec(c, g)`, `$exec(c, g, l)` | Runs code in the caller's names, or those given. `exec (c, g, l)` arrives as one tuple, which `$exec` takes apart. |
//! | `` `a` ``, `` `a, b` `` | `$repr(a)`, `$repr((a, b))` | `repr`, whatever the script binds that name to. |
//! | `10L`, `2147483648` | `$long(10)`, `$long(2147483648)` | A `long`. An `int` of Jython has 32 bits; a larger number is a `long` without the letter too. |
//! | `str(a)` | `$str(str, a)` | Calls `str`, whatever it is bound to. The engine has a short way for its own type of texts, which would answer a `unicode` that `__str__` of `a` may give. |
//! | `'a'`, `b'a'` | a string, one character U+0000–U+00FF for each byte in the source's encoding | A `str`. |
//! | `u'a'`, or `'a'` under `unicode_literals` | `$unicode('a')` | A `unicode`. A docstring stays a plain string, since a call would not be a docstring. |
//! | a docstring of several lines, or with blanks in front | the string, disguised | Nothing: [`plain_docstring`] undoes it in the compiled code. The compiler takes the indentation of docstrings away, which Python 2 leaves. |
//! | `u'\ud800'` | `$unicode_of(0xd800)` | A `unicode` of these code points, used if one is a surrogate or U+FFFD. |
//! | `a / b`, `a /= b` | `a @ b`, `a @= b`, unless `division` is imported from the future | Divides as Python 2 does: whole numbers to whole numbers. Python 2 has no `@`. |
//! | `'%s' % (a,)` | the text as an f-string without fields | Nothing: the compiler would make an f-string of the whole, which is Python 3's formatting. |
//! | `raise E`, `raise E, v`, `raise E, v, tb` | `raise $raise(E)`, … | The exception that Python 2 would raise: an instance made of `E` and `v` if `E` is a class, the first item if it is a tuple, with the traceback `tb`. |
//! | `raise`, unless it stands in a handler before any other `try` | `raise $raise()` | The exception that was handled last, in the function or in one that called it. |
//! | `except E:` | `except $handled(E):` | The parts of `E` that the engine can compare the exception with: old-style classes, too, but nothing that is not a class. It also notes what the handler takes. |
//! | `except:` | `except $handled():` | The same, for all exceptions. |
//! | `with c: body` | `with c:` `try: body` `except $leaving(): pass` | Puts the exception into Jython's words and class before `__exit__` sees it, and catches no exception. |
//! | `except E, target:` and `as target:` | `except $handled(E) as $exception: target = $caught($exception)` … | The exception as a handler sees it; the target outlives the handler, unlike in Python 3. |
//! | `class C(B):` | `class C(B, metaclass=$metaclass):` | `$metaclass(name, bases, body)` finds the metaclass as Python 2 does (`body['__metaclass__']`, the bases', the module's, the old-style class) and calls it. The body may hold `__classcell__`. |
//! | `def f(a, (b, c)):` | `def f(a, $1): (b, c) = $1` | A parameter, named by its position. |
//! | `lambda (a, b): e` | `lambda $0: [e for (a, b) in [$0]][0]` | The same. |
//! | `from m import *` in a function or class | `$import_star('m', level)` | Binds the names in the caller's. |
//! | `[e for x in y]`, if `x` is read elsewhere in its scope | `[e for $x in y if [x := $x]]` | Nothing; `x` outlives the comprehension. |
//! | `[x for x in y]` in the body of a class | `[$class_name($names, 'x') for ($names, $first) in [($names(), y)] for $names['x'] in $first]` | `$names()` is the namespace of the class, `$class_name(names, name)` a name in it, else a global or a builtin; with a function behind it, that is called for a name that the namespace lacks. |
//! | a name in a function with a bare `exec` or `import *` | `$name('x')`, unless the function binds it | The value of a name of the caller's: a local, a global or a builtin. |
//! | `for i in range(a, b):` | `for i in $counted(range, a, b):` | The values of the loop: for the builtin `range` the same numbers without the list, which no other code can see; for any other function its result. |
//! | `assert t, m` | `if not t: raise $raise(AssertionError, m)` | As for `raise`: a tuple is the arguments of the exception. |
//! | `f(a, x=b, *c)`, unless its values are names | `f(*$given((a,), (('x', b),), c), **$given())` | Evaluates the values in Python 2's order: `$given` answers those without names and keeps the others for the next call of it. |
//! | `def f(**names):` | `$keywords(names)` first in the body | Nothing, unless a name is not ASCII: it becomes the `unicode` that it was given as. |
//! | the body of a function with `yield` | `try: body` `except $stop as $exception: return $exception` | `$stop` is `StopIteration`: if it is raised inside, the generator ends. The caller that asked for the next item gets the exception itself. |
//! | `global x` in a function or class | the same statement at the start of the body, `pass` in its place | Python 2 lets it follow a use of `x`. In a module it means nothing and only `pass` is left; in a text that is run it is put at the start. |
//! | `True`, `False` | constants, or names if the script binds one of them anywhere | The names have to be builtins. |
//! | `x[a:b:]` | a slice whose step is `None` | Python 2 makes a slice object of this, and `__getslice__` of `x[a:b]`, whose step is absent. |
//!
//! Left to the code that runs the tree, since it has a node and only its meaning differs: comparisons, `%`, and
//! `import` that looks in the package first.

use ruff_python_ast::name::Name;
use ruff_python_ast::{
    Arguments, AtomicNodeIndex, ExceptHandler, ExceptHandlerExceptHandler, Expr, ExprCall, ExprContext, ExprFString,
    ExprName, ExprNoneLiteral, ExprNumberLiteral, ExprStringLiteral, ExprTuple, ExprUnaryOp, FString, FStringFlags,
    FStringValue, Identifier, InterpolatedStringElement, InterpolatedStringLiteralElement, Number, Operator, Stmt,
    StmtExpr, StmtPass, StmtReturn, StmtTry, StringLiteral, StringLiteralFlags, StringLiteralValue, UnaryOp,
};
use ruff_text_size::{Ranged, TextRange};

pub(crate) const PRINT_ITEM: &str = "$print_item";
pub(crate) const PRINT_NEWLINE: &str = "$print_newline";
pub(crate) const EXEC: &str = "$exec";
pub(crate) const REPR: &str = "$repr";
pub(crate) const STR: &str = "$str";
pub(crate) const LONG: &str = "$long";
pub(crate) const UNICODE: &str = "$unicode";
pub(crate) const UNICODE_OF: &str = "$unicode_of";
pub(crate) const RAISE: &str = "$raise";
pub(crate) const HANDLED: &str = "$handled";
pub(crate) const CAUGHT: &str = "$caught";
pub(crate) const LEAVING: &str = "$leaving";
pub(crate) const METACLASS: &str = "$metaclass";
pub(crate) const IMPORT_STAR: &str = "$import_star";
pub(crate) const NAME: &str = "$name";
pub(crate) const NAMES: &str = "$names";
pub(crate) const CLASS_NAME: &str = "$class_name";
pub(crate) const COUNTED: &str = "$counted";
pub(crate) const GIVEN: &str = "$given";
pub(crate) const KEYWORDS: &str = "$keywords";
pub(crate) const STOP: &str = "$stop";
pub(crate) const EXCEPTION: &str = "$exception";

/// Whether an expression stands for a statement of Python 2, which has no value.
pub(crate) fn is_statement(expression: &Expr) -> bool {
    let Expr::Call(call) = expression else { return false };
    let Expr::Name(name) = call.func.as_ref() else { return false };
    [PRINT_ITEM, PRINT_NEWLINE, EXEC, IMPORT_STAR].contains(&name.id.as_str())
}

/// Every reserved name that has to be a builtin, for the code that provides them; see the table above.
pub const RESERVED: [&str; 21] = [
    GIVEN,
    KEYWORDS,
    PRINT_ITEM,
    PRINT_NEWLINE,
    EXEC,
    REPR,
    STR,
    LONG,
    UNICODE,
    UNICODE_OF,
    RAISE,
    HANDLED,
    CAUGHT,
    LEAVING,
    METACLASS,
    IMPORT_STAR,
    NAME,
    NAMES,
    CLASS_NAME,
    COUNTED,
    STOP,
];

/// The body of a `with` statement, whose exceptions are seen before `__exit__` sees them. The exceptions of one that is
/// the whole body of another are seen there: the compiler bounds how deep statements nest.
pub(crate) fn left(body: Vec<Stmt>, range: TextRange) -> Vec<Stmt> {
    if matches!(body.as_slice(), [Stmt::With(_)]) {
        return body;
    }
    let node_index = || AtomicNodeIndex::NONE;
    let handler = ExceptHandlerExceptHandler {
        range,
        node_index: node_index(),
        type_: Some(Box::new(call(LEAVING, Vec::new(), range))),
        name: None,
        body: vec![Stmt::Pass(StmtPass { range, node_index: node_index() })],
    };
    vec![Stmt::Try(StmtTry {
        node_index: node_index(),
        range,
        body,
        handlers: vec![ExceptHandler::ExceptHandler(handler)],
        orelse: Vec::new(),
        finalbody: Vec::new(),
        is_star: false,
    })]
}

/// Puts a text's own `global` statement behind the statements that have to come first.
pub(crate) fn declare(globals: Option<Stmt>, body: &mut Vec<Stmt>) {
    let is_future = |statement: &Stmt| matches!(statement, Stmt::ImportFrom(import) if import.module.as_ref().is_some_and(|module| module.id == "__future__"));
    let documented = usize::from(has_docstring(body));
    let imports = body.iter().skip(documented).take_while(|statement| is_future(statement)).count();
    if let Some(globals) = globals {
        body.insert(documented + imports, globals);
    }
}

/// The operator of Python 3's tree that stands for `/` as Python 2 has it.
pub const CLASSIC_DIVISION: Operator = Operator::MatMult;

/// A plain string in a form that the compiler does not put together with the values after `%`.
pub(crate) fn unfolded(format: Expr) -> Expr {
    let Expr::StringLiteral(literal) = format else { return format };
    let (range, node_index) = (literal.range, AtomicNodeIndex::NONE);
    let text = InterpolatedStringLiteralElement {
        range,
        node_index: node_index.clone(),
        value: literal.value.to_str().into(),
    };
    let elements = vec![InterpolatedStringElement::Literal(text)].into();
    let string = FString { range, node_index: node_index.clone(), elements, flags: FStringFlags::empty() };
    Expr::FString(ExprFString { node_index, range, value: FStringValue::single(string) })
}

/// A whole number that is a `long`.
pub(crate) fn long(value: i64, range: TextRange) -> Expr {
    let magnitude = number(Number::Int(value.unsigned_abs().into()), range);
    let magnitude = match value < 0 {
        true => Expr::UnaryOp(ExprUnaryOp {
            node_index: AtomicNodeIndex::NONE,
            range,
            op: UnaryOp::USub,
            operand: Box::new(magnitude),
        }),
        false => magnitude,
    };
    call(LONG, vec![magnitude], range)
}

/// The name of the tuple parameter at a position.
pub(crate) fn parameter(position: usize) -> String {
    format!("${position}")
}

pub(crate) fn name(id: &str, ctx: ExprContext, range: TextRange) -> Expr {
    Expr::Name(ExprName { node_index: AtomicNodeIndex::NONE, range, id: Name::new(id), ctx })
}

pub(crate) fn none(range: TextRange) -> Expr {
    Expr::NoneLiteral(ExprNoneLiteral { node_index: AtomicNodeIndex::NONE, range })
}

pub(crate) fn number(value: Number, range: TextRange) -> Expr {
    Expr::NumberLiteral(ExprNumberLiteral { node_index: AtomicNodeIndex::NONE, range, value })
}

pub(crate) fn string(value: &str, range: TextRange) -> Expr {
    let node_index = AtomicNodeIndex::NONE;
    let literal = StringLiteral {
        range,
        node_index: node_index.clone(),
        value: value.into(),
        flags: StringLiteralFlags::empty(),
    };
    Expr::StringLiteral(ExprStringLiteral { node_index, range, value: StringLiteralValue::single(literal) })
}

pub(crate) fn tuple(elts: Vec<Expr>, ctx: ExprContext, parenthesized: bool, range: TextRange) -> Expr {
    Expr::Tuple(ExprTuple { node_index: AtomicNodeIndex::NONE, range, elts, ctx, parenthesized })
}

/// A call of a reserved name.
pub(crate) fn call(function: &str, arguments: Vec<Expr>, range: TextRange) -> Expr {
    let arguments = Arguments {
        range,
        node_index: AtomicNodeIndex::NONE,
        args: arguments.into_boxed_slice(),
        keywords: Box::default(),
    };
    let func = Box::new(name(function, ExprContext::Load, range));
    Expr::Call(ExprCall { node_index: AtomicNodeIndex::NONE, range, func, arguments })
}

/// A call that a script writes.
pub(crate) fn plain_call(call: ExprCall) -> Expr {
    let is_str = matches!(call.func.as_ref(), Expr::Name(name) if name.id == "str");
    let is_plain = matches!(call.arguments.args.as_ref(), [value] if !value.is_starred_expr());
    if !is_str || !is_plain || !call.arguments.keywords.is_empty() {
        return Expr::Call(call);
    }
    let mut arguments = vec![*call.func];
    arguments.extend(call.arguments.args);
    self::call(STR, arguments, call.range)
}

/// The values of a loop: a call of a function named `range` with plain arguments is marked as a loop's.
pub(crate) fn iterable(mut iterable: Expr) -> Expr {
    let Expr::Call(ExprCall { func, arguments, .. }) = &mut iterable else { return iterable };
    let is_range = matches!(func.as_ref(), Expr::Name(name) if name.id == "range");
    let are_plain = arguments.keywords.is_empty() && !arguments.args.iter().any(Expr::is_starred_expr);
    if is_range && are_plain {
        let range = func.range();
        let function = std::mem::replace(func.as_mut(), name(COUNTED, ExprContext::Load, range));
        let values = std::mem::take(&mut arguments.args).into_vec();
        arguments.args = std::iter::once(function).chain(values).collect();
    }
    iterable
}

/// An expression as a statement.
pub(crate) fn statement(value: Expr, range: TextRange) -> Stmt {
    Stmt::Expr(StmtExpr { node_index: AtomicNodeIndex::NONE, range, value: Box::new(value) })
}

/// The reserved name that an expression is a call of.
pub(crate) fn reserved_callee(expression: &Expr) -> Option<&str> {
    let Expr::Call(ExprCall { func, .. }) = expression else { return None };
    match func.as_ref() {
        Expr::Name(name) if name.id.starts_with('$') => Some(name.id.as_str()),
        _ => None,
    }
}

/// The beginning of a disguised docstring, and the substitutes for its ends of lines and tabs: characters for private
/// use.
const DISGUISE: &str = "\u{f0000}docstring\u{f0000}";
const DISGUISED: [(char, char); 2] = [('\n', '\u{f0001}'), ('\t', '\u{f0002}')];

/// Turns `$unicode('…')` as the first statement of a body back into a plain string, since a call is not a docstring,
/// and disguises a docstring that the compiler would change.
pub(crate) fn restore_docstring(body: &mut [Stmt]) {
    let Some(Stmt::Expr(first)) = body.first_mut() else { return };
    if reserved_callee(&first.value) == Some(UNICODE)
        && let Expr::Call(call) = first.value.as_mut()
        && let Some(literal @ Expr::StringLiteral(_)) = call.arguments.args.first().cloned()
    {
        *first.value = literal;
    }
    if let Expr::StringLiteral(literal) = first.value.as_mut()
        && let Some(text) = disguised(literal.value.to_str())
    {
        *first.value = string(&text, literal.range);
    }
}

fn disguised(docstring: &str) -> Option<String> {
    let is_changed = docstring.starts_with(char::is_whitespace) || docstring.contains(['\n', '\t']);
    let hide = |character| DISGUISED.iter().find(|(plain, _)| *plain == character).map_or(character, |found| found.1);
    is_changed.then(|| DISGUISE.chars().chain(docstring.chars().map(hide)).collect())
}

/// The docstring behind a disguise; None if a text is not disguised.
pub fn plain_docstring(text: &str) -> Option<String> {
    let show = |character| DISGUISED.iter().find(|(_, hidden)| *hidden == character).map_or(character, |found| found.0);
    Some(text.strip_prefix(DISGUISE)?.chars().map(show).collect())
}

/// Lets a `StopIteration` that leaves the body of a generator end it, which is an error in Python 3.
pub(crate) fn end_at_stop(body: &mut Vec<Stmt>) {
    let rest = body.split_off(usize::from(has_docstring(body)));
    let range = rest.first().map_or_else(TextRange::default, Ranged::range);
    let node_index = AtomicNodeIndex::NONE;
    let end = Stmt::Return(StmtReturn {
        node_index: node_index.clone(),
        range,
        value: Some(Box::new(name(EXCEPTION, ExprContext::Load, range))),
    });
    let handler = ExceptHandler::ExceptHandler(ExceptHandlerExceptHandler {
        node_index: node_index.clone(),
        range,
        type_: Some(Box::new(name(STOP, ExprContext::Load, range))),
        name: Some(Identifier::new(Name::new(EXCEPTION), range)),
        body: vec![end],
    });
    body.push(Stmt::Try(StmtTry {
        node_index,
        range,
        body: rest,
        handlers: vec![handler],
        orelse: Vec::new(),
        finalbody: Vec::new(),
        is_star: false,
    }));
}

/// Whether a body begins with a docstring; statements that are put at its start have to come after it.
pub(crate) fn has_docstring(body: &[Stmt]) -> bool {
    matches!(body.first(), Some(Stmt::Expr(first)) if matches!(*first.value, Expr::StringLiteral(_)))
}
