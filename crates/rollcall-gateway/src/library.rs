//! A project's library as Python imports it: `scripts/reports/daily.py` is the module `reports.daily`.

use rollcall_project::Project;
use rollcall_wire::host::Module;

/// The folder of the library in a project.
const FOLDER: &str = "scripts/";
/// The file of a package's own text.
const PACKAGE_FILE: &str = "/__init__.py";

/// The module of a dotted name; None where the project has no such module.
pub fn find(project: &Project, name: &str) -> Option<Module> {
    if name.is_empty() || name.contains('/') {
        return None;
    }
    let path = format!("{FOLDER}{}", name.replace('.', "/"));
    let of = |file: &str| project.library.iter().find(|script| script.file == file);
    let module = |file: String, is_package| {
        let script = of(&file)?;
        Some(Module { file: Some(file), source: script.source.clone(), is_package })
    };
    // As in Python, a folder with a text of its own comes before a file of the same name, a bare folder after it.
    module(format!("{path}{PACKAGE_FILE}"), true).or_else(|| module(format!("{path}.py"), false)).or_else(|| {
        let below = format!("{path}/");
        let is_folder = project.library.iter().any(|script| script.file.starts_with(&below));
        is_folder.then(|| Module { file: None, source: String::new(), is_package: true })
    })
}
