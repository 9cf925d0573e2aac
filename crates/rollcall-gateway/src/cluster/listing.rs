//! The whole list of all nodes, for `system.rollcall.getSessions`. Rows are pulled from each node in pieces of one message,
//! from all nodes at once; equal questions are one. A session that changes hands meanwhile is on the list of its old node
//! until the question is over, so that it is not on neither.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use rollcall_cluster::{AllRows, Ask, Member, NodeRows, Query, Reply, Row, Rows, merge};
use rollcall_session::Clock;
use rollcall_supervisor::turnstile::User;
use tokio::time::Instant;

use super::asking::{Fault, result};
use super::pages::{MOST, Pages};
use super::{Cluster, List};
use crate::services::Services;
use crate::to_wire;
use crate::who_is_on::{Filters, WhoIsOnError};

/// The sessions that match: of all nodes, or of this gateway where it is in no cluster or `everywhere` is false.
///
/// # Errors
/// When a filter is not a valid pattern or costs too much, or too many ask at once.
pub async fn list(services: &Services, filters: Filters, user: User, everywhere: bool, patience: Duration) -> List {
    let cluster = services.cluster.as_ref().filter(|_| everywhere);
    let Some(cluster) = cluster else { return own_list(services, filters, user).await.map(Arc::new) };
    let key = (filters.username.clone(), filters.project.clone(), patience);
    cluster.lists.get(key, cluster.list_of_all(services, &filters, &user, patience)).await
}

/// The list of this gateway.
async fn own_list(services: &Services, filters: Filters, user: User) -> Result<AllRows, Arc<WhoIsOnError>> {
    let (asked, started) = (services.clock.now().wall, Instant::now());
    let name = services.cluster.as_ref().map(|cluster| cluster.settings.node.clone());
    let pages = Pages { services, filters: &filters, user: &user };
    let rows = pages.all(services.clock.now().tick).await.map_err(Arc::new)?;
    let nodes = name.iter().map(|name| result(name.clone(), &Ok(rows.len()), started.elapsed())).collect();
    let rows = rows.into_iter().map(|row| (name.clone(), row)).collect();
    Ok(AllRows { rows, nodes, asked, age: started.elapsed() })
}

impl Cluster {
    async fn list_of_all(&self, services: &Services, filters: &Filters, user: &User, patience: Duration) -> List {
        let (asked, started) = (self.clock.now().wall, Instant::now());
        let knows_all = self.learn_nodes().await;
        let own = async {
            let own = Pages { services, filters, user };
            (self.own_whole(&own, started + patience).await, started.elapsed())
        };
        let others = self.members().all(self.now());
        let asked_others = others.into_iter().map(|member| async {
            let pulled = self.pull(&member, filters, user, started + patience).await;
            (member.node, pulled, started.elapsed())
        });
        let ((own, took), others) = tokio::join!(own, join_all(asked_others));
        let own = (self.settings.node.clone(), own.map_err(Arc::new)?, took);
        let (mut nodes, mut rows) = (Vec::new(), Vec::new());
        for (node, answer, took) in std::iter::once(own).chain(others) {
            nodes.push(result(node.clone(), &answer.as_ref().map(Vec::len).map_err(Clone::clone), took));
            rows.extend(answer.ok().map(|rows| NodeRows { node, rows: Rows { total: 0, more: false, rows } }));
        }
        nodes.iter_mut().for_each(|node| self.doubt(node, &knows_all));
        nodes.sort_by(|one, other| one.node.cmp(&other.node));
        let rows = merge(rows, usize::MAX).rows.into_iter().map(|(node, row)| (Some(node), row)).collect();
        Ok(Arc::new(AllRows { rows, nodes, asked, age: started.elapsed() }))
    }

    /// The sessions of this node, or why it does not serve them; a fault of the filters is the caller's.
    async fn own_whole(&self, pages: &Pages<'_>, until: Instant) -> Result<Result<Vec<Row>, Fault>, WhoIsOnError> {
        let since = self.now();
        match self.may_list(until).await {
            Ok(()) => Ok(Ok(pages.all(since).await?)),
            Err(refusal) => Ok(Err((refusal.why, refusal.message))),
        }
    }

    /// All rows of another node, piece by piece.
    async fn pull(&self, member: &Member, filters: &Filters, user: &User, until: Instant) -> Result<Vec<Row>, Fault> {
        let since = self.members().stamp(&member.node, self.now()).map(|stamp| stamp.tick);
        let mut rows = Vec::new();
        let mut query = Query {
            username: filters.username.clone(),
            project: filters.project.clone(),
            after: None,
            limit: MOST as u32,
            user: user.to_string(),
            since,
        };
        loop {
            let patience = until.saturating_duration_since(Instant::now());
            let piece = match self.ask_one(member, Ask::Sessions(query.clone()), patience).await? {
                Reply::Sessions(piece) => piece,
                _ => return Err(super::asking::unknown()),
            };
            let last = piece.rows.last().and_then(to_wire::order_key);
            rows.extend(piece.rows);
            match last.filter(|_| piece.more) {
                Some(last) => query.after = Some(last.to_string()),
                None => return Ok(rows),
            }
        }
    }
}
