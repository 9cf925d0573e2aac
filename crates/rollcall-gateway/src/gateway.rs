//! The gateway: everything that its parts share, put together once.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

use futures_util::future::join_all;
use jiff::tz::TimeZone;
use rollcall_session::{Entropy, Limit, LimitPolicy, Settings};
use rollcall_store::{ADMINISTRATOR, NewUser, Store};

use crate::account::Accounts;
use crate::client::Clients;
use crate::clock::{SystemClock, SystemEntropy};
use crate::cluster::{self, Cluster};
use crate::config::{self, Config};
use crate::data_folder::{DataFolder, DataFolderError};
use crate::http::arrival::Room;
use crate::http::pictures::Pictures;
use crate::live::LiveSessions;
use crate::log_line::Repeats;
use crate::machine;
use crate::password::{self, PasswordChecker};
use crate::patience::patiently;
use crate::projects::{Changes, ProjectCatalog};
use crate::scripts::GatewayScripts;
use crate::services::Services;
use crate::throttle::queue::LogInQueue;
use crate::who_is_on::WhoIsOn;
use rollcall_supervisor::flight::Flights;
use rollcall_supervisor::pool::Pool;

/// The shared state of a running gateway. Its services are at hand as if they were its own.
#[derive(Debug)]
pub struct Gateway {
    services: Arc<Services>,
    /// The lasting data.
    pub store: Store,
    /// Password checks.
    pub passwords: PasswordChecker,
    /// The limit on guessing passwords.
    pub throttle: LogInQueue,
    /// Held while a user is added: a new name is compared with all that there are.
    pub adding_users: tokio::sync::Mutex<()>,
    /// Refusals of people's requests, in the log, by their names.
    pub refusals: Repeats,
    /// Failures of the gateway itself, in the log, by their kind.
    pub faults: Repeats,
    /// Room for the bodies of requests from strangers.
    pub arrivals: Room,
    /// Scripts in the gateway's scope.
    pub scripts: Arc<GatewayScripts>,
    /// Clients with windows.
    pub clients: Arc<Clients>,
    /// Pictures on their way to browsers.
    pub pictures: Pictures,
}

impl Deref for Gateway {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.services
    }
}

impl Gateway {
    /// What clients and scripts use.
    pub fn services(&self) -> &Arc<Services> {
        &self.services
    }

    /// Puts a gateway together on its data folder. Nothing runs yet and no client can connect. It also returns the
    /// password of the user `admin`, if that user was created now, on a new data folder; it is to be shown once.
    ///
    /// # Errors
    /// When the store cannot be opened or has lost its users, or the time zone is unknown.
    pub async fn open(config: Config, data: &DataFolder, workers: Pool) -> anyhow::Result<(Arc<Self>, Option<String>)> {
        let clock = SystemClock::start();
        let time_zone = time_zone(config.time_zone.as_deref())?;
        let (store, membership) = match &config.cluster {
            Some(settings) => {
                let node = cluster::node(&config, settings)?;
                let (store, membership) = patiently(|| config.store.open_node(data, node.clone())).await?;
                (store, Some((settings.clone(), node, membership)))
            }
            None => (patiently(|| config.store.open(data)).await?, None),
        };
        let root = projects_folder(&config, data)?;
        // Before the key, whose file shows that there were users once.
        let first_password = first_administrator(&store, data, config.store.url.is_some()).await?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let memory = config.memory.map_or_else(|| machine::memory() / 8 * 3, |memory| memory.0);
        let mut settings = session_settings(&config.sessions);
        if membership.is_some() {
            // The store decides it, for all nodes together.
            settings.limit = None;
        }
        let live = LiveSessions::new(settings, store.clone(), clock);
        let mut signing_key = data.signing_key(&mut SystemEntropy)?;
        let cluster = match membership {
            Some((settings, node, membership)) => {
                let claimed = patiently(|| cluster::join(&membership, clock)).await?;
                signing_key = patiently(|| cluster::signing_key(&membership, &signing_key)).await?;
                Some(Cluster::new(&config, settings, &node, membership, live.clone(), clock, claimed).await?)
            }
            None => None,
        };
        let services = Arc::new(Services {
            clock,
            who_is_on: WhoIsOn::new(live.roster().clone(), cores, config.filters.budget.0),
            live,
            cluster,
            projects: ProjectCatalog::new(root),
            // Half is held for clients, half is for messages under way.
            accounts: Accounts::new(memory / 2, config.clients.memory.0),
            flights: Flights::new(memory / 2),
            workers,
            signing_key,
            time_zone,
            config,
        });
        let clients = Arc::new(Clients::new(Arc::clone(&services)));
        let gateway = Gateway {
            store,
            passwords: PasswordChecker::new(cores),
            throttle: LogInQueue::new(clock),
            adding_users: tokio::sync::Mutex::default(),
            refusals: Repeats::default(),
            faults: Repeats::default(),
            arrivals: Room::default(),
            scripts: Arc::new(GatewayScripts::new(Arc::clone(&services), Arc::clone(&clients))),
            clients,
            pictures: Pictures::default(),
            services,
        };
        Ok((Arc::new(gateway), first_password))
    }

    /// Takes over changes in the projects on disk: scripts start anew, and sessions that a project no longer admits
    /// end. True when the next look should come soon.
    pub async fn follow_projects(self: &Arc<Self>) -> bool {
        let gateway = Arc::clone(self);
        let Ok(changes) = tokio::task::spawn_blocking(move || gateway.projects.rescan()).await else { return true };
        for problem in &changes.problems {
            tracing::error!("project: {problem}");
        }
        let is_waiting = changes.is_waiting;
        if changes.is_certain || !changes.changed.is_empty() || !changes.gone.is_empty() {
            // Sessions that are shut out end first: starting and stopping scripts may take a while.
            self.end_shut_out().await;
            self.apply(changes).await;
        }
        is_waiting
    }

    /// Ends the sessions whose project is gone or no longer admits them, where that is certain. A broken project
    /// decides nothing: its clients stay on until it can be read again.
    async fn end_shut_out(&self) {
        let shut_out = |session: &rollcall_session::Session| {
            let roles: Vec<String> = session.roles.iter().map(|role| role.to_string()).collect();
            self.projects.shuts_out(&session.project, session.kind, &roles)
        };
        // The timekeeper repeats removals that the store could not write.
        let _ = self.live.end_where(shut_out, rollcall_session::EndReason::ProjectClosed).await;
    }

    async fn apply(self: &Arc<Self>, changes: Changes) {
        let gone = changes.gone.iter().map(|name| async move {
            tracing::info!(project = name, "project is gone");
            self.scripts.stop(name).await;
        });
        let changed = changes.changed.into_iter().map(|project| async move {
            tracing::info!(project = %project.name, "project loaded");
            self.clients.take_over(&project);
            self.scripts.stop(project.name.as_str()).await;
            self.scripts.start(project);
        });
        futures_util::future::join(join_all(gone), join_all(changed)).await;
    }
}

/// The folder of the projects. The default one is made with a new data folder and never again, and a configured one is
/// the administrator's to make: an empty folder in the place of a share that is not mounted would mean that the
/// projects are gone.
fn projects_folder(config: &Config, data: &DataFolder) -> anyhow::Result<PathBuf> {
    let folder = config.projects.clone().unwrap_or_else(|| data.projects());
    if config.projects.is_none() && !data.has_been_used() {
        std::fs::create_dir_all(&folder)
            .map_err(|e| anyhow::anyhow!("cannot make the folder of the projects {}: {e}", folder.display()))?;
    }
    let shown = folder.display();
    if !folder.exists() {
        tracing::error!(
            "projects: there is no folder {shown}, so nobody can log in until there is one; make it, or correct the name"
        );
    } else if !folder.is_dir() {
        anyhow::bail!("projects: {shown} is not a folder");
    }
    Ok(folder)
}

/// Makes the first administrator on an empty store. The password, to be shown once; None when there are users already.
/// A store that is empty although a gateway has served from its folder has been lost: an administrator made there would
/// take the users' places.
async fn first_administrator(store: &Store, data: &DataFolder, on_server: bool) -> anyhow::Result<Option<String>> {
    if patiently(|| store.user_count()).await? > 0 {
        return Ok(None);
    }
    if data.has_been_used() {
        let folder = data.path().to_owned();
        return Err(match on_server {
            true => DataFolderError::ServerEmpty { folder },
            false => DataFolderError::DatabaseLost { folder },
        }
        .into());
    }
    let password = generated_password()?;
    let user = NewUser {
        name: "admin".to_owned(),
        password_hash: password::hash(&password)?,
        roles: vec![ADMINISTRATOR.to_owned()],
    };
    match store.add_user(&user).await {
        Ok(()) => Ok(Some(password)),
        // Two gateways may start at once on an empty database: the other one shows the password.
        Err(error) if on_server && error.kind() == rollcall_store::ErrorKind::Conflict => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Four groups of five letters and digits that cannot be taken for one another: 100 random bits.
fn generated_password() -> anyhow::Result<String> {
    const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0; 20];
    SystemEntropy.fill(&mut bytes)?;
    let letters: Vec<char> = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
    let groups: Vec<String> = letters.chunks(5).map(|group| group.iter().collect()).collect();
    Ok(groups.join("-"))
}

pub(crate) fn session_settings(config: &config::Sessions) -> Settings {
    let policy = match config.limit_policy {
        config::LimitPolicy::Allow => None,
        config::LimitPolicy::Deny => Some(LimitPolicy::Deny),
        config::LimitPolicy::EndOldest => Some(LimitPolicy::EndOldest),
    };
    let sessions = config.limit.and_then(std::num::NonZeroUsize::new);
    Settings {
        resume_period: config.resume_period.0,
        idle: config.idle.map(|span| span.0),
        client_lifetime: config.client_lifetime.map(|span| span.0),
        designer_lifetime: config.designer_lifetime.map(|span| span.0),
        limit: sessions.zip(policy).map(|(sessions, policy)| Limit { sessions, policy }),
    }
}

fn time_zone(wanted: Option<&str>) -> anyhow::Result<String> {
    match wanted {
        Some(name) => {
            TimeZone::get(name).map_err(|e| anyhow::anyhow!("time_zone: {name:?} is not a known time zone: {e}"))?;
            Ok(name.to_owned())
        }
        None => Ok(TimeZone::system().iana_name().unwrap_or("UTC").to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generated_password_has_four_groups_and_is_not_the_last_one() {
        let password = generated_password().unwrap();
        assert_eq!(password.split('-').map(str::len).collect::<Vec<_>>(), [5, 5, 5, 5]);
        assert_ne!(password, generated_password().unwrap());
    }

    #[test]
    fn the_time_zone_is_known_or_refused() {
        assert_eq!(time_zone(Some("Europe/Berlin")).unwrap(), "Europe/Berlin");
        let error = time_zone(Some("Mars/Base")).unwrap_err().to_string();
        assert!(error.contains("Mars/Base"), "{error}");
        assert!(!time_zone(None).unwrap().is_empty());
    }
}
