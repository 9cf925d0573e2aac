//! The bytes of a text: encodings, byte order marks and line ends, which files of cases cannot show.

use rollcall_python2_syntax::{decode, parse};

use crate::compile;

/// Bytes with their decoded text, or the fault.
#[test]
fn encodings_are_those_that_a_source_declares() {
    let cases: [(&[u8], Result<&str, &str>); 16] = [
        (b"x = 1", Ok("x = 1")),
        (b"x = '\xc3\xa9'", Ok("x = 'é'")),
        (b"x = '\xe9'", Err("1:6: (unicode error) 'utf-8' codec can't decode byte 0xe9")),
        (b"#\n#\nx = '\xe9'", Err("3:6: (unicode error) 'utf-8' codec can't decode byte 0xe9")),
        (b"# -*- coding: latin-1 -*-\n'\xe9'", Ok("# -*- coding: latin-1 -*-\n'é'")),
        (
            b"#!/usr/bin/python\n# vim:fileencoding=iso-8859-1\n'\xe9'",
            Ok("#!/usr/bin/python\n# vim:fileencoding=iso-8859-1\n'é'"),
        ),
        (b"#\r\n#coding=Latin_1\r\n'\xe9'", Ok("#\r\n#coding=Latin_1\r\n'é'")),
        (b"#coding:cp1252\n'\x80'", Ok("#coding:cp1252\n'€'")),
        (b"#coding:iso8859-2\n'\xb1'", Ok("#coding:iso8859-2\n'ą'")),
        (b"#coding:koi8-r\n'\xc1'", Ok("#coding:koi8-r\n'а'")),
        (b"#\n#\n#coding:latin-1\n'\xe9'", Err("4:2: (unicode error) 'utf-8' codec can't decode byte 0xe9")),
        (b"x = 1 #coding:latin-1\n'\xe9'", Err("2:2: (unicode error) 'utf-8' codec can't decode byte 0xe9")),
        (b"#coding:ascii\n'\xe9'", Err("2:2: (unicode error) 'ascii' codec can't decode byte 0xe9")),
        (b"#\n#coding:none-such\n", Err("2:1: unknown encoding: none-such")),
        (b"\xef\xbb\xbf# coding: utf-8\n'\xc3\xa9'", Ok("\u{feff}# coding: utf-8\n'é'")),
        (b"\xef\xbb\xbf# coding: latin-1\n", Err("1:1: encoding problem: with BOM")),
    ];
    for (bytes, expected) in cases {
        let found = decode(bytes).map_err(|error| error.to_string());
        assert_eq!(found.as_deref().map_err(String::as_str), expected, "{}", bytes.escape_ascii());
    }
}

/// A text and its first fault, if it has one.
#[test]
fn line_ends_of_every_kind_count_as_one() {
    let cases = [
        ("", Ok(())),
        ("\u{feff}", Ok(())),
        ("\u{feff}x = 1", Ok(())),
        ("\u{feff}x = = 1", Err("1:5: invalid syntax")),
        ("x = 1\r\ny = 2\r\n", Ok(())),
        ("x = 1\ry = 2\r", Ok(())),
        ("if a:\r\n    b\r\nelse:\r\n    c", Ok(())),
        ("if a:\r    b\relse:\r    c", Ok(())),
        ("x = 1 + \\\r\n2\r\n", Ok(())),
        ("x = 1 + \\\r2", Ok(())),
        ("x = 'a\\\r\nb'", Ok(())),
        ("x = '''a\r\nb\rc'''\r\ny = = 1", Err("4:5: invalid syntax")),
        ("x\r\n\r\ny z\r\n", Err("3:3: invalid syntax")),
        ("x\r\ry z", Err("3:3: invalid syntax")),
        ("x = 'a\r\n'", Err("1:5: EOL while scanning string literal")),
        ("'é' = 1", Err("1:1: can't assign to literal")),
        ("'é', é = 1", Err("1:6: invalid syntax")),
        ("x = 1\u{a0}+ 2", Err("1:6: invalid syntax")),
        ("x = 1\0", Err("1:6: invalid syntax")),
        ("x = 1\x0c\n\x0c\ny", Ok(())),
        ("x = \\", Err("1:6: unexpected EOF while parsing")),
        ("class A:\n    def f(self): pass", Ok(())),
        ("if a:\n    b # c", Ok(())),
        ("if a:\n    b\n  # c", Ok(())),
    ];
    for (source, expected) in cases {
        assert_eq!(compile(source), expected.map_err(str::to_owned), "{source:?}");
    }
}

#[test]
fn indentation_is_told_from_other_syntax() {
    let cases = [("if a:\nb", true), ("  x", true), ("if a:\n    b\n  c", true), ("x = = 1", false), ("if a b", false)];
    for (source, expected) in cases {
        assert_eq!(parse(source).map(drop).unwrap_err().is_indentation(), expected, "{source:?}");
    }
}

#[test]
fn future_imports_are_listed() {
    let source = "'doc'\nfrom __future__ import division, with_statement as w\nfrom __future__ import print_function\n";
    assert_eq!(parse(source).unwrap().future_imports, ["division", "with_statement", "print_function"]);
    assert!(parse("import a").unwrap().future_imports.is_empty());
}

/// `True` and `False` are constants until a script binds one of them anywhere.
#[test]
fn truth_is_a_name_in_a_script_that_binds_it() {
    let is_constant = |source: &str| format!("{:?}", parse(source).unwrap().tree).contains("BooleanLiteral");
    assert!(is_constant("x = True"));
    assert!(is_constant("x = False; y.True = 1; f(True=2)"));
    for binding in [
        "True = 1",
        "def f(False): pass",
        "import True",
        "from a import b as False",
        "for True in a: pass",
        "lambda (a, True): 1",
        "class True: pass",
        "try: a\nexcept A, True: b",
        "def f():\n    global False",
    ] {
        assert!(!is_constant(&format!("x = True, False\n{binding}")), "{binding}");
    }
}
