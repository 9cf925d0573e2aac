//! Texts that many sessions have in common, held once each.
//!
//! Every log-in brings its own copy of the project's name, of what the browser calls itself and of the host's name. There
//! are few projects and browsers, and a machine comes back. Held texts are counted by the sessions that use them, so that
//! what clients make up does not pile up.

use std::collections::HashMap;
use std::sync::Arc;

/// Texts, each with the number of its users.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    held: HashMap<Arc<str>, u32>,
}

impl Texts {
    /// The text as it is held, used once more.
    pub(crate) fn share(&mut self, text: Arc<str>) -> Arc<str> {
        if let Some((held, _)) = self.held.get_key_value(&*text) {
            let held = Arc::clone(held);
            self.held.entry(Arc::clone(&held)).and_modify(|users| *users += 1);
            return held;
        }
        self.held.insert(Arc::clone(&text), 1);
        text
    }

    /// One use less.
    pub(crate) fn release(&mut self, text: &str) {
        let Some(users) = self.held.get_mut(text) else { return };
        *users -= 1;
        if *users == 0 {
            self.held.remove(text);
        }
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.held.len()
    }
}

/// The numbers that stand for names: small ones, given again when nobody uses them.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    next: u32,
    free: Vec<u32>,
}

impl Numbers {
    pub(crate) fn draw(&mut self) -> u32 {
        self.free.pop().unwrap_or_else(|| {
            let number = self.next;
            self.next += 1;
            number
        })
    }

    pub(crate) fn give_back(&mut self, number: u32) {
        self.free.push(number);
    }
}
