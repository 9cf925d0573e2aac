//! Slow lines, lines that are held, and readers that do not read: large messages arrive, small ones pass them, and no
//! connection costs the gateway more than a little memory.

use std::time::Duration;

use rollcall_wire::desktop::ViewValue;
use rollcall_wire::socket::{ClientFrame, EndReason};
use testkit::{GatewayProcess, Proxy, Setup, Tab, Way, eventually, throughout};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::plant::plant;

/// 1 Mbit/s, in bytes.
const MEGABIT: u32 = 125_000;

/// A window with a table, a button for each size of it, and a button that answers on a label.
fn tables(sizes: &[(&str, u32)]) -> Setup {
    let button = |name: &str| {
        format!(
            r#"{{ "kind": "Button", "name": "{name}", "x": 0, "y": 0, "width": 90, "height": 30,
                 "events": {{ "actionPerformed": "{name}.py" }} }},"#
        )
    };
    let buttons: String = sizes.iter().map(|(name, _)| button(name)).chain([button("hello")]).collect();
    let window = format!(
        r#"{{ "root": {{ "components": [ {buttons}
            {{ "kind": "Table", "name": "Table", "x": 0, "y": 40, "width": 400, "height": 300 }},
            {{ "kind": "Label", "name": "Label", "x": 0, "y": 350, "width": 90, "height": 30 }}
        ] }} }}"#
    );
    let setup = plant()
        .settings("[client]\nwindows = [\"Tables\"]\n")
        .config("[sessions]\nresume_period = \"6s\"\n")
        .file("plant/windows/Tables/window.json", window)
        .file("plant/windows/Tables/hello.py", HELLO);
    sizes
        .iter()
        .fold(setup, |setup, (name, rows)| setup.file(&format!("plant/windows/Tables/{name}.py"), filled(*rows)))
}

const HELLO: &str = "label = event.source.parent.getComponent('Label')\nlabel.text = (label.text or '') + 'hello '\n";

/// A script that shows so many rows, which compression makes little of.
fn filled(rows: u32) -> String {
    format!(
        "rows = []\nstate = 12345\nfor i in range({rows}):\n  state = (state * 1103515245 + 12345) % 2147483648\n  \
         rows.append([i, state, state * 0.37, 'machine %d' % state])\n\
         event.source.parent.getComponent('Table').data = \
         system.dataset.toDataSet(['number', 'noise', 'ratio', 'name'], rows)\n"
    )
}

async fn has_come(tab: &mut Tab, rows: usize) {
    tab.until(&format!("{rows} rows"), |tab| tab.dataset("Table", "data").is_some_and(|data| data.row_count() == rows))
        .await;
}

/// Every row is there, and as it was sent: the numbers count up.
fn is_as_it_was_sent(tab: &Tab, rows: u32) {
    let data = tab.dataset("Table", "data").expect("it is whole");
    let numbers: Vec<_> = (0..rows as usize).map(|row| data.value(row, 0)).collect();
    let expected: Vec<_> = (0..rows).map(|row| Some(rollcall_dataset::Value::Integer(row as i32))).collect();
    assert!(numbers == expected, "rows are missing or in another order");
}

#[tokio::test]
async fn a_table_on_a_slow_line_is_there_at_once_lets_others_pass_and_comes_whole() {
    let gateway = tables(&[("many", 30_000)]).start().await;
    let line = Proxy::to(gateway.url()).await;
    let token = gateway.session("billy", "plant").await.token;
    line.limit(Way::Down, Some(MEGABIT));
    let mut tab = Tab::open(&line.url(), &token).await;
    tab.start(Vec::new()).await;
    tab.press("many").await;
    tab.until("the first rows", |tab| tab.rows("Table", "data").is_some_and(|(here, all)| here > 20 && all == 30_000))
        .await;
    assert!(tab.dataset("Table", "data").is_none(), "the line is too fast for this test");
    let mut hellos = 0;
    // The transfer takes longer than the session lives without a sign of life: bytes that are taken are enough.
    while tab.dataset("Table", "data").is_none() && hellos < 3 {
        tab.press("hello").await;
        hellos += 1;
        let expected = "hello ".repeat(hellos);
        tab.until("an answer", |tab| tab.text("Label", "text") == Some(&*expected)).await;
    }
    let (here, all) = tab.rows("Table", "data").expect("it is under way");
    assert!(here < all, "{hellos} answers waited until all {here} rows had come");
    has_come(&mut tab, 30_000).await;
    is_as_it_was_sent(&tab, 30_000);
    assert_eq!((tab.ended, tab.failures.len()), (None, 0));
}

#[tokio::test]
async fn rows_that_are_looked_at_come_first() {
    let gateway = tables(&[("many", 30_000)]).start().await;
    let line = Proxy::to(gateway.url()).await;
    let token = gateway.session("billy", "plant").await.token;
    line.limit(Way::Down, Some(MEGABIT));
    let mut tab = Tab::open(&line.url(), &token).await;
    tab.start(Vec::new()).await;
    tab.press("many").await;
    tab.until("the first rows", |tab| tab.rows("Table", "data").is_some()).await;
    let dataset = tab.dataset_number("Table", "data").expect("it is shown");
    tab.send_frame(&ClientFrame::Look { dataset, row: 29_000 }).await;
    tab.until("the last rows", |tab| tab.has_row("Table", "data", 29_500)).await;
    let (here, _) = tab.rows("Table", "data").expect("it is under way");
    assert!(here < 20_000, "{here} rows came before the one that was looked at");
    has_come(&mut tab, 30_000).await;
    is_as_it_was_sent(&tab, 30_000);
}

#[tokio::test]
async fn a_newer_dataset_takes_the_place_of_the_rest_of_the_old_one() {
    let gateway = tables(&[("many", 40_000), ("few", 50)]).start().await;
    let line = Proxy::to(gateway.url()).await;
    let token = gateway.session("billy", "plant").await.token;
    line.limit(Way::Down, Some(MEGABIT));
    let mut tab = Tab::open(&line.url(), &token).await;
    tab.start(Vec::new()).await;
    tab.press("many").await;
    tab.until("the first rows", |tab| tab.rows("Table", "data").is_some_and(|(_, all)| all == 40_000)).await;
    tab.press("few").await;
    has_come(&mut tab, 50).await;
    let carried = line.carried(Way::Down);
    tab.press("hello").await;
    tab.until("an answer", |tab| tab.text("Label", "text") == Some("hello ")).await;
    // The bytes on the line already are few beside the megabytes that are no longer wanted.
    assert!(line.carried(Way::Down) - carried < 300_000, "the rest of the old one went on");
}

#[tokio::test]
async fn a_line_that_breaks_in_the_middle_ends_neither_the_session_nor_the_table() {
    let gateway = tables(&[("many", 30_000)]).start().await;
    let line = Proxy::to(gateway.url()).await;
    let token = gateway.session("billy", "plant").await.token;
    line.limit(Way::Down, Some(2 * MEGABIT));
    let mut tab = Tab::open(&line.url(), &token).await;
    tab.start(Vec::new()).await;
    tab.press("many").await;
    tab.until("some rows", |tab| tab.rows("Table", "data").is_some_and(|(here, _)| here > 5_000)).await;
    line.cut();
    let mut tab = Tab::open(&line.url(), &token).await;
    tab.start(Vec::new()).await;
    has_come(&mut tab, 30_000).await;
    is_as_it_was_sent(&tab, 30_000);
}

#[tokio::test]
async fn a_session_ends_at_once_though_its_line_is_held_in_the_middle_of_a_table() {
    let gateway = tables(&[("many", 40_000)]).start().await;
    let line = Proxy::to(gateway.url()).await;
    let token = gateway.session("billy", "plant").await.token;
    let mut tab = Tab::open(&line.url(), &token).await;
    tab.start(Vec::new()).await;
    line.limit(Way::Down, Some(MEGABIT));
    tab.press("many").await;
    tab.until("the first rows", |tab| tab.rows("Table", "data").is_some()).await;
    line.hold(Way::Down);
    gateway.http().with_token(&token).log_out().await;
    assert_eq!(gateway.sessions().await.len(), 0);
    line.limit(Way::Down, None);
    line.release(Way::Down);
    tab.take_in_until_closed().await;
    assert_eq!(tab.ended, Some(EndReason::LoggedOut));
}

#[tokio::test]
async fn a_text_of_megabytes_comes_in_pieces_too() {
    let gateway =
        crate::client::floor::bench(&[("long", "event.source.parent.getComponent('Field').text = 'x' * 600000\n")])
            .config("[sessions]\nresume_period = \"2s\"\n")
            .start()
            .await;
    let line = Proxy::to(gateway.url()).await;
    let token = gateway.session("billy", "plant").await.token;
    line.limit(Way::Down, Some(MEGABIT));
    let mut tab = Tab::open(&line.url(), &token).await;
    tab.start(Vec::new()).await;
    tab.press("long").await;
    let is_there =
        |tab: &Tab| matches!(tab.property("Field", "text"), Some(ViewValue::Text(text)) if text.len() == 600_000);
    tab.until("the text", is_there).await;
    assert_eq!(tab.ended, None);
}

/// The resident memory of the gateway's process, in bytes.
fn resident(gateway: &GatewayProcess) -> u64 {
    let pid = gateway.pid().as_raw_nonzero();
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("Linux shows its processes");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a process has memory");
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number of kilobytes");
    kilobytes << 10
}

#[tokio::test]
async fn pings_of_a_client_that_never_reads_cost_nothing() {
    let gateway = plant().config("[sessions]\nsend_patience = \"3s\"\n").start().await;
    let (_, mut patient) = gateway.connected("anna", "plant").await;
    let (_, mut flooding) = gateway.connected("billy", "plant").await;
    let before = resident(&gateway);
    let flood = async {
        // Until the gateway reads no more, or closes: 40 MB would be answered by as much.
        for _ in 0..320_000 {
            if !flooding.ping(&[7; 125]).await {
                break;
            }
        }
    };
    // Either it was given up, or it is held back by its own connection.
    let _ = tokio::time::timeout(Duration::from_secs(10), flood).await;
    patient.keep_alive().await;
    let more = resident(&gateway).saturating_sub(before);
    assert!(more < 8 << 20, "{more} bytes for a client that reads nothing");
}

#[tokio::test]
async fn readers_that_read_nothing_of_a_picture_share_it() {
    const READERS: usize = 60;
    let picture = vec![7; 8 << 20];
    let gateway = plant().file("plant/images/large.png", picture).start().await;
    let billy = gateway.person("billy").await;
    assert_eq!(billy.send("GET", "/client/plant/images/large.png").await.status, 200);
    let before = resident(&gateway);
    let token = gateway.session("anna", "plant").await.token;
    let address = gateway.url().strip_prefix("http://").expect("a gateway without TLS").to_owned();
    let mut readers = Vec::new();
    for _ in 0..READERS {
        let mut reader = TcpStream::connect(&address).await.expect("the gateway can be reached");
        let request = format!(
            "GET /client/plant/images/large.png HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\r\n"
        );
        reader.write_all(request.as_bytes()).await.expect("the gateway reads");
        readers.push(reader);
    }
    // Each a copy of its own would be 480 MB.
    let little = async || resident(&gateway).saturating_sub(before) < 80 << 20;
    throughout(Duration::from_secs(1), "sixty readers of one picture take less than ten of it", little).await;
    drop(readers);
    eventually("the picture is sent to who reads", async || {
        (billy.send("GET", "/client/plant/images/large.png").await.status == 200).then_some(())
    })
    .await;
}
