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

/// At most `limit` (1 or more) rows. A node that has more than it sent bounds the page: what another node has after its
/// last row waits for the next page. A session that is on two lists, since it changed hands in between, is there once, as
/// the node of the higher epoch has it. Rows whose names are not valid are left out.
pub fn merge(answers: Vec<NodeRows>, limit: usize) -> Page {
    let bound = answers.iter().filter(|answer| answer.rows.more).filter_map(|a| a.rows.rows.last().and_then(key)).min();
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
        Row {
            client_id: format!("{id:016X}"),
            username: String::new(),
            project: String::new(),
            address: String::new(),
            ip: String::new(),
            hostname: None,
            designer: false,
            created,
            active: 0,
            connected: true,
            epoch,
        }
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
    }
}
