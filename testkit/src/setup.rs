//! A data folder for a test, made as an administrator would make it: by the command line and an editor.
//!
//! Each gateway gets a loopback address of its own (the whole of 127.0.0.0/8 is this machine). So a gateway that is
//! started again finds its port free, whatever the neighbours do meanwhile.

use std::fs::OpenOptions;
use std::hash::{BuildHasher, RandomState};
use std::io::Write;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::gateway::PASSWORD;
use crate::{Executable, GatewayProcess, Invocation};

/// The data with which a gateway is started. Nothing happens before [`Setup::start`].
#[derive(Clone, Debug)]
pub struct Setup {
    executable: Executable,
    users: Vec<(String, Vec<String>)>,
    projects: Vec<ProjectSetup>,
    files: Vec<(String, Vec<u8>)>,
    config: String,
    variables: Vec<(String, String)>,
    listen: String,
}

#[derive(Clone, Debug)]
struct ProjectSetup {
    name: String,
    client_role: String,
    designer_role: String,
    settings: String,
}

impl Setup {
    /// No users and projects yet.
    pub fn new(executable: Executable) -> Self {
        Setup {
            executable,
            users: Vec::new(),
            projects: Vec::new(),
            files: Vec::new(),
            config: String::new(),
            variables: Vec::new(),
            listen: format!("{}:0", own_address()),
        }
    }

    /// Starts another copy of the executable.
    pub fn executable(self, executable: Executable) -> Self {
        Setup { executable, ..self }
    }

    /// With a user.
    pub fn user(mut self, name: &str, roles: &[&str]) -> Self {
        self.users.push((name.to_owned(), roles.iter().map(ToString::to_string).collect()));
        self
    }

    /// With a project that admits one role as client and one as designer.
    pub fn project(mut self, name: &str, client_role: &str, designer_role: &str) -> Self {
        let (client_role, designer_role) = (client_role.to_owned(), designer_role.to_owned());
        self.projects.push(ProjectSetup { name: name.to_owned(), client_role, designer_role, settings: String::new() });
        self
    }

    /// With more lines in the `project.toml` of the project named last.
    ///
    /// # Panics
    /// When no project was named.
    pub fn settings(mut self, lines: &str) -> Self {
        self.projects.last_mut().expect("a project comes before its settings").settings.push_str(lines);
        self
    }

    /// With a file, its path relative to the folder of the projects.
    pub fn file(mut self, path: &str, content: impl Into<Vec<u8>>) -> Self {
        self.files.push((path.to_owned(), content.into()));
        self
    }

    /// With more lines in the configuration.
    pub fn config(mut self, lines: &str) -> Self {
        self.config.push_str(lines);
        self.config.push('\n');
        self
    }

    /// With a variable in the gateway's environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Listening on this address instead of one of its own.
    pub fn listen(mut self, address: &str) -> Self {
        address.clone_into(&mut self.listen);
        self
    }

    /// Makes the data folder and starts a gateway on it.
    ///
    /// # Panics
    /// When anything fails.
    pub async fn start(self) -> GatewayProcess {
        let (folder, command) = self.prepare().await;
        GatewayProcess::start(self.executable, folder, command).await
    }

    /// Makes the data folder; the folder that everything is in, and the command that would start a gateway.
    ///
    /// # Panics
    /// When anything fails.
    pub async fn prepare(&self) -> (TempDir, Invocation) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let data = folder.path().join("data");
        for (name, roles) in &self.users {
            self.add_user(&data, name, roles).await;
        }
        for project in &self.projects {
            self.add_project(&data, project).await;
        }
        for (path, content) in &self.files {
            write_file(&data.join("projects").join(path), content);
        }
        let config = folder.path().join("gateway.toml");
        write_file(&config, self.config.as_bytes());
        let command = self.executable.command(&["gateway", "--config"]).arg(config).arg("--data").arg(data);
        let command = command.arg("--listen").arg(&self.listen);
        let with = |command: Invocation, (name, value): &(String, String)| command.env(name, value);
        (folder, self.variables.iter().fold(command, with))
    }

    async fn add_user(&self, data: &Path, name: &str, roles: &[String]) {
        let mut command = self.executable.command(&["user", "add", name, "--data"]).arg(data);
        for role in roles {
            command = command.args(&["--role", role]);
        }
        command.env("ROLLCALL_NEW_PASSWORD", PASSWORD).finish().await.success();
    }

    async fn add_project(&self, data: &Path, project: &ProjectSetup) {
        let ProjectSetup { name, client_role, designer_role, settings } = project;
        let command = self.executable.command(&["project", "new", name, "--bare", "--data"]).arg(data);
        let command = command.args(&["--client-role", client_role, "--designer-role", designer_role]);
        command.finish().await.success();
        let file = data.join("projects").join(name).join("project.toml");
        let mut file = OpenOptions::new().append(true).open(file).expect("the project's settings");
        file.write_all(settings.as_bytes()).expect("the project's settings can be written");
    }
}

fn write_file(path: &PathBuf, content: &[u8]) {
    let folder = path.parent().expect("a file is in a folder");
    std::fs::create_dir_all(folder).expect("a folder in the temporary folder");
    std::fs::write(path, content).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// An address of 127.0.0.0/8 that no other process is likely to use.
pub(crate) fn own_address() -> Ipv4Addr {
    let [a, b, c, ..] = RandomState::new().hash_one(0).to_ne_bytes();
    Ipv4Addr::new(127, a.max(1), b, c.clamp(1, 254))
}
