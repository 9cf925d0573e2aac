//! The sessions that match: filters over the registry, whole or in pages, and as the dataset that scripts get.
//!
//! The [`Roster`](crate::Roster) finds the matches; the functions here join its answer with the current sessions. A
//! caller that keeps the registry behind a lock asks the roster first, without the lock, and calls these functions with
//! the answer.

use rollcall_dataset::Dataset;
use rollcall_regex::{Budget, Error};

use crate::{Answer, Filters, OrderKey, Registry, Session};

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page {
    /// The sessions, in order of creation.
    pub sessions: Vec<Session>,
    /// How many there are on all pages at this moment.
    pub total: usize,
    /// The cursor of the next page; None on the last.
    pub next: Option<OrderKey>,
}

impl Registry {
    /// The listed sessions that match, in order of creation.
    ///
    /// # Errors
    /// When matching costs more than `budget` has, or more than the engine can do.
    pub fn query(&self, filters: Filters<'_>, budget: &mut Budget<'_>) -> Result<Vec<Session>, Error> {
        if filters.username.is_none() && filters.project.is_none() {
            return Ok(self.sessions().collect());
        }
        let answer = self.roster().answer(filters, budget)?;
        Ok(answer.listings().filter_map(|listing| self.get(listing.client_id())).collect())
    }

    /// At most `limit` (1 or more) of the listed sessions that match and come after `after`, in order of creation.
    ///
    /// A reader of page after page sees each session that is listed throughout exactly once, whatever log-ins and
    /// log-outs there are meanwhile, and no session twice. A session that becomes listed meanwhile is seen if it comes
    /// after the page that was read last. It may come before: its log-in took unusually long to be stored, it shares
    /// the last one's millisecond, or the clock was set back.
    ///
    /// # Errors
    /// As for [`query`](Self::query).
    pub fn page(
        &self,
        filters: Filters<'_>,
        budget: &mut Budget<'_>,
        after: Option<OrderKey>,
        limit: usize,
    ) -> Result<Page, Error> {
        if filters.username.is_none() && filters.project.is_none() {
            return Ok(match after {
                Some(after) => Page::take(self.sessions_after(after), self.len(), limit),
                None => Page::take(self.sessions(), self.len(), limit),
            });
        }
        Ok(self.page_of(&*self.roster().answer(filters, budget)?, after, limit))
    }

    /// The same of an answer that the roster gave, perhaps a moment ago: sessions that have ended since are passed over,
    /// and still counted.
    pub fn page_of(&self, answer: &Answer, after: Option<OrderKey>, limit: usize) -> Page {
        let rest = answer.listings_after(after).filter_map(|listing| self.get(listing.client_id()));
        Page::take(rest, answer.len(), limit)
    }

    /// The answer of `system.util.getSessionInfo`: the matching sessions in order of creation, in the six columns of
    /// 7.9's manual, in its order; the columns are there when no session matches, too.
    ///
    /// # Errors
    /// As for [`query`](Self::query).
    pub fn info(&self, filters: Filters<'_>, budget: &mut Budget<'_>) -> Result<Dataset, Error> {
        Ok(self.roster().answer(filters, budget)?.dataset())
    }
}

impl Page {
    fn take(mut rest: impl Iterator<Item = Session>, total: usize, limit: usize) -> Self {
        let sessions: Vec<_> = rest.by_ref().take(limit).collect();
        let next = rest.next().and(sessions.last()).map(|session| session.order_key());
        Page { sessions, total, next }
    }
}
