//! The plant that is measured: its users and their sessions, the same at every run.

use rollcall_session::{Entropy, EntropyError, Kind, Moment, Opening, Tick, Timestamp, TokenHash};

pub const PROJECTS: usize = 20;
/// How many browsers there are among a plant's machines.
const AGENTS: u64 = 6;

/// Numbers that look random and are the same at every run (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.roll() % end as u64) as usize
    }
}

impl Entropy for Dice {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        for part in bytes.chunks_mut(8) {
            part.copy_from_slice(&self.roll().to_le_bytes()[..part.len()]);
        }
        Ok(())
    }
}

/// A plant's users. Most have two initials, a surname and perhaps a number; some chose a name.
pub struct Plant {
    users: Vec<String>,
    pub dice: Dice,
    opened: usize,
    /// Whether everybody logs in within one millisecond, which is the hardest to keep in order.
    pub at_once: bool,
}

impl Plant {
    pub fn new(users: usize) -> Self {
        let mut dice = Dice(2_018);
        let mut names = std::collections::BTreeSet::from(["billy".to_owned()]);
        for number in 0..users / 5_000 {
            names.extend([format!("bob{number}"), format!("bill{number}"), format!("bailey{number}")]);
        }
        while names.len() < users {
            names.insert(name(&mut dice));
        }
        let mut users: Vec<String> = names.into_iter().collect();
        for place in (1..users.len()).rev() {
            users.swap(place, dice.below(place + 1));
        }
        Plant { users, dice, opened: 0, at_once: false }
    }

    /// When the last one logged in: a millisecond after the one before.
    pub fn now(&self) -> Moment {
        let later = if self.at_once { 0 } else { self.opened as i64 };
        Moment { tick: Tick(1_000), wall: Timestamp(1_540_000_000_000 + later) }
    }

    /// A log-in: first every user once, then users at random.
    pub fn opening(&mut self) -> Opening {
        let user = if self.opened < self.users.len() { self.opened } else { self.dice.below(self.users.len()) };
        self.opened += 1;
        let (roll, machine) = (self.dice.roll(), self.dice.below(2));
        let mut token = [0; 32];
        for part in token.chunks_mut(8) {
            part.copy_from_slice(&self.dice.roll().to_le_bytes());
        }
        let address = (user * 2 + machine) as u32;
        Opening {
            username: self.users[user].as_str().into(),
            project: format!("plant-{:02}", self.dice.below(PROJECTS)).into(),
            kind: if roll.is_multiple_of(20) { Kind::Designer } else { Kind::Client },
            hostname: (!user.is_multiple_of(4)).then(|| format!("ws-{user:06}-{machine}").into()),
            ip: std::net::Ipv4Addr::from(0x0A00_0000 + address).into(),
            user_agent: Some(format!("Mozilla/5.0 (X11; Linux x86_64; rv:{}.0) Gecko", 120 + roll % AGENTS).into()),
            roles: ["Operator".into(), "Line".into()].into(),
            token: TokenHash(token),
        }
    }
}

fn name(dice: &mut Dice) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
    const CONSONANTS: &[u8] = b"bcdfghklmnprstvw";
    const VOWELS: &[u8] = b"aeiou";
    let mut name = String::new();
    let mut add = |dice: &mut Dice, of: &[u8]| name.push(char::from(of[dice.below(of.len())]));
    for _ in 0..2 {
        add(dice, LETTERS);
    }
    for _ in 0..2 + dice.below(2) {
        add(dice, CONSONANTS);
        add(dice, VOWELS);
        if dice.below(3) == 0 {
            add(dice, CONSONANTS);
        }
    }
    if dice.below(100) == 0 {
        name.push_str("miller");
    }
    if dice.below(2) == 0 {
        name.push_str(&format!("{:02}", dice.below(100)));
    }
    name
}
