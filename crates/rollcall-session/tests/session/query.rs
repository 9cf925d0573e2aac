//! Filters, pages, and the dataset that scripts get.

use proptest::prelude::*;
use rollcall_dataset::{ColumnType, Value};
use rollcall_regex::{Budget, Filter};
use rollcall_session::{ClientId, EndReason, Filters, Kind, Settings};

use crate::desk::{Desk, START};

/// The sessions of the reference page's examples and those that are easily mistaken for them.
const SESSIONS: [(&str, &str); 9] = [
    ("billy", "plant"),
    ("anna", "plant"),
    ("bixly", "packaging"),
    ("billy", "packaging"),
    ("bill.smith", "plant"),
    ("billxsmith", "plant"),
    ("bob", "plant-2"),
    ("Billy", "plant"),
    ("billy", "plant"),
];

fn filter(pattern: Option<&str>) -> Option<Filter> {
    pattern.map(|pattern| Filter::new(pattern).expect("a pattern of Java's dialect"))
}

fn check(username: Option<&str>, project: Option<&str>, expected: &[usize]) {
    let mut desk = Desk::new(Settings::default());
    let ids = SESSIONS.map(|(user, project)| desk.log_in(user, project));
    desk.reserve("billy", "plant").expect("it counts, but is not listed");
    let (username, project) = (filter(username), filter(project));
    let filters = Filters { username: username.as_ref(), project: project.as_ref() };
    let found = desk.registry.query(filters, &mut Budget::unlimited()).expect("it can be matched");
    let found: Vec<_> = found.into_iter().map(|session| session.client_id).collect();
    let expected: Vec<_> = expected.iter().map(|place| ids[*place]).collect();
    assert_eq!(found, expected, "{username:?} {project:?}");
}

#[test]
fn filters_match_whole_names_in_order_of_creation() {
    let all: Vec<_> = (0..SESSIONS.len()).collect();
    check(None, None, &all);
    check(Some(".*"), Some(".*"), &all);
    check(Some("billy"), None, &[0, 3, 8]);
    check(Some("bi.*"), None, &[0, 2, 3, 4, 5, 8]);
    check(Some("bi.ly"), None, &[0, 2, 3, 8]);
    check(Some("bi.+ly|billy"), None, &[0, 2, 3, 8]);
    check(Some("bill\\.smith"), None, &[4]);
    check(Some("bill.smith"), None, &[4, 5]);
    check(Some("bill"), None, &[]);
    check(Some(""), None, &[]);
    check(None, Some("plant"), &[0, 1, 4, 5, 7, 8]);
    check(None, Some("plant.*"), &[0, 1, 4, 5, 6, 7, 8]);
    check(Some("billy"), Some("plant"), &[0, 8]);
    check(Some("b.*"), Some("p.*g"), &[2, 3]);
    check(Some("(?i)BILLY"), None, &[0, 3, 7, 8]);
    check(Some("nobody"), Some("plant"), &[]);
}

#[test]
fn a_filter_is_matched_against_each_distinct_name_once() {
    let cost = |sessions: usize| {
        let mut desk = Desk::new(Settings::default());
        for number in 0..sessions {
            desk.log_in(["billy", "bob"][number % 2], ["plant", "packaging", "plant"][number % 3]);
        }
        let (username, project) = (filter(Some("b.*")), filter(Some("p.*")));
        let filters = Filters { username: username.as_ref(), project: project.as_ref() };
        let mut budget = Budget::unlimited();
        let before = budget.left();
        assert_eq!(desk.registry.query(filters, &mut budget).unwrap().len(), sessions);
        before - budget.left()
    };
    assert_eq!(cost(6), cost(6_000));
}

#[test]
fn a_spent_budget_is_an_error_and_no_shorter_list() {
    let mut desk = Desk::new(Settings::default());
    for number in 0..1_000 {
        desk.log_in(&format!("user-{number}"), "plant");
    }
    let username = filter(Some("user-.*"));
    let filters = Filters { username: username.as_ref(), project: None };
    assert!(desk.registry.query(filters, &mut Budget::steps(100)).is_err());
    assert!(desk.registry.page(filters, &mut Budget::steps(100), None, 1).is_err());
    assert!(desk.registry.info(filters, &mut Budget::steps(100)).is_err());
}

#[test]
fn hostile_names_are_names() {
    let long = "x".repeat(10_000);
    let names = [long.as_str(), "\u{202E}yllib", "billy\0", "billy\n", "\u{1F600}", "' OR 1=1 --", "bi.ly", ""];
    let mut desk = Desk::new(Settings::default());
    for name in names {
        desk.log_in(name, name);
    }
    for name in names {
        let quoted = Filter::new(&format!("\\Q{name}\\E")).expect("quoted, every name is a pattern");
        for filters in [
            Filters { username: Some(&quoted), project: None },
            Filters { username: None, project: Some(&quoted) },
            Filters { username: Some(&quoted), project: Some(&quoted) },
        ] {
            let found = desk.registry.query(filters, &mut Budget::unlimited()).expect("it can be matched");
            let found: Vec<_> = found.iter().map(|session| &*session.username).collect();
            assert_eq!(found, [name]);
        }
    }
    let info = desk.registry.info(Filters::default(), &mut Budget::unlimited()).unwrap();
    assert_eq!(info.value(0, 0), Some(Value::String(long.as_str().into())));
}

#[test]
fn the_six_columns() {
    let mut desk = Desk::new(Settings::default());
    let id = desk.log_in("billy", "plant");
    desk.wait(5);
    desk.log_in_with(|opening| (opening.kind, opening.hostname) = (Kind::Designer, None), "anna", "packaging");
    let info = desk.registry.info(Filters::default(), &mut Budget::unlimited()).unwrap();
    let header: Vec<_> = info.columns().iter().map(|column| (&*column.name, column.values.column_type())).collect();
    let expected = [
        ("username", ColumnType::String),
        ("project", ColumnType::String),
        ("address", ColumnType::String),
        ("isDesigner", ColumnType::Boolean),
        ("clientId", ColumnType::String),
        ("creationTime", ColumnType::Date),
    ];
    assert_eq!(header, expected);
    let text = |text: &str| Value::String(text.into());
    let row = |row: usize| (0..6).filter_map(|column| info.value(row, column)).collect::<Vec<_>>();
    let start = START.wall.0;
    let first = [text("billy"), text("plant"), text("line-1"), Value::Boolean(false)];
    assert_eq!(row(0)[..4], first);
    assert_eq!(row(0)[4..], [text(&id.to_string()), Value::Date(start)]);
    assert_eq!(row(1)[..4], [text("anna"), text("packaging"), text("192.0.2.7"), Value::Boolean(true)]);
    assert_eq!(row(1)[5], Value::Date(start + 5));

    let nobody = filter(Some("nobody"));
    let filters = Filters { username: nobody.as_ref(), project: None };
    let none = desk.registry.info(filters, &mut Budget::unlimited()).unwrap();
    let header: Vec<_> = none.columns().iter().map(|column| (&*column.name, column.values.column_type())).collect();
    assert_eq!((none.row_count(), header.as_slice()), (0, &expected[..]));
}

/// Reads the whole list in pages, with `between` happening after each.
fn read_pages(
    desk: &mut Desk,
    pattern: Option<&str>,
    limit: usize,
    mut between: impl FnMut(&mut Desk),
) -> Vec<ClientId> {
    let username = filter(pattern);
    let mut read = Vec::new();
    let mut cursor = None;
    loop {
        let filters = Filters { username: username.as_ref(), project: None };
        let page = desk.registry.page(filters, &mut Budget::unlimited(), cursor, limit).expect("it can be matched");
        assert!(page.sessions.len() <= limit && page.sessions.len() <= page.total);
        read.extend(page.sessions.iter().map(|session| session.client_id));
        assert!(page.next.is_none() || page.next > cursor, "a reader gets on");
        // Between two requests a cursor is a text.
        cursor = page.next.map(|next| next.to_string().parse().expect("a cursor can be read"));
        between(desk);
        if cursor.is_none() {
            return read;
        }
    }
}

#[test]
fn pages_and_totals() {
    for pattern in [None, Some("b.*")] {
        let mut desk = Desk::new(Settings::default());
        let ids: Vec<_> = (0..10).map(|_| desk.log_in("billy", "plant")).collect();
        for limit in [1, 3, 5, 10, 11] {
            assert_eq!(read_pages(&mut desk, pattern, limit, |_| {}), ids);
        }
        let username = filter(pattern);
        let filters = Filters { username: username.as_ref(), project: None };
        let page = desk.registry.page(filters, &mut Budget::unlimited(), None, 5).unwrap();
        assert_eq!((page.total, page.next), (10, page.sessions.last().map(|session| session.order_key())));
        let last = desk.registry.page(filters, &mut Budget::unlimited(), page.next, 5).unwrap();
        assert_eq!((last.total, last.sessions.len(), last.next), (10, 5, None));
    }
}

proptest! {
    /// A session that is listed from the first page to the last is read exactly once, whatever happens between the
    /// pages.
    #[test]
    fn pages_are_stable_under_log_ins_and_log_outs(
        limit in 1usize..6,
        changes in prop::collection::vec((any::<bool>(), any::<prop::sample::Index>()), 0..40),
        filtered: bool,
    ) {
        let mut desk = Desk::new(Settings::default());
        let first: Vec<_> = (0..20).map(|_| desk.log_in("billy", "plant")).collect();
        let mut changes = changes.into_iter();
        let read = read_pages(&mut desk, filtered.then_some("b.*"), limit, |desk| {
            match changes.next() {
                Some((true, _)) => { desk.log_in("billy", "plant"); }
                Some((false, which)) => {
                    let listed = desk.listed();
                    if !listed.is_empty() {
                        desk.registry.end(*which.get(&listed), EndReason::LoggedOut);
                    }
                }
                None => {}
            }
        });
        let throughout: Vec<_> = first.into_iter().filter(|id| desk.registry.get(*id).is_some()).collect();
        let read_of_those: Vec<_> = read.iter().copied().filter(|id| throughout.contains(id)).collect();
        prop_assert_eq!(read_of_those, throughout);
        prop_assert!(read.is_sorted(), "the ids of this test count up, as the order does");
    }
}
