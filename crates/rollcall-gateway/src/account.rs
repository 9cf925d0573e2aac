//! Accounts of bytes: memory that the gateway holds for scripts and people is charged to an account, and past a budget
//! nothing more is accepted.
//!
//! There is one account for the gateway, below it one for each person, below that one for each client. A charge is
//! taken on all three or on none, and is given back when its [`Charge`] is dropped: with the message that ran, the
//! window that closed, the client that ended. No code has to remember to give anything back, so the sum of all charges
//! is the memory that is held.
//!
//! A budget for the first who comes would go to the attacker. So a person may hold as much as is still free for all
//! others, and no more: one holds at most half, two a third each, and something is always free. Each person has a first
//! mebibyte, as long as there is room at all.
//!
//! Data that several clients hold together (a message to many) is charged to each of them in full, since a client that
//! drops it must not make it dearer for the others, and to the gateway once, since it exists once.
//!
//! A charge is an estimate by the code that charges, derived from the allocator's real use; it is meant to be above the
//! truth, never below.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::config::Bytes;

#[cfg(test)]
mod tests;

/// The bytes that a person may hold however little is free for others.
const EVERYBODYS: u64 = 1 << 20;

/// The holder of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// All together.
    Gateway,
    /// One person's clients.
    Person,
    /// One client.
    Client,
}

/// The accounts of a gateway: its own, and those of the people with clients.
#[derive(Debug)]
pub struct Accounts {
    gateway: Account,
    people: Mutex<HashMap<String, Weak<Inner>>>,
    most_of_client: u64,
}

/// An account. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Account(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    holder: Holder,
    most: u64,
    held: AtomicU64,
    above: Option<Account>,
}

/// A budget is used up: the holder, the amounts, and, as text, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverBudget {
    /// The holder of the budget.
    pub holder: Holder,
    /// The bytes that were asked for.
    pub wanted: u64,
    /// The bytes that are held already.
    pub held: u64,
    /// The most bytes that may be held.
    pub most: u64,
}

/// Bytes on an account, given back when this is dropped.
#[derive(Debug)]
pub struct Charge {
    account: Account,
    bytes: u64,
    extent: Extent,
}

/// Which accounts a charge is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// The account and all above.
    All,
    /// All but the gateway's.
    BelowGateway,
}

impl Accounts {
    /// A gateway that may hold `most` bytes, and `most_of_client` for each client.
    pub fn new(most: u64, most_of_client: u64) -> Self {
        Accounts { gateway: Account::of_gateway(most), people: Mutex::default(), most_of_client }
    }

    /// The gateway's own.
    pub fn gateway(&self) -> &Account {
        &self.gateway
    }

    /// An account for a client of this user.
    pub fn client_of(&self, username: &str) -> Account {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(person) = people.get(username).and_then(Weak::upgrade) {
            return Account(person).of_client(self.most_of_client);
        }
        people.retain(|_, person| person.strong_count() > 0);
        let person = self.gateway.of_person();
        people.insert(username.to_owned(), Arc::downgrade(&person.0));
        person.of_client(self.most_of_client)
    }
}

impl Account {
    /// The account of a gateway that may hold `most` bytes for all its clients.
    pub fn of_gateway(most: u64) -> Self {
        Account::new(Holder::Gateway, most, None)
    }

    /// The account of a person, below the gateway's. Its budget depends on the gateway's free bytes.
    pub fn of_person(&self) -> Self {
        debug_assert_eq!(self.0.holder, Holder::Gateway, "a person's account is below the gateway's");
        Account::new(Holder::Person, u64::MAX, Some(self.clone()))
    }

    /// The account of a client that may hold `most` bytes, below its person's.
    pub fn of_client(&self, most: u64) -> Self {
        debug_assert_ne!(self.0.holder, Holder::Client, "nobody has an account below a client's");
        Account::new(Holder::Client, most, Some(self.clone()))
    }

    fn new(holder: Holder, most: u64, above: Option<Account>) -> Self {
        Account(Arc::new(Inner { holder, most, held: AtomicU64::new(0), above }))
    }

    /// The bytes that are held.
    pub fn held(&self) -> u64 {
        self.0.held.load(Ordering::SeqCst)
    }

    /// Charges bytes.
    ///
    /// # Errors
    /// When they do not fit into this account or one above; then nothing is charged.
    pub fn charge(&self, bytes: u64) -> Result<Charge, OverBudget> {
        self.charge_to(bytes, Extent::All)
    }

    /// A charge of nothing, to be settled later.
    pub fn nothing(&self) -> Charge {
        Charge { account: self.clone(), bytes: 0, extent: Extent::All }
    }

    /// The same for shares, see [`Self::charge_share`].
    pub fn nothing_shared(&self) -> Charge {
        Charge { account: self.clone(), bytes: 0, extent: Extent::BelowGateway }
    }

    /// Charges a share in something that is charged to the gateway already: to this account and its person's.
    ///
    /// # Errors
    /// As [`Self::charge`].
    pub fn charge_share(&self, bytes: u64) -> Result<Charge, OverBudget> {
        self.charge_to(bytes, Extent::BelowGateway)
    }

    fn charge_to(&self, bytes: u64, extent: Extent) -> Result<Charge, OverBudget> {
        let is_below = extent == Extent::All || self.0.holder != Holder::Gateway;
        debug_assert!(is_below, "a share of what the gateway is charged with is charged to somebody else");
        self.take(bytes, extent)?;
        Ok(Charge { account: self.clone(), bytes, extent })
    }

    /// An account and those above that a charge is on.
    fn levels(&self, extent: Extent) -> impl Iterator<Item = &Inner> {
        let all = std::iter::successors(Some(&*self.0), |inner| inner.above.as_ref().map(|above| &*above.0));
        all.filter(move |inner| extent == Extent::All || inner.holder != Holder::Gateway)
    }

    fn take(&self, bytes: u64, extent: Extent) -> Result<(), OverBudget> {
        for (taken, level) in self.levels(extent).enumerate() {
            if let Err(over) = level.take(bytes) {
                self.levels(extent).take(taken).for_each(|level| level.give_back(bytes));
                return Err(over);
            }
        }
        Ok(())
    }
}

impl Inner {
    fn take(&self, wanted: u64) -> Result<(), OverBudget> {
        let most = self.most_now();
        // A holder past its budget already may go on at that level.
        let fits = |held: u64| held.checked_add(wanted).filter(|after| *after <= most || wanted == 0);
        let taken = self.held.fetch_update(Ordering::SeqCst, Ordering::SeqCst, fits);
        debug_assert!(taken.is_ok() || wanted > 0, "nothing more is always to be had");
        taken.map(|_| ()).map_err(|held| OverBudget { holder: self.holder, wanted, held, most })
    }

    /// The budget of this moment: a person's share follows from the free bytes.
    fn most_now(&self) -> u64 {
        match (self.holder, &self.above) {
            (Holder::Person, Some(gateway)) => gateway.0.most.saturating_sub(gateway.held()).max(EVERYBODYS),
            _ => self.most,
        }
    }

    fn give_back(&self, bytes: u64) {
        let held = self.held.fetch_sub(bytes, Ordering::SeqCst);
        debug_assert!(held >= bytes, "what is given back was charged: {bytes} of {held} bytes");
    }
}

impl Charge {
    /// The bytes that are charged.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Charges so much instead.
    ///
    /// # Errors
    /// When it is more and does not fit; then all stays as it was.
    pub fn resize(&mut self, bytes: u64) -> Result<(), OverBudget> {
        match bytes.checked_sub(self.bytes) {
            Some(more) => self.account.take(more, self.extent)?,
            None => self.give_back(self.bytes - bytes),
        }
        self.bytes = bytes;
        Ok(())
    }

    /// Charges so much instead, whether it fits or not: for bytes that are held already and cannot be refused any more.
    pub fn settle(&mut self, bytes: u64) {
        match bytes.checked_sub(self.bytes) {
            Some(more) => self.account.levels(self.extent).for_each(|level| {
                level.held.fetch_add(more, Ordering::SeqCst);
            }),
            None => self.give_back(self.bytes - bytes),
        }
        self.bytes = bytes;
    }

    fn give_back(&self, bytes: u64) {
        self.account.levels(self.extent).for_each(|level| level.give_back(bytes));
    }
}

impl Drop for Charge {
    fn drop(&mut self) {
        self.give_back(self.bytes);
    }
}

impl fmt::Display for OverBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let OverBudget { holder, wanted, held, most } = self;
        let [wanted, held, most] = [wanted, held, most].map(|bytes| Bytes(*bytes).in_words());
        match holder {
            Holder::Client => write!(
                f,
                "{wanted} more are too much for this client: the gateway holds {held} for it already and at most {most} \
                 (clients.memory in the gateway's configuration); show less at once, close windows, or let what waits run"
            ),
            Holder::Person => write!(
                f,
                "{wanted} more are too much for this user: the gateway holds {held} for this user's clients already, and \
                 keeps room for others (memory in its configuration); close windows or tabs, or show less at once"
            ),
            Holder::Gateway => write!(
                f,
                "the gateway has no room for {wanted} more: it holds {held} for all clients together and at most {most} \
                 (memory in its configuration); try again when others have closed windows"
            ),
        }
    }
}

impl std::error::Error for OverBudget {}
