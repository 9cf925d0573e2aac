//! `cargo xtask fuzz-language`: generated programs, run here and by the judges, Jython and CPython.
//!
//! The generators are the programs of Python beside this: functions of nested statements that leave each other in every
//! way, calls of the methods of texts, and calls of Python 2's library. They write one script for many cases, since
//! Jython takes a second to start; each case prints a line or two. A bounded part with its recorded answers lies in
//! `conformance/script/flow` and is run with the other tests. Scripts that differ stay in the target folder. The
//! accepted differences of texts and of the library, with their reasons, are the list in `accepted`; a script that its
//! judge does not bring to its end is compared as far as it was judged.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, bail, ensure};

use crate::workspace::{Workspace, output, run as run_command};

mod accepted;
mod checked;

/// How many cases are in one script: Java bounds the size of a method, and a module is one to Jython.
const PROGRAMS: usize = 100;
const TEXTS: usize = 5_000;

/// How long one script may run, in the notation of `timeout`.
const LIMIT: &str = "300s";

/// How many differing lines are shown of one script.
const SHOWN: usize = 6;

/// The choice of the arguments.
struct Wanted {
    cases: usize,
    seed: usize,
    languages: Vec<&'static str>,
    kind: Kind,
    /// Only whether the engine fails, in one that looks for that.
    checked: bool,
}

impl Wanted {
    /// The scripts that it takes for one language: the seed of each, and how many cases it has.
    fn batches(&self) -> impl Iterator<Item = (usize, usize)> {
        let each = if self.kind == Kind::Nests { PROGRAMS } else { TEXTS };
        let (seed, cases) = (self.seed, self.cases);
        (0..cases.div_ceil(each)).map(move |batch| (seed + batch, each.min(cases - batch * each)))
    }
}

/// The kind of generated program.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Functions of nested statements.
    Nests,
    /// Calls of the methods of texts.
    Texts,
    /// Calls of Python 2's library.
    Library,
}

impl Kind {
    /// The name of its scripts, and the program that makes them up.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Kind::Nests => ("nests", "generate.py"),
            Kind::Texts => ("texts", "texts.py"),
            Kind::Library => ("library", "library.py"),
        }
    }
}

/// `cargo xtask fuzz-language [--checked] [--texts|--library] [--cases N] [--seed N] [--python 7.9|3]`.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> anyhow::Result<()> {
    let wanted = wanted(arguments)?;
    let folder = workspace.target().join("fuzz-language");
    fs::create_dir_all(&folder)?;
    if wanted.checked {
        return checked::run(workspace, &wanted);
    }
    run_command(&mut workspace.cargo(&["build", "--workspace", "--example", "run"]))?;
    let mut differing = 0;
    for language in &wanted.languages {
        for (seed, count) in wanted.batches() {
            differing += compare(workspace, language, seed, count, wanted.kind)?;
        }
        println!("Python {language}: {} cases", wanted.cases);
    }
    ensure!(differing == 0, "{differing} lines differ; the scripts are in {}", folder.display());
    Ok(())
}

fn wanted(arguments: &[String]) -> anyhow::Result<Wanted> {
    let mut wanted = Wanted { cases: 1_000, seed: 1, languages: vec!["2", "3"], kind: Kind::Nests, checked: false };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut number = || rest.next().and_then(|value| value.parse().ok()).context("a number must follow");
        match argument.as_str() {
            "--checked" => wanted.checked = true,
            "--texts" => wanted.kind = Kind::Texts,
            "--library" => wanted.kind = Kind::Library,
            "--cases" => wanted.cases = number()?,
            "--seed" => wanted.seed = number()?,
            "--python" => {
                wanted.languages = match rest.next().map(String::as_str) {
                    Some("7.9") => vec!["2"],
                    Some("3") => vec!["3"],
                    _ => bail!("--python 7.9 or --python 3"),
                }
            }
            other => {
                bail!("there is no `{other}`; say --checked, --texts, --library, --cases N, --seed N or --python 7.9|3")
            }
        }
    }
    if wanted.kind == Kind::Library {
        // The flow of Python 3 is the engine's own.
        wanted.languages.retain(|language| *language == "2");
    }
    Ok(wanted)
}

/// Makes one script up, in the target folder.
fn make_up(workspace: &Workspace, language: &str, seed: usize, count: usize, kind: Kind) -> anyhow::Result<PathBuf> {
    let (name, program) = kind.names();
    let program = workspace.root().join("xtask/src/fuzz_language").join(program);
    let script = workspace.target().join("fuzz-language").join(format!("{name}{language}_{seed}.py"));
    let mut make = Command::new("python3");
    make.arg(&program).args([language, &seed.to_string(), &count.to_string()]);
    fs::write(&script, output(&mut make)?)?;
    Ok(script)
}

/// Makes one script up and has it run by both; how many of its lines differ without a reason.
fn compare(workspace: &Workspace, language: &str, seed: usize, count: usize, kind: Kind) -> anyhow::Result<usize> {
    let script = make_up(workspace, language, seed, count, kind)?;
    let judge = if language == "2" { "jython" } else { "python3" };
    let expected = lines(judge, &script)?;
    // Java bounds the size of a module, which only functions come near to. Nothing else may pass without a judge.
    if expected.is_empty() && language == "2" && kind == Kind::Nests {
        println!("{}: {count} cases are not judged, since Jython refuses so large a script", script.display());
        return Ok(0);
    }
    ensure!(!expected.is_empty(), "{}: {judge} prints nothing", script.display());
    let found = lines(&workspace.target().join("debug/examples/run").display().to_string(), &script)?;
    let mut differing: Vec<(&str, &str)> = pairs(judged(&expected, count, kind == Kind::Texts), &found);
    differing.retain(|pair| match kind {
        Kind::Nests => true,
        Kind::Texts => accepted::reason(language, pair).is_none(),
        Kind::Library => accepted::reason(accepted::LIBRARY, pair).is_none(),
    });
    if language == "2" && kind == Kind::Nests && !differing.is_empty() {
        let other = lines("python3", &script)?;
        let script = fs::read_to_string(&script)?;
        differing.retain(|pair| !is_jythons_own(pair, &other, &script));
    }
    if differing.is_empty() {
        fs::remove_file(&script)?;
    }
    for (expected, found) in differing.iter().take(SHOWN) {
        println!("{}\n- {expected}\n+ {found}", script.display());
    }
    Ok(differing.len())
}

/// The lines that a script prints. It may end badly: then there are fewer.
fn lines(program: &str, script: &PathBuf) -> anyhow::Result<String> {
    let mut command = Command::new("timeout");
    command.args([LIMIT, program]).arg(script).env("PYTHONWARNINGS", "ignore").env("PYTHONHASHSEED", "0");
    let output = command.output().with_context(|| format!("cannot start {program}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A judge's output for calls of texts: Jython never comes back from some, and ends at others.
fn judged(expected: &str, count: usize, texts: bool) -> Judged<'_> {
    let is_whole = !texts || expected.lines().count() >= count;
    Judged { lines: expected, is_whole }
}

struct Judged<'a> {
    lines: &'a str,
    is_whole: bool,
}

/// The lines that differ; one that is missing is empty.
fn pairs<'a>(judged: Judged<'a>, found: &'a str) -> Vec<(&'a str, &'a str)> {
    let (mut expected, mut found) = (judged.lines.lines(), found.lines());
    let mut differing = Vec::new();
    loop {
        match (expected.next(), found.next()) {
            (None, None) => return differing,
            (None, _) if !judged.is_whole => return differing,
            (a, b) if a == b => {}
            (a, b) => differing.push((a.unwrap_or_default(), b.unwrap_or_default())),
        }
    }
}

/// Where a `return` is itself given up, by a `finally` that leaves in another way or by a `with` that swallows an
/// exception, Jython returns its value all the same, or goes on after the loop that was left, and CPython does neither.
/// CPython, which runs these scripts as well, agrees with Rollcall.
fn is_jythons_own((expected, found): &(&str, &str), other: &str, script: &str) -> bool {
    let marks = |line: &str| line.rsplit_once(" = ").map(|(marks, _)| marks.to_owned());
    let is_end_only = marks(expected).is_some() && marks(expected) == marks(found);
    (is_end_only || leaves_by_finally(expected, script)) && other.lines().any(|line| line == *found)
}

/// Whether the function that a line is of has a `finally` with a `return`, `break` or `continue` in it.
fn leaves_by_finally(line: &str, script: &str) -> bool {
    let Some((name, _)) = line.split_once(':') else { return false };
    let Some((_, after)) = script.split_once(&format!("def {name}(")) else { return false };
    let body = after.lines().skip(1).take_while(|line| line.is_empty() || line.starts_with(' '));
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut within = None;
    for line in body {
        within = within.filter(|finally| indent(line) > *finally);
        let is_leave = ["return", "break", "continue"].iter().any(|word| line.trim_start().contains(word));
        if within.is_some() && is_leave {
            return true;
        }
        if within.is_none() && line.trim() == "finally:" {
            within = Some(indent(line));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{is_jythons_own, judged, pairs};

    #[test]
    fn lines_that_differ_are_found_with_those_that_are_missing() {
        let of = |expected, found| pairs(judged(expected, 3, true), found);
        assert_eq!(of("a\nb\nc\n", "a\nx\n"), [("b", "x"), ("c", "")]);
        assert_eq!(of("a\nb\nc\n", "a\nb\nc\n"), []);
        assert_eq!(of("a\n", "a\nb\nc\n"), [], "the judge came no further");
        assert_eq!(of("a\nb\n", "a\n"), [("b", "")], "it came further than we");
    }

    #[test]
    fn only_the_end_may_differ_and_only_where_cpython_agrees() {
        let cases =
            [("n: 1 2 = 3", "n: 1 2 = 4", true), ("n: 1 = 3", "n: 1 2 = 4", false), ("n: = 4", "n: = 5", false)];
        for (expected, found, own) in cases {
            assert_eq!(is_jythons_own(&(expected, found), "n: 1 2 = 4\n", ""), own, "{expected}");
        }
    }

    #[test]
    fn marks_may_differ_where_a_finally_leaves() {
        let function = |leave: &str| {
            format!(
                "def m(v):\n    return 1\n\ndef n(v):\n    try:\n        return T(1)\n    finally:\n        {leave}\n"
            )
        };
        let differs = |script: &str, other| is_jythons_own(&("n: 1 5 = 2", "n: 1 = 2"), other, script);
        assert!(differs(&function("if C(): break"), "n: 1 = 2\n"));
        assert!(!differs(&function("T(3)"), "n: 1 = 2\n"), "no `finally` leaves");
        assert!(!differs(&function("break"), "n: 1 5 = 2\n"), "CPython agrees with Jython");
    }
}
