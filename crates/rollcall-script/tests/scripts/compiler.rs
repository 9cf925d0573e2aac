//! Texts that are hard to compile: they nest, or go on and on. No interpreter is needed, so these are checked here and
//! not in a worker.
//!
//! The engine's compiler is patched for them: `engine/rustpython-codegen/README.md`.

use rollcall_script::{Dialect, SyntaxFault, check};

use crate::Test;

/// A name, and a script of so many parts.
type Shape = (&'static str, fn(usize) -> String);

pub fn all() -> Vec<Test> {
    let tests: [(&str, fn()); 5] = [
        ("long_texts_compile", long_texts_compile),
        ("depth_of_python3_is_bounded", depth_of_python3_is_bounded),
        ("what_lies_side_by_side_is_not_deep", what_lies_side_by_side_is_not_deep),
        ("nested_finally_is_bounded", nested_finally_is_bounded),
        ("a_fault_of_the_compiler_is_an_error", a_fault_of_the_compiler_is_an_error),
    ];
    tests.into_iter().map(|(name, test)| (format!("compiler/{name}"), Box::new(test) as Box<dyn Fn()>)).collect()
}

fn compile(dialect: Dialect, source: &str) -> Result<(), SyntaxFault> {
    check(dialect, "script.py", source)
}

fn in_a_function(line: &str, count: usize) -> String {
    format!("def f(a):\n{}", line.repeat(count))
}

/// Where room or time grew with the square of their length, these had no end: 2,000 terms took 256 MB.
fn long_texts_compile() {
    let texts: [Shape; 6] = [
        ("and", |n| format!("x = {}a\n", "a and ".repeat(n))),
        ("compared", |n| format!("x = {}a\n", "a < ".repeat(n))),
        ("calls", |n| in_a_function("    g(a, a)\n", n)),
        ("returns", |n| in_a_function("    if a: return 1\n", n)),
        ("loops", |n| in_a_function("    for b in a:\n        if b: break\n", n)),
        ("tries", |n| in_a_function("    try: g()\n    except E: h()\n    finally: i()\n", n)),
    ];
    for (name, text) in texts {
        assert_eq!(compile(Dialect::Python3, &text(20_000)), Ok(()), "{name}");
    }
}

fn depth_of_python3_is_bounded() {
    let texts: [Shape; 18] = [
        ("(", |n| format!("{}1{}", "(".repeat(n), ")".repeat(n))),
        ("{", |n| format!("{}1{}", "{1:".repeat(n), "}".repeat(n))),
        ("f(", |n| format!("{}1{}", "f(".repeat(n), ")".repeat(n))),
        ("comprehension", |n| format!("{}x{}", "[".repeat(n), " for x in y]".repeat(n))),
        ("not", |n| format!("{}1", "not ".repeat(n))),
        ("-", |n| format!("{}1", "-".repeat(n))),
        ("+", |n| format!("1{}", "+x".repeat(n))),
        ("**", |n| format!("1{}", "**x".repeat(n))),
        (".", |n| format!("x{}", ".a".repeat(n))),
        ("()", |n| format!("x{}", "()".repeat(n))),
        ("lambda", |n| format!("{}1", "lambda: ".repeat(n))),
        ("lambda with parameters", |n| format!("{}1", "lambda a=lambda: 0, b=1: ".repeat(n))),
        ("else", |n| format!("{}1", "1 if 1 else ".repeat(n))),
        ("and in else", |n| format!("{}1", "a if b and c else d and ".repeat(n))),
        ("f-string", |n| format!("{}1{}", "f\"{".repeat(n), "}\"".repeat(n))),
        ("format of f-string", |n| format!("f\"{}{}\"", "{x:".repeat(n), "}".repeat(n))),
        ("brackets and not", |n| format!("{}1{}", format!("{}(", "not ".repeat(900)).repeat(n), ")".repeat(n))),
        ("blocks", |n| (0..n.min(2000)).map(|i| format!("{}if 1:\n", " ".repeat(i))).collect()),
    ];
    for (name, text) in texts {
        let fault = compile(Dialect::Python3, &format!("x = 1\n{}\n", text(100_000))).expect_err(name);
        assert!(fault.message.starts_with("too many ") || fault.message.contains("too deeply"), "{name}: {fault:?}");
        assert!(fault.line == 2 || name == "blocks", "{name}: {fault:?}");
        if name != "brackets and not" && name != "blocks" && name != "comprehension" {
            assert_eq!(compile(Dialect::Python3, &text(90)), Ok(()), "{name}");
        }
    }
}

fn what_lies_side_by_side_is_not_deep() {
    let texts: [fn(usize) -> String; 8] = [
        |n| format!("{}a", "a and not b or ".repeat(n)),
        |n| format!("{}a", "a.b < c[0] + 1 < ".repeat(n)),
        |n| format!("[{}]", "a + b, ".repeat(n)),
        |n| format!("{{{}}}", "'a': {'b': -1}, ".repeat(n)),
        |n| "\"a\" ".repeat(n),
        |n| "x = a + b; ".repeat(n),
        |n| format!("if a: pass\n{}", "elif a + 1: pass\n".repeat(n)),
        |n| format!("f({}key=lambda a, b: a)", "lambda c: d, ".repeat(n)),
    ];
    for text in texts {
        let source = text(5_000);
        assert_eq!(compile(Dialect::Python3, &source), Ok(()), "{}", &source[..60]);
    }
}

fn nested_finally_is_bounded() {
    let nested = |count: usize| -> String {
        let block = |depth: usize| {
            let indent = " ".repeat(depth + 1);
            format!("{indent}try: f({depth})\n{indent}finally:\n")
        };
        format!("def f():\n{}{}return 1\n", (0..count).map(block).collect::<String>(), " ".repeat(count + 1))
    };
    for dialect in [Dialect::Python27, Dialect::Python3] {
        assert_eq!(compile(dialect, &nested(8)), Ok(()));
        let fault = compile(dialect, &nested(19)).expect_err("each level doubles the code");
        assert_eq!(fault.message, "too many statically nested finally blocks");
    }
}

fn a_fault_of_the_compiler_is_an_error() {
    let names: String = (0..300).map(|n| format!("a{n}, ")).collect();
    let source = format!("x = 1\nmatch x:\n    case [{names}*rest]: pass\n");
    let fault = compile(Dialect::Python3, &source).expect_err("more names than the engine can count");
    assert_eq!((fault.line, fault.message.as_str()), (2, "too many expressions in star-unpacking sequence pattern"));
}
