//! `rollcall project`: projects on disk. No gateway is asked; a running one notices by itself.

use std::process::ExitCode;

use rollcall_project::{NewProject, Problem, ProjectName, Projects, Python};
use rollcall_script::{Dialect, SyntaxFault};

use crate::UsageError;
use crate::arguments::{Project as Arguments, ProjectAction};
use crate::table::{harmless, table};

/// Does what was asked.
///
/// # Errors
/// When a project cannot be made or the folder cannot be read.
pub fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let root = arguments.projects.unwrap_or_else(|| arguments.data.join("projects"));
    let projects = Projects::new(root);
    match arguments.action {
        ProjectAction::New { name, title, client_roles, designer_roles } => {
            let new = NewProject { title: title.unwrap_or_default(), client_roles, designer_roles };
            let folder = projects.create(&project_name(name)?, &new)?;
            println!("made {}", folder.display());
            Ok(ExitCode::SUCCESS)
        }
        ProjectAction::List => list(&projects),
        ProjectAction::Check { name } => check(&projects, name),
    }
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

fn check(projects: &Projects, name: Option<String>) -> anyhow::Result<ExitCode> {
    let problems = match name {
        Some(name) => check_one(projects, &project_name(name)?),
        None => {
            // What is wrong with the folder or with a name belongs to no project that could be checked.
            let mut problems = projects.load_all().problems;
            let names = projects.names()?;
            problems.retain(|problem| !names.iter().any(|name| name.as_str() == problem.project));
            problems.extend(names.iter().flat_map(|name| check_one(projects, name)));
            problems
        }
    };
    for problem in &problems {
        println!("{}", harmless(&problem.to_string()));
    }
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What is wrong with a project: its settings and files, and then the syntax of its scripts.
fn check_one(projects: &Projects, name: &ProjectName) -> Vec<Problem> {
    let project = match projects.load(name) {
        Ok(project) => project,
        Err(problems) => return problems,
    };
    let dialect = match project.python {
        Python::V79 => Dialect::Python27,
        Python::V3 => Dialect::Python3,
    };
    let faults = project.scripts().filter_map(|(file, source)| syntax(name, file, source, dialect));
    project.problems.iter().cloned().chain(faults).collect()
}

fn syntax(project: &ProjectName, file: &str, source: &str, dialect: Dialect) -> Option<Problem> {
    let dialect = Dialect::declared(source).unwrap_or(dialect);
    let SyntaxFault { line, column, message } = rollcall_script::check(dialect, file, source).err()?;
    Some(Problem {
        project: project.to_string(),
        file: file.to_owned(),
        line: Some(line),
        column: Some(column),
        message,
    })
}
