//! Rule: the files of a crate use each other in one direction.
//!
//! Files that use each other in a ring can only be read, tested and changed together. A module and its own parts are
//! one thing, so a ring of `x.rs` and files below `x/` does not count. Another ring is accepted where its files are one
//! thing all the same, by a row in [`ACCEPTED`] with the reason; a row that is no longer needed is a finding as well. A
//! file uses another when it names something that the other defines; handing a name on (`pub use`) is not a use.

mod modules;
mod paths;

use std::collections::{BTreeMap, BTreeSet};

use crate::tidy::{Finding, House};
use modules::Modules;

/// A ring that may be: all of its files are among these. A name that ends in `*` stands for all that begin so.
struct Accepted {
    files: &'static [&'static str],
    #[allow(dead_code, reason = "for the readers of the list")]
    why: &'static str,
}

const ACCEPTED: &[Accepted] = &[
    Accepted {
        files: &["crates/rollcall-python-runtime/src/*"],
        why: "the types of one language know each other: a text is compared with a number, a class shows its text",
    },
    Accepted {
        files: &["crates/rollcall-script/src/java/*"],
        why: "every object of Java's can be asked for its class, which may be an exception, whose text asks for a class",
    },
];

/// How many ties of a ring are printed.
const MOST_TIES: usize = 60;

/// For each file the files that it uses.
type Uses = BTreeMap<String, BTreeSet<String>>;

pub(super) fn check(house: &House) -> Vec<Finding> {
    check_with(house, ACCEPTED)
}

fn check_with(house: &House, accepted: &[Accepted]) -> Vec<Finding> {
    let crates = Modules::of_crates(&house.sources);
    let rings: Vec<Ring> = crates.iter().flat_map(|modules| rings(&modules.uses())).collect();
    let forbidden = rings.iter().filter(|ring| !ring.is_one_module() && !accepted.iter().any(|row| row.covers(ring)));
    let findings = forbidden.map(|ring| Finding::in_file(&ring.files[0], ring.shown()));
    let needless = accepted.iter().filter(|row| !rings.iter().any(|ring| row.covers(ring)));
    let needless = needless.map(|row| {
        Finding::in_file("xtask/src/tidy/rings.rs", format!("no ring is covered by the accepted {:?}", row.files))
    });
    findings.chain(needless).collect()
}

impl Accepted {
    fn covers(&self, ring: &Ring) -> bool {
        let is_listed = |file: &String| {
            self.files.iter().any(|pattern| match pattern.strip_suffix('*') {
                Some(beginning) => file.starts_with(beginning),
                None => file == pattern,
            })
        };
        ring.files.iter().all(is_listed)
    }
}

/// Files of which each leads to each.
struct Ring {
    files: Vec<String>,
    /// Which of them uses which.
    ties: Vec<(String, String)>,
}

impl Ring {
    /// Whether it is a module's file and parts of that module.
    fn is_one_module(&self) -> bool {
        let is_root = |file: &str| file.ends_with("/src/lib.rs") || file.ends_with("/src/main.rs");
        self.files.iter().filter(|file| !is_root(file)).any(|file| {
            let stem = file.trim_end_matches(".rs");
            let folder = format!("{}/", stem.strip_suffix("/mod").unwrap_or(stem));
            self.files.iter().all(|other| other == file || other.starts_with(&folder))
        })
    }

    fn shown(&self) -> String {
        let ties = self.ties.iter().map(|(file, other)| format!("\n    {file} uses {other}"));
        let more = format!("\n    and {} more", self.ties.len().saturating_sub(MOST_TIES));
        let more = Some(more).filter(|_| self.ties.len() > MOST_TIES);
        let ties: String = ties.take(MOST_TIES).chain(more).collect();
        format!("{} files use each other in a ring:{ties}", self.files.len())
    }
}

/// The largest sets of files of which each leads to each.
fn rings(uses: &Uses) -> Vec<Ring> {
    let reached: BTreeMap<&str, BTreeSet<&str>> = uses.keys().map(|file| (file.as_str(), reach(file, uses))).collect();
    let mut rings = Vec::new();
    let mut seen = BTreeSet::new();
    for (file, others) in &reached {
        if !others.contains(file) || seen.contains(file) {
            continue;
        }
        let ring: Vec<&str> = others.iter().filter(|other| reached[**other].contains(file)).copied().collect();
        seen.extend(ring.iter().copied());
        let ties = |file: &&str| {
            let used = uses[*file].iter().filter(|other| ring.contains(&other.as_str()));
            used.map(|other| (file.to_string(), other.clone())).collect::<Vec<_>>()
        };
        let ties = ring.iter().flat_map(ties).collect();
        rings.push(Ring { files: ring.into_iter().map(str::to_owned).collect(), ties });
    }
    rings
}

/// All that a file leads to; the file itself only when something leads back to it.
fn reach<'a>(file: &str, uses: &'a Uses) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&str> = uses.get(file).into_iter().flatten().map(String::as_str).collect();
    while let Some(file) = next.pop() {
        if reached.insert(file) {
            next.extend(uses.get(file).into_iter().flatten().map(String::as_str));
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::{Accepted, Finding, House, check_with};
    use crate::tidy::fixture::{house, places};

    const ROOT: (&str, &str) = ("crates/x/src/lib.rs", "//! X\nmod a;\nmod b;\npub use a::A;\n");
    const LOOP: [(&str, &str); 3] = [
        ROOT,
        ("crates/x/src/a.rs", "//! A\nuse crate::b::B;\n"),
        ("crates/x/src/b.rs", "//! B\nuse std::fmt;\nuse super::{a::A, fmt};\n"),
    ];

    /// The findings of the rule where no ring is accepted.
    fn check(house: &House) -> Vec<Finding> {
        check_with(house, &[])
    }

    #[test]
    fn a_ring_is_found_and_told_with_its_files() {
        let found = check(&house(&LOOP));
        assert_eq!(places(&found), ["crates/x/src/a.rs"]);
        assert!(found[0].message.contains("2 files"), "{found:?}");
        assert!(found[0].message.contains("crates/x/src/a.rs uses crates/x/src/b.rs"), "{found:?}");
    }

    #[test]
    fn a_module_and_its_parts_are_one_thing() {
        let part = ("crates/x/src/a/c.rs", "//! C\nuse super::A;\n");
        let whole = |text| ("crates/x/src/a.rs", text);
        assert_eq!(check(&house(&[ROOT, part, whole("//! A\nuse c::C;\n")])), []);
        let beside = ("crates/x/src/b.rs", "//! B\nuse super::a::A;\n");
        assert_eq!(check(&house(&[ROOT, part, beside, whole("//! A\nuse c::C;\nuse super::b::B;\n")])).len(), 1);
    }

    #[test]
    fn a_name_handed_on_leads_to_where_it_is_defined() {
        let b = ("crates/x/src/b.rs", "//! B\nfn f() { crate::A::new() }\n");
        assert_eq!(check(&house(&[ROOT, ("crates/x/src/a.rs", "//! A\nstruct A;\n"), b])), []);
        let a = ("crates/x/src/a.rs", "//! A\nuse super::b;\nfn f() { b::g() }\n");
        assert_eq!(check(&house(&[ROOT, a, b])).len(), 1);
    }

    #[test]
    fn tests_and_text_are_no_uses() {
        let a = "//! A, beside crate::b::B\nfn f() { \"crate::b::B\" }\n#[cfg(test)]\nmod tests { use crate::b::B; }\n";
        let b = ("crates/x/src/b.rs", "//! B\nuse crate::a::A;\n");
        assert_eq!(check(&house(&[ROOT, ("crates/x/src/a.rs", a), b])), []);
    }

    #[test]
    fn an_accepted_ring_is_no_finding_and_a_row_without_a_ring_is_one() {
        let row = |files| [Accepted { files, why: "a test" }];
        assert_eq!(check_with(&house(&LOOP), &row(&["crates/x/src/*"])), []);
        let found = check_with(&house(&LOOP), &row(&["crates/x/src/a.rs"]));
        assert_eq!(places(&found), ["crates/x/src/a.rs", "xtask/src/tidy/rings.rs"]);
    }
}
