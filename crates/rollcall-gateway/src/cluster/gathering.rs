//! A page of the sessions of the whole cluster, which is complete or names each node that is missing from it.
//!
//! A page of a thousand rows of three nodes has a thousand of some three thousand that they could send. So each is asked for
//! a share at first, and only one whose rows are used up before the page is full is asked for more.

use std::time::Duration;

use futures_util::future::join_all;
use rollcall_cluster::{
    Ask, Member, MemberState, Name, NodeResult, NodeRows, Page, Query, Reply, Rows, lacking, merge, share,
};
use rollcall_session::{OrderKey, Tick};
use tokio::time::Instant;

use super::Cluster;
use super::asking::{Fault, result, unknown};
use crate::services::Services;

/// A page of the sessions of all nodes.
#[derive(Debug)]
pub struct ClusterPage {
    /// The sessions with their nodes.
    pub page: Page,
    /// How many match on the nodes that answered.
    pub total: u64,
    /// What each node did, in order of their names.
    pub nodes: Vec<NodeResult>,
}

impl ClusterPage {
    /// Whether every node answered.
    pub fn is_complete(&self) -> bool {
        self.nodes.iter().all(|node| node.error.is_none())
    }

    /// The filter's fault, where that is why a node did not answer: it is the caller's, and no node's.
    pub fn fault_of_filter(&self) -> Option<&str> {
        let of_filter = self.nodes.iter().find(|node| node.status == "filter");
        of_filter.and_then(|node| node.error.as_deref())
    }
}

/// What a node has sent so far.
struct Part {
    answer: NodeRows,
    /// None for this node.
    member: Option<Member>,
    /// Sessions that have left the node since this tick of its own are listed, too.
    since: Option<u64>,
    fault: Option<Fault>,
    took: Duration,
}

/// The need for a page.
struct Request<'a> {
    services: &'a Services,
    query: &'a Query,
    until: Instant,
}

impl Cluster {
    /// The sessions of all nodes that match, a page of them. A node is waited for until `patience` is over, and not that long
    /// where it gives no sign of life.
    pub async fn page(&self, services: &Services, query: Query, patience: Duration) -> ClusterPage {
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX).max(1);
        let request = Request { services, query: &query, until: Instant::now() + patience };
        let others = self.members().all(self.now());
        let answering = others.iter().filter(|member| member.state == MemberState::Here).count() + 1;
        let share = share(limit, answering);
        let own = Part::of(self.settings.node.clone(), None);
        let known = others.into_iter().map(|member| Part::of(member.node.clone(), Some(member)));
        let first = join_all(std::iter::once(own).chain(known).map(|part| self.ask_for_more(&request, part, share)));
        let (knows_all, mut parts) = tokio::join!(self.learn_nodes(), first);
        // The database knows of nodes that this one has not heard yet.
        let mut unasked = self.members().all(self.now());
        unasked.retain(|member| parts.iter().all(|part| part.answer.node != member.node));
        let unasked = unasked.into_iter().map(|member| Part::of(member.node.clone(), Some(member)));
        parts.extend(join_all(unasked.map(|part| self.ask_for_more(&request, part, limit))).await);
        while let Some((bound, lacking)) = to_be_asked_for(&parts, limit) {
            let (used_up, enough): (Vec<Part>, _) =
                parts.into_iter().partition(|part| part.answer.end() == Some(bound));
            parts = enough;
            parts.extend(join_all(used_up.into_iter().map(|part| self.ask_for_more(&request, part, lacking))).await);
        }
        let mut page = gathered(parts, limit);
        page.nodes.iter_mut().for_each(|node| self.doubt(node, &knows_all));
        page
    }

    /// The rows of a node after those that it has sent, at most so many.
    async fn ask_for_more(&self, request: &Request<'_>, mut part: Part, limit: usize) -> Part {
        let started = Instant::now();
        let mut query = Query { limit: u32::try_from(limit).unwrap_or(u32::MAX), ..request.query.clone() };
        if let Some(last) = part.answer.end() {
            query.after = Some(last.to_string());
        }
        query.since = part.since;
        let patience = request.until.saturating_duration_since(started);
        let answer = match &part.member {
            None => {
                let since = *part.since.get_or_insert(self.now().0);
                let own = self.own_rows(request.services, query, Tick(since), request.until);
                own.await.map_err(|refusal| (refusal.why, refusal.message))
            }
            Some(member) => self.rows_of(member, query, patience, &mut part.since).await,
        };
        part.took += started.elapsed();
        match answer {
            // One that says that there are more, and sends none, would be asked for ever.
            Ok(rows) if rows.more && rows.rows.is_empty() => part.fault = Some(unknown()),
            Ok(rows) => part.answer.extend(rows),
            Err(fault) => part.fault = Some(fault),
        }
        part
    }

    async fn rows_of(
        &self,
        member: &Member,
        query: Query,
        patience: Duration,
        since: &mut Option<u64>,
    ) -> Result<Rows, Fault> {
        let asked = self.ask_stamped(
            member,
            |stamp| {
                since.get_or_insert(stamp.tick);
                Ask::Sessions(query)
            },
            patience,
        );
        let reply = tokio::select! {
            reply = asked => reply?,
            fault = self.silence(member) => return Err(fault),
        };
        match reply {
            Reply::Sessions(rows) => Ok(rows),
            _ => Err(unknown()),
        }
    }

    /// A list that may lack a node is not whole: this node is named for that.
    pub(super) fn doubt(&self, node: &mut NodeResult, knows_all: &Result<(), Fault>) {
        if let (Err((status, error)), true, None) = (knows_all, node.node == self.settings.node, &node.error) {
            (node.status, node.error) = (status.clone(), Some(error.clone()));
        }
    }
}

impl Part {
    fn of(node: Name, member: Option<Member>) -> Self {
        let answer = NodeRows { node, rows: Rows::default() };
        Part { answer, member, since: None, fault: None, took: Duration::ZERO }
    }
}

/// The node with a last row at this place is to be asked for so many more. None where the page is full, or that node fails.
fn to_be_asked_for(parts: &[Part], limit: usize) -> Option<(OrderKey, usize)> {
    let lacking = lacking(parts.iter().map(|part| &part.answer), limit);
    lacking.filter(|(bound, _)| parts.iter().all(|part| part.fault.is_none() || part.answer.end() != Some(*bound)))
}

fn gathered(parts: Vec<Part>, limit: usize) -> ClusterPage {
    let total = parts.iter().map(|part| part.answer.rows.total).sum();
    let outcome = |part: &Part| part.fault.clone().map_or(Ok(part.answer.rows.rows.len()), Err);
    let mut nodes: Vec<NodeResult> =
        parts.iter().map(|part| result(part.answer.node.clone(), &outcome(part), part.took)).collect();
    nodes.sort_by(|one, other| one.node.cmp(&other.node));
    ClusterPage { page: merge(parts.into_iter().map(|part| part.answer).collect(), limit), total, nodes }
}
