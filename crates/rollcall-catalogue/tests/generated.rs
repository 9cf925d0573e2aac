//! The files that are generated from the catalogue are current in the repository, and there are no others beside them.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use rollcall_catalogue::file::COMMAND;
use rollcall_catalogue::generated::{files, folders};
use serde_json::Value;

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_files_are_current() {
    for file in files() {
        let kept = fs::read_to_string(root().join(&file.path)).unwrap_or_default();
        let path = &file.path;
        assert!(
            kept == file.text,
            "{path} is not what the catalogue says. If the change is meant, run\n    {COMMAND}\nand commit it with the change."
        );
        // The expected output of a script belongs to the script, which is beside it.
        assert!(
            path.ends_with(".out") || file.text.lines().take(2).any(|line| line.contains(COMMAND)),
            "{path} does not say what writes it"
        );
    }
}

#[test]
fn nothing_else_is_in_their_folders() {
    let made: BTreeSet<_> = files().into_iter().map(|file| root().join(file.path)).collect();
    for folder in folders() {
        each_file(&root().join(folder), &mut |path| assert!(made.contains(path), "{} is left over", path.display()))
            .unwrap();
    }
}

fn each_file(folder: &Path, judge: &mut impl FnMut(&Path)) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { each_file(&path, judge)? } else { judge(&path) }
    }
    Ok(())
}

#[test]
fn every_link_to_a_heading_leads_there() {
    let pages: Vec<_> = files().into_iter().filter(|file| file.path.ends_with(".md")).collect();
    let mut count = 0;
    for page in &pages {
        for (file, heading) in page.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()?.split_once('#'))
        {
            let target = pages
                .iter()
                .find(|other| if file.is_empty() { other.path == page.path } else { other.path.ends_with(file) });
            // Pages that are written by hand are judged by `cargo xtask tidy`.
            let Some(target) = target else { continue };
            let headings = target.text.lines().filter(|line| line.starts_with('#')).map(anchor);
            assert!(headings.into_iter().any(|known| known == heading), "{}: {file}#{heading}", page.path);
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}

/// The anchor that readers of Markdown give to a heading.
fn anchor(line: &str) -> String {
    let heading = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
    heading.chars().filter(|c| c.is_alphanumeric() || *c == '-' || *c == '_').collect()
}

#[test]
fn the_facts_are_json_with_every_function() {
    let file = files().into_iter().find(|file| file.path == "docs/functions.json").unwrap();
    let facts: Value = serde_json::from_str(&file.text).unwrap();
    let namespaces = facts["namespaces"].as_array().unwrap();
    let functions = namespaces.iter().flat_map(|namespace| {
        let functions = namespace["functions"].as_array().unwrap();
        functions.iter().map(|function| format!("{}.{}", text(&namespace["name"]), text(&function["name"])))
    });
    let expected: Vec<String> = rollcall_catalogue::system::functions()
        .map(|(namespace, function)| format!("{}.{}", namespace.name, function.name))
        .collect();
    assert_eq!(functions.collect::<Vec<_>>(), expected);
    let missing =
        facts["notProvided"].as_array().unwrap().iter().flat_map(|entry| entry["functions"].as_array().unwrap());
    assert!(missing.count() > 200);
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}
