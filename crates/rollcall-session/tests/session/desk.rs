//! A registry with a clock that is set by hand, and names in place of the arguments that do not matter.

use std::time::Duration;

use rollcall_session::{
    ClientId, Ended, Entropy, EntropyError, Kind, Moment, OpenError, Opening, Registry, Session, Settings, Tick,
    Timestamp, TokenHash,
};

/// The moment at which every desk opens.
pub const START: Moment = Moment { tick: Tick(100_000), wall: Timestamp(1_500_000_000_000) };

pub struct Desk {
    pub registry: Registry,
    pub now: Moment,
    pub entropy: Counting,
    tokens: u64,
}

/// Random bytes that count up.
pub struct Counting(pub u64);

impl Entropy for Counting {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        self.0 += 1;
        bytes.copy_from_slice(&self.0.to_be_bytes());
        Ok(())
    }
}

impl Desk {
    pub fn new(settings: Settings) -> Self {
        Desk { registry: Registry::new(settings), now: START, entropy: Counting(0xAB00), tokens: 0 }
    }

    /// The data of a log-in, with a token of its own.
    pub fn opening(&mut self, username: &str, project: &str, kind: Kind) -> Opening {
        self.tokens += 1;
        let mut token = [0; 32];
        token[..8].copy_from_slice(&self.tokens.to_le_bytes());
        Opening {
            username: username.into(),
            project: project.into(),
            kind,
            hostname: Some("line-1".into()),
            ip: [192, 0, 2, 7].into(),
            user_agent: Some("test".into()),
            roles: ["Operator".into()].into(),
            token: TokenHash(token),
        }
    }

    pub fn open(&mut self, opening: Opening) -> Result<Session, OpenError> {
        self.registry.open(opening, self.now, &mut self.entropy)
    }

    pub fn reserve(&mut self, username: &str, project: &str) -> Result<ClientId, OpenError> {
        let opening = self.opening(username, project, Kind::Client);
        self.open(opening).map(|session| session.client_id)
    }

    /// A log-in as a client whose storing succeeds.
    pub fn log_in(&mut self, username: &str, project: &str) -> ClientId {
        self.log_in_with(|_| {}, username, project).0
    }

    /// A log-in with something else than usual.
    pub fn log_in_with(
        &mut self,
        change: impl FnOnce(&mut Opening),
        username: &str,
        project: &str,
    ) -> (ClientId, TokenHash) {
        let mut opening = self.opening(username, project, Kind::Client);
        change(&mut opening);
        let token = opening.token;
        let id = self.open(opening).expect("the log-in is allowed").client_id;
        self.registry.confirm(id, self.now).expect("the reservation stands");
        (id, token)
    }

    /// Moves both clocks forward.
    pub fn wait(&mut self, millis: u64) {
        self.now.tick.0 += millis;
        self.now.wall.0 += i64::try_from(millis).expect("a test is short");
    }

    pub fn due(&mut self) -> Vec<Ended> {
        self.registry.due(self.now)
    }

    pub fn listed(&self) -> Vec<ClientId> {
        self.registry.sessions().map(|session| session.client_id).collect()
    }
}

pub fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}
