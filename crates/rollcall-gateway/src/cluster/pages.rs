//! The sessions of this node as lists of all nodes need them, a page at a time: nobody waits for a long one.

use std::collections::BTreeMap;

use rollcall_cluster::{Row, Rows};
use rollcall_session::{OrderKey, Tick};
use rollcall_supervisor::turnstile::User;

use crate::services::Services;
use crate::to_wire;
use crate::who_is_on::{Filters, WhoIsOnError};

/// The most rows of a page.
pub(super) const MOST: usize = 1_000;

/// The lists of this gateway, a page at a time, so that nobody waits for a long one.
pub(super) struct Pages<'a> {
    pub(super) services: &'a Services,
    pub(super) filters: &'a Filters,
    pub(super) user: &'a User,
}

impl Pages<'_> {
    /// All that match, and those that have left since then.
    pub(super) async fn all(&self, since: Tick) -> Result<Vec<Row>, WhoIsOnError> {
        let mut rows = Vec::new();
        let mut after = None;
        loop {
            let piece = self.page(after, MOST, since).await?;
            after = piece.rows.last().and_then(to_wire::order_key);
            rows.extend(piece.rows);
            if !piece.more || after.is_none() {
                return Ok(rows);
            }
        }
    }

    /// A page after a place in the order of creation; those that have left since then are beyond the limit.
    pub(super) async fn page(&self, after: Option<OrderKey>, limit: usize, since: Tick) -> Result<Rows, WhoIsOnError> {
        let Pages { services, filters, user } = self;
        let live = &services.live;
        let page = services.who_is_on.page(live, (*filters).clone(), (*user).clone(), after, limit).await?;
        let listed = page.sessions.iter().map(|session| to_wire::row(session, live.epoch_of(session.client_id)));
        let mut rows: BTreeMap<OrderKey, Row> =
            listed.filter_map(|row| Some((to_wire::order_key(&row)?, row))).collect();
        // After the page was read: what has left before is not on it.
        let last = rows.last_key_value().map(|(key, _)| *key).filter(|_| page.next.is_some());
        let mut left = live.departed_since(since);
        left.retain(|(session, _)| {
            let key = session.order_key();
            after.is_none_or(|after| key > after)
                && last.is_none_or(|last| key <= last)
                && live.get(session.client_id).is_none()
        });
        for (session, epoch) in services.who_is_on.matching((*filters).clone(), (*user).clone(), left).await? {
            rows.entry(session.order_key()).or_insert_with(|| to_wire::row(&session, epoch));
        }
        Ok(Rows { rows: rows.into_values().collect(), total: page.total as u64, more: page.next.is_some() })
    }
}
