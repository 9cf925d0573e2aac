//! An answer: the sessions that matched at one moment.

use std::sync::{Arc, OnceLock};

use rollcall_dataset::{Cells, Dataset};

use super::index::Tables;
use super::row::Row;
use super::rows::{Rows, in_order};
use crate::{ClientId, OrderKey, Timestamp};

/// The sessions that matched at one moment, in order of creation. It shares their texts with the registry, and its
/// dataset with all callers that get the same answer.
#[derive(Debug, Default)]
pub struct Answer {
    rows: Rows,
    tables: Tables,
    dataset: OnceLock<Dataset>,
}

/// One session of an answer: its columns in lists.
#[derive(Clone, Copy, Debug)]
pub struct Listing<'a> {
    row: &'a Row,
    tables: &'a Tables,
}

impl Answer {
    /// An answer from rows in any order.
    pub(super) fn new(rows: Vec<Row>, tables: Tables) -> Self {
        Answer { rows: Rows::new(in_order(rows)), tables, dataset: OnceLock::new() }
    }

    /// This answer without some sessions and with others, both in order. Sessions that are in both are in the result,
    /// in the form of `added`.
    pub(super) fn changed(this: Arc<Self>, removed: &[OrderKey], added: &[Row], tables: Tables) -> Self {
        // As a rule no other caller shares it; then its rows are changed in place.
        let mut rows = Arc::try_unwrap(this).map_or_else(|this| this.rows.clone(), |this| this.rows);
        rows.remove(removed);
        rows.insert(added);
        Answer { rows, tables, dataset: OnceLock::new() }
    }

    /// The sessions, in order of creation.
    pub fn listings(&self) -> impl Iterator<Item = Listing<'_>> {
        self.rows.iter().map(|row| Listing { row, tables: &self.tables })
    }

    /// The sessions after `cursor`; all without a cursor.
    pub fn listings_after(&self, cursor: Option<OrderKey>) -> impl Iterator<Item = Listing<'_>> {
        self.rows.after(cursor).map(|row| Listing { row, tables: &self.tables })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing matched.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The answer in the six columns of 7.9's manual, in its order; the columns are there when no session matches, too.
    /// It is made at the first call and shared from then on.
    pub fn dataset(&self) -> Dataset {
        self.dataset.get_or_init(|| self.tabulate()).clone()
    }

    fn tabulate(&self) -> Dataset {
        let text = |table: &crate::table::Table<Arc<str>>, number| table.get(number).map(Arc::clone);
        let tables = &self.tables;
        let columns: [(&str, Cells<'_, Row>); 6] = [
            ("username", Cells::String(&|row| text(&tables.users, row.user))),
            ("project", Cells::String(&|row| text(&tables.projects, row.project))),
            ("address", Cells::String(&|row| text(&tables.addresses, row.address))),
            ("isDesigner", Cells::Boolean(&|row| Some(row.flags.designer))),
            ("clientId", Cells::String(&|row| Some(row.client_id.to_string().into()))),
            ("creationTime", Cells::Date(&|row| Some(row.creation_time.0))),
        ];
        Dataset::tabulate(&self.rows.iter().copied().collect::<Vec<_>>(), &columns)
    }
}

impl<'a> Listing<'a> {
    /// Its public name.
    pub fn client_id(&self) -> ClientId {
        self.row.client_id
    }

    /// Its place in the order of creation.
    pub fn order_key(&self) -> OrderKey {
        self.row.order_key()
    }

    /// The user who is logged in.
    pub fn username(&self) -> &'a str {
        self.tables.users.get(self.row.user).map_or("", |text| text)
    }

    /// The project.
    pub fn project(&self) -> &'a str {
        self.tables.projects.get(self.row.project).map_or("", |text| text)
    }

    /// The client's host name as it reported it, else its IP address.
    pub fn address(&self) -> &'a str {
        self.tables.addresses.get(self.row.address).map_or("", |text| text)
    }

    /// Whether it is a designer.
    pub fn is_designer(&self) -> bool {
        self.row.flags.designer
    }

    /// When the person logged in.
    pub fn creation_time(&self) -> Timestamp {
        self.row.creation_time
    }
}
