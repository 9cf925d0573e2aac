//! The memory of a client's desktop, in bytes, on its client's account: windows, waiting items, errors to be shown.
//!
//! Before something large is taken, there must be room for it; after each change the books are settled with the actual
//! content. So nothing has to be given back by hand: removed content is not counted any more.

use rollcall_window::Value;
use rollcall_wire::component::{ComponentRef, What};
use rollcall_wire::desktop::UserValue;
use rollcall_wire::host::{Function, HostError};

use super::{Desktop, WindowInstance};
use crate::account::{Account, Charge, OverBudget};
use crate::client::queue::{Item, Put, Queue};

/// The cost of a window beside its values.
const WINDOW_COST: usize = 512;
/// The cost of a waiting item beside its values.
const ITEM_COST: usize = 256;
/// The bytes that an item may carry without a check for room.
const LITTLE: usize = 1024;

/// A client's books.
#[derive(Debug)]
pub(super) struct DesktopMemory {
    account: Account,
    held: Charge,
    /// Messages, which others hold as well.
    shares: Charge,
    /// The weights of the changes that wait for their scripts.
    changes: Vec<WaitingChange>,
}

#[derive(Debug)]
struct WaitingChange {
    at: ComponentRef,
    property: String,
    old: usize,
    new: usize,
}

impl DesktopMemory {
    /// DesktopMemory on an account.
    pub(super) fn on(account: Account) -> Self {
        DesktopMemory { held: account.nothing(), shares: account.nothing_shared(), account, changes: Vec::new() }
    }

    /// A DesktopMemory without a limit.
    pub(super) fn unlimited() -> Self {
        DesktopMemory::on(Account::of_gateway(u64::MAX))
    }

    /// Whether there is room for so many bytes; it is kept until the answer is dropped.
    pub(super) fn room_for(&self, weight: usize) -> Result<Charge, OverBudget> {
        self.account.charge(weight as u64)
    }

    /// The same for a share in data that several clients hold.
    pub(super) fn room_for_share(&self, weight: usize) -> Result<Charge, OverBudget> {
        self.account.charge_share(weight as u64)
    }

    /// Whether there is room for a change that is to wait for its script.
    pub(super) fn room_for_change(&self, what: &What) -> Result<Option<WeighedChange>, OverBudget> {
        let What::PropertyChange { property_name, old_value, new_value } = what else { return Ok(None) };
        let (old, new) = (old_value.weight(), new_value.weight());
        let room = self.room_for(old + new)?;
        Ok(Some(WeighedChange { property: property_name.clone(), old, new, _room: room }))
    }

    /// A change has been put into the queue, or has brought one up to date that waits there.
    pub(super) fn note_change(&mut self, at: ComponentRef, change: WeighedChange, put: Put) {
        let WeighedChange { property, old, new, .. } = change;
        match self.changes.iter_mut().find(|known| known.at == at && known.property == property) {
            Some(known) => known.new = new,
            None if put == Put::Waits => self.changes.push(WaitingChange { at, property, old, new }),
            None => {}
        }
    }

    /// The waiting changes, in bytes; those that have left the queue are struck off.
    fn weight_of_changes(&mut self, queue: &Queue) -> usize {
        let waiting: Vec<(ComponentRef, &str)> = queue.items().filter_map(change).collect();
        if waiting.len() != self.changes.len() {
            self.changes.retain(|known| waiting.iter().any(|(at, name)| *at == known.at && *name == known.property));
        }
        self.changes.iter().map(|known| known.old + known.new).sum()
    }
}

/// A change with its weight, and the room for it.
#[derive(Debug)]
pub(super) struct WeighedChange {
    property: String,
    old: usize,
    new: usize,
    _room: Charge,
}

impl Desktop {
    /// The same, with its memory on this account.
    pub(in crate::client) fn charged_to(self, account: Account) -> Self {
        Desktop { memory: DesktopMemory::on(account), ..self }
    }

    /// Brings the account up to date. Called after each change.
    pub(in crate::client) fn settle(&mut self) {
        let windows: usize = self.windows.iter().chain(&self.closing).map(WindowInstance::weight).sum();
        let waiting: usize = self.queue.items().map(weight).sum();
        let messages: usize = self.queue.items().map(weight_of_message).sum();
        let changes = self.memory.weight_of_changes(&self.queue);
        self.memory.held.settle((windows + waiting + changes + self.outbox.weight() + self.console.weight()) as u64);
        self.memory.shares.settle(messages as u64);
    }

    /// Room for a value that a script gives a property, in the place of the current one.
    ///
    /// # Errors
    /// When the client or the gateway holds too much already.
    pub(super) fn room_for_value(&self, at: ComponentRef, property: &str, value: &Value) -> Result<Charge, HostError> {
        let before = self.find(at.window).map_or(0, |shown| shown.window.weight_of(at.component, property));
        self.room_for(value.weight().saturating_sub(before))
    }

    /// Room for a person's act. An act that carries little always has some: by a press a person removes data that is
    /// too much.
    ///
    /// # Errors
    /// As [`Self::room_for`].
    pub(super) fn room_for_item(&self, item: &Item) -> Result<Option<Charge>, HostError> {
        let carries = weight(item) - ITEM_COST;
        if carries <= LITTLE { Ok(None) } else { self.room_for(carries).map(Some) }
    }

    /// Room for so many bytes.
    ///
    /// # Errors
    /// As a script sees them.
    pub(super) fn room_for(&self, weight: usize) -> Result<Charge, HostError> {
        self.memory.room_for(weight).map_err(|over| HostError::Failed { message: over.to_string() })
    }
}

impl WindowInstance {
    fn weight(&self) -> usize {
        WINDOW_COST + self.window.weight() + self.weight_of_parameters
    }
}

/// The weight of parameters.
pub(super) fn weight_of_parameters(parameters: &[(String, Value)]) -> usize {
    parameters.iter().map(|(name, value)| name.len() + size_of::<(String, Value)>() + value.weight()).sum()
}

fn change(item: &Item) -> Option<(ComponentRef, &str)> {
    match item {
        Item::Event { at, what: What::PropertyChange { property_name, .. }, .. } => Some((*at, property_name)),
        _ => None,
    }
}

/// The weight of an item, without the values of changes and without messages.
fn weight(item: &Item) -> usize {
    match item {
        Item::Choice { property, value: (value, _), .. } => ITEM_COST + property.len() + weight_of_entered(value),
        Item::Later { function: Function::Carried(carried), .. } => ITEM_COST + carried.0.len(),
        _ => ITEM_COST,
    }
}

/// The weight of a value that a person has entered.
fn weight_of_entered(value: &UserValue) -> usize {
    match value {
        UserValue::Text(text) => text.capacity(),
        UserValue::Rows(rows) => rows.capacity() * size_of::<u32>(),
        UserValue::Nothing(()) | UserValue::Boolean(_) | UserValue::Number(_) => 0,
    }
}

fn weight_of_message(item: &Item) -> usize {
    match item {
        Item::Message { payload, .. } => payload.weight(),
        _ => 0,
    }
}
