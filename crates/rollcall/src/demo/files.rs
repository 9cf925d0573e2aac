//! The files of the demo's projects: ordinary ones, under `demo/` beside the sources, which the executable carries so
//! that the demo needs nothing beside it.

use std::path::Path;

/// A project of the demo.
pub(super) struct DemoProject {
    /// The name: that of its folder.
    pub(super) name: &'static str,
    /// Its files with their texts, by their paths in that folder.
    pub(super) files: &'static [(&'static str, &'static str)],
}

macro_rules! project {
    ($name:literal: $($file:literal)*) => {
        DemoProject { name: $name, files: &[$(($file, include_str!(concat!("../../demo/", $name, "/", $file)))),*] }
    };
}

pub(super) const PROJECTS: &[DemoProject] = &[
    project! { "packaging":
        "project.toml"
        "windows/Sessions/who_is_on.py"
        "windows/Sessions/window.json"
    },
    project! { "plant":
        "client/message/note.py"
        "client/shutdown.py"
        "client/startup.py"
        "client/timer/long_shift.py"
        "gateway/timer/head_count.py"
        "images/plant.svg"
        "project.toml"
        "scripts/session_details.py"
        "windows/Overview/back.py"
        "windows/Overview/refresh.py"
        "windows/Overview/window.json"
        "windows/Session/close.py"
        "windows/Session/show.py"
        "windows/Session/window.json"
        "windows/Sessions/count_billy.py"
        "windows/Sessions/details.py"
        "windows/Sessions/filter.py"
        "windows/Sessions/overview.py"
        "windows/Sessions/send_note.py"
        "windows/Sessions/table_changed.py"
        "windows/Sessions/table_clicked.py"
        "windows/Sessions/who_is_on.py"
        "windows/Sessions/window.json"
    },
];

impl DemoProject {
    /// Writes the files into the project's folder.
    pub(super) fn write(&self, folder: &Path) -> std::io::Result<()> {
        for (file, text) in self.files {
            let path = folder.join(file);
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(path, text)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::PROJECTS;

    /// The files below a folder, by their paths in it.
    fn files(folder: &Path, path: &str) -> Vec<String> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder.join(path)).unwrap() {
            let entry = entry.unwrap();
            let below = format!("{path}{}", entry.file_name().into_string().unwrap());
            match entry.file_type().unwrap().is_dir() {
                true => found.extend(files(folder, &format!("{below}/"))),
                false => found.push(below),
            }
        }
        found
    }

    #[test]
    fn every_file_under_demo_is_carried() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo");
        let mut kept = files(&folder, "");
        kept.sort();
        let listed = PROJECTS.iter().flat_map(|project| project.files.iter().map(|(file, _)| (project.name, file)));
        let listed: Vec<String> = listed.map(|(project, file)| format!("{project}/{file}")).collect();
        assert_eq!(listed, kept);
    }
}
