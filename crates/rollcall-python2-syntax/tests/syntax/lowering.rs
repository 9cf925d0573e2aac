//! The tree, compared with the tree that Python 3's parser makes of the same thing in Python 3.

use std::path::Path;

use ruff_python_ast::comparable::ComparableMod;
use ruff_python_ast::{Mod, ModModule};

/// Each case in `lowering.txt` is a script in Python 2, a line `=>`, and its tree written as Python 3, in which
/// `Ǝ` stands for the `$` of the reserved names; a line of dashes ends it.
#[test]
fn trees_are_the_documented_ones() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/script/syntax/lowering.txt");
    let text = std::fs::read_to_string(file).unwrap();
    let mut checked = 0;
    for case in text.split("\n----\n").filter(|case| !case.trim().is_empty()) {
        let (python2, python3) = case.split_once("\n=>\n").unwrap_or_else(|| panic!("no => in {case}"));
        let found = rollcall_python2_syntax::parse(python2).unwrap_or_else(|error| panic!("{error} in {case}")).tree;
        let expected = ruff_python_parser::parse_module(python3).unwrap_or_else(|e| panic!("{e} in {case}"));
        assert_eq!(plain(found), plain(expected.into_syntax()), "{case}");
        checked += 1;
    }
    assert!(checked > 40, "only {checked} cases");
}

/// A tree without places and flags of spelling.
fn plain(tree: ModModule) -> String {
    format!("{:#?}", ComparableMod::from(&Mod::Module(tree))).replace('Ǝ', "$")
}

/// Where Python 2 and 3 mean the same, the tree is the same node for node, places included.
#[test]
fn common_trees_are_python_3s_to_the_byte() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/script/syntax/common.txt");
    let text = std::fs::read_to_string(file).unwrap();
    let mut checked = 0;
    for case in text.split("\n----\n").filter(|case| !case.trim().is_empty()) {
        let found = rollcall_python2_syntax::parse(case).unwrap_or_else(|error| panic!("{error} in {case}")).tree;
        let expected = ruff_python_parser::parse_module(case).unwrap_or_else(|e| panic!("{e} in {case}"));
        let (found, expected) = (format!("{found:#?}"), format!("{:#?}", expected.into_syntax()));
        let difference = found.lines().zip(expected.lines()).find(|(a, b)| a != b);
        assert_eq!(difference, None, "{case}");
        assert_eq!(found.lines().count(), expected.lines().count(), "{case}");
        checked += 1;
    }
    assert!(checked > 30, "only {checked} cases");
}
