//! The rows of several nodes as one page: in order of creation, no session twice, and none left out.

use std::collections::BTreeMap;

use rollcall_session::{ClientId, OrderKey, Timestamp};

use crate::{Name, Row, Rows};

/// The answer of one node.
#[derive(Clone, Debug)]
pub struct NodeRows {
    /// The node.
    pub node: Name,
    /// Its rows, in order of creation.
    pub rows: Rows,
}

/// A page of the sessions of several nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The sessions with their nodes, in order of creation.
    pub rows: Vec<(Name, Row)>,
    /// Where the next page begins; None on the last.
    pub next: Option<OrderKey>,
}

/// What a node is asked for beyond its even share.
const MORE: usize = 16;

/// How many rows each of so many nodes is asked for at first, for a page of `limit`: what an even spread needs, and some more.
pub fn share(limit: usize, nodes: usize) -> usize {
    (limit / nodes.max(1) * 5 / 4 + MORE).min(limit)
}

/// The place of the last row of a node that has more after it, where a page of `limit` is not full without those; and how
/// many it lacks.
pub fn lacking<'a>(answers: impl Iterator<Item = &'a NodeRows> + Clone, limit: usize) -> Option<(OrderKey, usize)> {
    let bound = answers.clone().filter_map(NodeRows::end).min()?;
    let listed = |answer: &NodeRows| answer.rows.rows.partition_point(|row| key(row).is_none_or(|key| key <= bound));
    let lacking = limit.saturating_sub(answers.map(listed).sum());
    (lacking > 0).then_some((bound, lacking))
}

impl NodeRows {
    /// The place of its last row, where it has more after that.
    pub fn end(&self) -> Option<OrderKey> {
        self.rows.rows.last().filter(|_| self.rows.more).and_then(key)
    }

    /// Adds the rows of a further answer.
    pub fn extend(&mut self, rows: Rows) {
        if self.rows.rows.is_empty() {
            self.rows = rows;
        } else {
            self.rows.rows.extend(rows.rows);
            self.rows.more = rows.more;
        }
    }
}

/// At most `limit` (1 or more) rows. A node that has more than it sent bounds the page: what another node has after its
/// last row waits for the next page. A session that is on two lists, since it changed hands in between, is there once, as
/// the node of the higher epoch has it. Rows whose names are not valid are left out.
pub fn merge(answers: Vec<NodeRows>, limit: usize) -> Page {
    let bound = answers.iter().filter_map(NodeRows::end).min();
    let mut is_more = answers.iter().any(|answer| answer.rows.more);
    let mut merged: BTreeMap<OrderKey, (Name, Row)> = BTreeMap::new();
    for NodeRows { node, rows } in answers {
        for row in rows.rows {
            let Some(key) = key(&row) else { continue };
            if bound.is_some_and(|bound| key > bound) {
                is_more = true;
                continue;
            }
            match merged.get(&key) {
                Some((_, there)) if there.epoch >= row.epoch => {}
                _ => drop(merged.insert(key, (node.clone(), row))),
            }
        }
    }
    is_more |= merged.len() > limit;
    let page: Vec<(OrderKey, (Name, Row))> = merged.into_iter().take(limit).collect();
    let next = page.last().map(|(key, _)| *key).filter(|_| is_more);
    Page { rows: page.into_iter().map(|(_, row)| row).collect(), next }
}

fn key(row: &Row) -> Option<OrderKey> {
    let client_id: ClientId = row.client_id.parse().ok()?;
    Some(OrderKey { creation_time: Timestamp(row.created), client_id })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(id: u64, created: i64, epoch: i64) -> Row {
        Row { client_id: format!("{id:016X}"), created, epoch, ..Row::default() }
    }

    /// As a node answers: its rows after a place, and at most so many.
    fn answer(node: usize, rows: &[Row], after: Option<OrderKey>, limit: usize) -> NodeRows {
        let mut rest: Vec<Row> = rows.iter().filter(|row| key(row) > after).cloned().collect();
        rest.sort_by_key(key);
        let more = rest.len() > limit;
        rest.truncate(limit);
        let total = rows.len() as u64;
        NodeRows { node: format!("n{node}").parse().unwrap(), rows: Rows { rows: rest, total, more } }
    }

    proptest! {
        /// Page after page, each session is there once, in order, with the node that has it.
        #[test]
        fn all_pages_together_are_the_list(
            sessions in prop::collection::vec((0..20_i64, 0..4_usize, prop::option::of(0..4_usize)), 0..60),
            limit in 1..10_usize,
            sent in 1..10_usize,
        ) {
            let mut nodes = vec![Vec::new(); 4];
            let mut expected = Vec::new();
            for (id, (created, node, moved_from)) in (0..).zip(&sessions) {
                nodes[*node].push(row(id, *created, 1));
                if let Some(old) = moved_from.filter(|old| old != node) {
                    nodes[old].push(row(id, *created, 0));
                }
                expected.push((key(&row(id, *created, 1)).unwrap(), format!("n{node}")));
            }
            expected.sort();
            let (mut found, mut after) = (Vec::new(), None);
            loop {
                let answers = nodes.iter().enumerate().map(|(n, rows)| answer(n, rows, after, sent)).collect();
                let page = merge(answers, limit);
                prop_assert!(page.rows.len() <= limit);
                found.extend(page.rows.iter().map(|(node, row)| (key(row).unwrap(), node.to_string())));
                match page.next {
                    Some(next) => {
                        prop_assert!(Some(next) > after);
                        after = Some(next);
                    }
                    None => break,
                }
            }
            prop_assert_eq!(found, expected);
        }

        /// However the sessions are spread: nodes that are asked for a share, and for more where that is used up, fill a page.
        #[test]
        fn a_page_is_full_where_there_are_so_many(
            sessions in prop::collection::vec((0..20_i64, 0..4_usize), 0..60),
            limit in 1..40_usize,
            sent in 1..10_usize,
        ) {
            let mut nodes = vec![Vec::new(); 4];
            for (id, (created, node)) in (0..).zip(&sessions) {
                nodes[*node].push(row(id, *created, 0));
            }
            let mut answers: Vec<NodeRows> =
                nodes.iter().enumerate().map(|(n, rows)| answer(n, rows, None, sent)).collect();
            while let Some((bound, lacking)) = lacking(answers.iter(), limit) {
                for (node, there) in answers.iter_mut().enumerate().filter(|(_, there)| there.end() == Some(bound)) {
                    there.extend(answer(node, &nodes[node], Some(bound), lacking).rows);
                }
            }
            let mut expected: Vec<_> = nodes.iter().flatten().filter_map(key).collect();
            expected.sort();
            expected.truncate(limit);
            let page = merge(answers, limit);
            prop_assert_eq!(page.rows.iter().filter_map(|(_, row)| key(row)).collect::<Vec<_>>(), expected);
            prop_assert_eq!(page.next.is_some(), sessions.len() > limit);
        }
    }
}
