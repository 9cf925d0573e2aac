//! The catalogue against a folder that is changed between the looks.

use std::path::Path;

use super::*;

const WINDOW: &str = r#"{ "title": "A window", "width": 100, "height": 100, "root": { "components": [] } }"#;

fn put(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
}

fn plant() -> (tempfile::TempDir, ProjectCatalog) {
    let root = tempfile::tempdir().unwrap();
    put(root.path(), "plant/project.toml", "");
    put(root.path(), "plant/windows/Main/window.json", WINDOW);
    put(root.path(), "plant/windows/Popup/window.json", WINDOW);
    let catalog = ProjectCatalog::new(root.path().to_owned());
    let first = catalog.rescan();
    assert_eq!((first.changed.len(), first.problems.len()), (1, 0), "{first:?}");
    (root, catalog)
}

fn windows(catalog: &ProjectCatalog) -> usize {
    catalog.get("plant").map_or(0, |plant| plant.windows.len())
}

#[test]
fn a_window_that_is_away_at_one_look_stays() {
    let (root, catalog) = plant();
    std::fs::remove_dir_all(root.path().join("plant/windows/Popup")).unwrap();
    assert!(catalog.rescan().changed.is_empty());
    put(root.path(), "plant/windows/Popup/window.json", WINDOW);
    assert!(catalog.rescan().changed.is_empty());
    assert_eq!(windows(&catalog), 2);
}

#[test]
fn windows_that_are_away_one_after_the_other_stay() {
    let (root, catalog) = plant();
    let away = |window: &str| std::fs::remove_dir_all(root.path().join("plant/windows").join(window)).unwrap();
    let back = |window: &str| put(root.path(), &format!("plant/windows/{window}/window.json"), WINDOW);
    away("Popup");
    assert!(catalog.rescan().changed.is_empty());
    back("Popup");
    away("Main");
    assert!(catalog.rescan().changed.is_empty());
    back("Main");
    assert!(catalog.rescan().changed.is_empty());
    assert_eq!(windows(&catalog), 2);
}

#[test]
fn a_project_that_is_copied_slowly_keeps_its_windows() {
    let (root, catalog) = plant();
    std::fs::remove_dir_all(root.path().join("plant")).unwrap();
    assert!(catalog.rescan().gone.is_empty());
    put(root.path(), "plant/project.toml", "");
    put(root.path(), "plant/windows/Main/window.json", WINDOW);
    let half = catalog.rescan();
    assert!(half.changed.is_empty() && half.gone.is_empty(), "{half:?}");
    put(root.path(), "plant/windows/Popup/window.json", WINDOW);
    assert!(catalog.rescan().changed.is_empty());
    assert_eq!(windows(&catalog), 2);
}

#[test]
fn a_window_that_stays_away_is_gone() {
    let (root, catalog) = plant();
    std::fs::remove_dir_all(root.path().join("plant/windows/Popup")).unwrap();
    assert!(catalog.rescan().changed.is_empty());
    assert_eq!(catalog.rescan().changed.len(), 1);
    assert_eq!(windows(&catalog), 1);
    assert!(catalog.rescan().changed.is_empty());
}

#[test]
fn a_project_that_is_away_at_one_look_stays() {
    let (root, catalog) = plant();
    let (here, elsewhere) = (root.path().join("plant"), root.path().join(".plant"));
    std::fs::rename(&here, &elsewhere).unwrap();
    assert!(catalog.rescan().gone.is_empty());
    std::fs::rename(&elsewhere, &here).unwrap();
    assert!(catalog.rescan().gone.is_empty());
    std::fs::rename(&here, &elsewhere).unwrap();
    assert!(catalog.rescan().gone.is_empty());
    assert_eq!(catalog.rescan().gone, ["plant"]);
    assert!(catalog.get("plant").is_none());
}

fn looks(catalog: &ProjectCatalog, count: usize) -> Vec<Changes> {
    (0..count).map(|_| catalog.rescan()).collect()
}

/// Whether an operator is admitted to `plant`, and whether one who is logged in must go.
fn operator(catalog: &ProjectCatalog) -> (Admission, bool) {
    let roles = ["Operator".to_owned()];
    let kind = rollcall_session::Kind::Client;
    (catalog.admission("plant", kind, &roles), catalog.shuts_out("plant", kind, &roles))
}

const OPEN: &str = "title = \"Plant\"\n[roles]\nclient = [\"Operator\"]\n";
const ON: (Admission, bool) = (Admission::Yes, false);

fn open_plant() -> (tempfile::TempDir, ProjectCatalog) {
    let root = tempfile::tempdir().unwrap();
    put(root.path(), "plant/project.toml", OPEN);
    let catalog = ProjectCatalog::new(root.path().to_owned());
    looks(&catalog, 5);
    assert_eq!(operator(&catalog), ON);
    (root, catalog)
}

#[test]
fn settings_that_are_caught_half_saved_end_nothing() {
    // Each is a state that a look may see while the file is written; none lasts for four looks.
    for half in ["", "\n", "# Plant\n", "title = \"Pl", "title = \"Plant\"\n", "title = \"Plant\"\n[roles]\n"] {
        let (root, catalog) = open_plant();
        put(root.path(), "plant/project.toml", half);
        for _ in 0..3 {
            catalog.rescan();
            assert_eq!(operator(&catalog), ON, "{half:?}");
        }
        put(root.path(), "plant/project.toml", OPEN);
        looks(&catalog, 5);
        assert_eq!(operator(&catalog), ON, "{half:?}");
    }
}

#[test]
fn an_emptied_file_is_a_mistake_however_long_it_stays() {
    let (root, catalog) = open_plant();
    put(root.path(), "plant/project.toml", " \n# nothing\n");
    let problems: Vec<String> =
        looks(&catalog, 20).iter().flat_map(|changes| &changes.problems).map(ToString::to_string).collect();
    assert_eq!(problems.len(), 1, "it is told once: {problems:?}");
    assert!(problems[0].starts_with("plant/project.toml: this file is empty"), "{problems:?}");
    assert_eq!(operator(&catalog), ON);
}

#[test]
fn roles_that_are_taken_away_count_once_that_is_certain() {
    let (root, catalog) = open_plant();
    put(root.path(), "plant/project.toml", "title = \"Plant\"\n[roles]\nclient = [\"Boss\"]\n");
    let changed: Vec<usize> = looks(&catalog, 5).iter().map(|changes| changes.changed.len()).collect();
    assert_eq!(changed, [0, 0, 0, 1, 0]);
    assert_eq!(operator(&catalog), (Admission::No, true));
}

#[test]
fn a_project_that_is_always_changing_is_taken_over_in_the_end() {
    let (root, catalog) = open_plant();
    let mut taken = 0;
    for number in 0..10 {
        put(root.path(), "plant/scripts/clock.py", &format!("now = {number}"));
        taken += catalog.rescan().changed.len();
    }
    assert_eq!(taken, 1);
}

#[test]
fn a_share_that_is_away_keeps_what_was_served() {
    let (root, catalog) = open_plant();
    let (plant, elsewhere) = (root.path().join("plant"), tempfile::tempdir().unwrap());
    // The mount over the folder goes: an empty folder is left.
    std::fs::rename(&plant, elsewhere.path().join("plant")).unwrap();
    assert!(looks(&catalog, 100).iter().all(|changes| changes.gone.is_empty()));
    assert_eq!(operator(&catalog), ON);
    std::fs::remove_dir(root.path()).unwrap();
    let problems: Vec<usize> = looks(&catalog, 100).iter().map(|changes| changes.problems.len()).collect();
    assert_eq!(problems.iter().sum::<usize>(), 1, "it is told once");
    assert_eq!(operator(&catalog), ON);
    // For ever is too long: then it is a "no" like any other.
    assert_eq!(looks(&catalog, 100).iter().map(|changes| changes.gone.len()).sum::<usize>(), 1);
    assert_eq!(operator(&catalog), (Admission::Away, false));
    std::fs::create_dir(root.path()).unwrap();
}

/// The time for which that proves nothing is counted in looks, of which those that are waited for come sooner.
#[test]
fn a_share_that_goes_away_in_the_middle_of_something_is_not_looked_at_sooner() {
    let put_aside = |root: &Path| {
        let elsewhere = tempfile::tempdir().unwrap();
        std::fs::rename(root, elsewhere.path().join("share")).unwrap();
        elsewhere
    };
    type Begin = fn(&Path);
    let differing: Begin = |root| put(root, "share/plant/project.toml", "title = \"Other\"\n");
    let missing: Begin = |root| std::fs::rename(root.join("share/plant"), root.join("share/.plant")).unwrap();
    let cases: [(&str, Begin, usize); 3] =
        [("differing", differing, 5), ("missing", missing, 5), ("unconfirmed", |_| {}, 1)];
    for (name, begin, before) in cases {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "share/plant/project.toml", OPEN);
        put(root.path(), "share/other/project.toml", OPEN);
        let catalog = ProjectCatalog::new(root.path().join("share"));
        looks(&catalog, before);
        begin(root.path());
        assert!(catalog.rescan().is_waiting, "{name}");
        let elsewhere = put_aside(&root.path().join("share"));
        assert!(looks(&catalog, 50).iter().all(|changes| !changes.is_waiting), "{name}");
        std::fs::rename(elsewhere.path().join("share"), root.path().join("share")).unwrap();
        assert!(catalog.rescan().is_waiting, "{name}");
    }
}

#[test]
fn a_role_is_unknown_only_where_every_project_is_served() {
    let roles = ["Operator".to_owned(), "Nobody".to_owned()];
    let root = tempfile::tempdir().unwrap();
    let share = root.path().join("share");
    let catalog = ProjectCatalog::new(share.clone());
    assert!(catalog.unknown_roles(&roles).is_empty(), "nothing has been looked at");
    catalog.rescan();
    assert!(catalog.unknown_roles(&roles).is_empty(), "the folder is away");
    put(root.path(), "share/plant/project.toml", OPEN);
    put(root.path(), "share/other/project.toml", "title = ");
    looks(&catalog, 5);
    assert!(catalog.unknown_roles(&roles).is_empty(), "a project is broken");
    put(root.path(), "share/other/project.toml", "title = \"Other\"\n");
    looks(&catalog, 5);
    assert_eq!(catalog.unknown_roles(&roles), ["Nobody"]);
    std::fs::rename(&share, root.path().join("elsewhere")).unwrap();
    catalog.rescan();
    assert!(catalog.unknown_roles(&roles).is_empty(), "the folder is away again");
}

#[test]
fn stored_sessions_wait_for_a_folder_that_is_away_at_the_start() {
    let root = tempfile::tempdir().unwrap();
    let catalog = ProjectCatalog::new(root.path().join("share"));
    catalog.expect(["plant".to_owned()]);
    looks(&catalog, 10);
    assert_eq!(operator(&catalog), (Admission::Away, false));
    // The mount point is there first, and empty.
    std::fs::create_dir(root.path().join("share")).unwrap();
    looks(&catalog, 10);
    assert_eq!(operator(&catalog), (Admission::Away, false));
    put(root.path(), "share/plant/project.toml", OPEN);
    looks(&catalog, 2);
    assert_eq!(operator(&catalog), ON);
}

#[test]
fn stored_sessions_of_a_project_that_was_removed_meanwhile_end() {
    let root = tempfile::tempdir().unwrap();
    put(root.path(), "other/project.toml", OPEN);
    let catalog = ProjectCatalog::new(root.path().to_owned());
    catalog.expect(["plant".to_owned()]);
    catalog.rescan();
    assert_eq!(operator(&catalog), (Admission::Unknown, false));
    assert_eq!(catalog.rescan().gone, ["plant"]);
    assert_eq!(operator(&catalog), (Admission::Unknown, true));
}

#[test]
fn settings_that_are_caught_half_saved_at_the_start_end_nothing() {
    let root = tempfile::tempdir().unwrap();
    let catalog = ProjectCatalog::new(root.path().to_owned());
    catalog.expect(["plant".to_owned()]);
    put(root.path(), "plant/project.toml", "title = \"Plant\"\n");
    looks(&catalog, 3);
    assert_eq!(operator(&catalog), (Admission::No, false));
    put(root.path(), "plant/project.toml", OPEN);
    looks(&catalog, 5);
    assert_eq!(operator(&catalog), ON);
}

#[test]
fn what_was_decided_while_the_gateway_was_down_counts_soon() {
    let root = tempfile::tempdir().unwrap();
    let catalog = ProjectCatalog::new(root.path().to_owned());
    catalog.expect(["plant".to_owned()]);
    put(root.path(), "plant/project.toml", "title = \"Plant\"\n[roles]\nclient = [\"Boss\"]\n");
    let certain: Vec<bool> = looks(&catalog, 5).iter().map(|changes| changes.is_certain).collect();
    assert_eq!(certain, [false, false, false, true, false]);
    assert_eq!(operator(&catalog), (Admission::No, true));
}
