//! `rollcall project`: projects on disk. No gateway is asked; a running one notices by itself.

use std::path::Path;
use std::process::ExitCode;

use rollcall_project::{NewProject, Problem, ProjectName, Projects, Python};
use rollcall_script::Dialect;
use rollcall_wire::worker::Scope;

use crate::arguments::{Project as Arguments, ProjectAction};
use crate::checker::{Checker, Finding};
use crate::table::{harmless, table};
use crate::usage::UsageError;
use crate::user::percent_encoded;

/// The role that may log in to a new project when the command names no role.
const OPERATOR: &str = "Operator";

/// Carries out the command.
///
/// # Errors
/// When a project cannot be made or the folder cannot be read.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let named = arguments.projects.is_some();
    let root = arguments.projects.unwrap_or_else(|| arguments.data.join("projects"));
    let projects = Projects::new(root);
    if !matches!(arguments.action, ProjectAction::New { .. }) {
        let why = "there is no such folder; name the folder of the projects with --projects, or with --data the one that it is in";
        anyhow::ensure!(projects.root().is_dir(), UsageError(format!("{}: {why}", projects.root().display())));
    }
    match arguments.action {
        ProjectAction::New { name, title, mut client_roles, designer_roles, bare } => {
            if client_roles.is_empty() {
                client_roles.push(OPERATOR.to_owned());
            }
            let title = title.unwrap_or_default();
            let new = NewProject { title, client_roles, designer_roles, window: !bare };
            let folder = projects.create(&project_name(name.clone())?, &new)?;
            println!("made {}", folder.display());
            let next = next_steps(&name, &new.client_roles[0], &arguments.data, named.then(|| projects.root()));
            print!("{}", harmless_lines(&next));
            Ok(ExitCode::SUCCESS)
        }
        ProjectAction::List => list(&projects),
        ProjectAction::Check { name, strict, gaps } => check(&projects, name, strict, Checker::new(gaps.into())?).await,
    }
}

/// The steps until a person sees the new project, as commands that work from here.
fn next_steps(name: &str, role: &str, data: &Path, projects: Option<&Path>) -> String {
    let data = quoted(&data.display().to_string());
    let projects = projects.map(|root| {
        let root = toml_text(&std::path::absolute(root).unwrap_or_else(|_| root.to_owned()).display().to_string());
        format!("  # in the gateway's configuration (rollcall gateway --config FILE): projects = {root}\n")
    });
    format!(
        "Users with the role {role} may log in. Next:\n{}  rollcall user add NAME --role {} --data {data}\n  \
         rollcall gateway --data {data}\nThen open http://127.0.0.1:8088/client/{} in a browser.\n",
        projects.unwrap_or_default(),
        quoted(role),
        percent_encoded(name),
    )
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

fn toml_text(text: &str) -> String {
    format!("\"{}\"", text.escape_default())
}

fn harmless_lines(text: &str) -> String {
    text.lines().map(|line| harmless(line) + "\n").collect()
}

fn project_name(name: String) -> anyhow::Result<ProjectName> {
    ProjectName::new(name).map_err(|e| UsageError(e.to_string()).into())
}

fn list(projects: &Projects) -> anyhow::Result<ExitCode> {
    let nobody = |roles: &[String]| if roles.is_empty() { "(nobody)".to_owned() } else { roles.join(", ") };
    let mut rows = Vec::new();
    for name in projects.names()? {
        rows.push(match projects.load(&name) {
            Ok(p) => vec![name.to_string(), p.title.clone(), nobody(&p.client_roles), nobody(&p.designer_roles)],
            Err(_) => vec![name.to_string(), "(broken: see rollcall project check)".to_owned()],
        });
    }
    print!("{}", table(&["name", "title", "client roles", "designer roles"], &rows));
    Ok(ExitCode::SUCCESS)
}

async fn check(
    projects: &Projects,
    name: Option<String>,
    strict: bool,
    mut checker: Checker,
) -> anyhow::Result<ExitCode> {
    let mut problems = Vec::new();
    let mut warnings = Vec::new();
    let names = match name {
        Some(name) => vec![project_name(name)?],
        None => {
            // A mistake in the folder or in a name belongs to no project that could be checked.
            problems = projects.load_all().problems;
            let names = projects.names()?;
            problems.retain(|problem| !names.iter().any(|name| name.as_str() == problem.project));
            names
        }
    };
    for name in &names {
        check_one(projects, name, &mut checker, &mut problems, &mut warnings).await?;
    }
    for problem in problems.iter().chain(&warnings) {
        println!("{}", harmless(&problem.to_string()));
    }
    let is_well = problems.is_empty() && (warnings.is_empty() || !strict);
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The mistakes in a project: in its settings and files, and then in its scripts.
async fn check_one(
    projects: &Projects,
    name: &ProjectName,
    checker: &mut Checker,
    problems: &mut Vec<Problem>,
    warnings: &mut Vec<Problem>,
) -> anyhow::Result<()> {
    let project = match projects.load(name) {
        Ok(project) => project,
        Err(found) => {
            problems.extend(found);
            return Ok(());
        }
    };
    let dialect = match project.python {
        Python::V79 => Dialect::Python27,
        Python::V3 => Dialect::Python3,
    };
    problems.extend(project.problems.clone());
    for (file, source) in project.scripts() {
        let dialect = Dialect::declared(source).unwrap_or(dialect);
        let scope = if project.is_gateway_script(file) { Scope::Gateway } else { Scope::Client };
        for finding in checker.check(dialect, scope, file, source).await? {
            let message = finding.words();
            let Finding { is_warning, line, column, .. } = finding;
            let problem = Problem { project: name.to_string(), file: file.to_owned(), line, column, message };
            if is_warning { &mut *warnings } else { &mut *problems }.push(problem);
        }
    }
    Ok(())
}
