//! The output of scripts, in lines: for the person's console, and in the gateway's log.

use rollcall_wire::desktop::{DesktopRequest, PrintedBy};
use rollcall_wire::host::LogLevel;

use super::floor::{bench, logged};

/// Each line of this is one line, however many pieces it is printed in.
const LINES: &str = "\
import sys
label = event.source.parent.getComponent('Label')
label.text = u'gr\\xfcn'
print 'one', 2, label.text, None
print 'comma',
print 'after'
sys.stdout.write('pie')
label.text = 'between'
sys.stdout.write('ces\\n')
sys.stdout.write('first of two\\nsecond')
sys.stderr.write('an error\\n')
print ' of two'
system.util.getLogger('plant.line').warn('slow')
system.util.invokeLater(lambda: None)
print u'\\u2192 \\U0001F3ED'
print
print 'no end',
";

#[tokio::test]
async fn a_console_shows_line_by_line_what_its_own_scripts_print() {
    let gateway = bench(&[("print", LINES), ("fail", "print 'before'\nraise ValueError('broken')")]).start().await;
    let (token, mut tab) = gateway.tab("billy", "plant").await;
    let (_, mut other) = gateway.tab("anna", "plant").await;
    other.send(DesktopRequest::Console { open: true }).await;
    tab.press("print").await;
    logged(&gateway, "no end").await;
    tab.round_trip().await;
    assert_eq!(tab.printed, [], "nobody looks");
    tab.send(DesktopRequest::Console { open: true }).await;
    tab.until("the whole of it", |tab| tab.printed.iter().any(|line| line.text == "no end")).await;
    let texts: Vec<&str> = tab.printed.iter().map(|line| line.text.as_str()).collect();
    let expected = [
        "one 2 grün None",
        "comma after",
        "pieces",
        "first of two",
        "an error",
        "second of two",
        "slow",
        "→ 🏭",
        "",
        "no end",
    ];
    assert_eq!(texts, expected);
    let by = |text: &str| tab.printed.iter().find(|line| line.text == text).map(|line| line.source.clone());
    assert_eq!(by("an error"), Some(PrintedBy::ErrorOutput));
    assert_eq!(by("slow"), Some(PrintedBy::Logger { name: "plant.line".to_owned(), level: LogLevel::Warn }));
    assert!(tab.printed.iter().all(|line| line.file == "windows/Bench/print.py" && line.at > 0), "{:?}", tab.printed);
    // In the log as well: the line is not cut where a call came in between.
    for line in ["one 2 grün None", "comma after", "pieces", "second of two"] {
        assert!(gateway.log().contains(line), "{line:?} in {}", gateway.log());
    }
    tab.press("fail").await;
    tab.until("the traceback", |tab| tab.printed.last().is_some_and(|line| line.text.contains("broken"))).await;
    assert_eq!(tab.printed.last().map(|line| line.source.clone()), Some(PrintedBy::Failure));
    other.round_trip().await;
    assert_eq!(other.printed, [], "another person's scripts");
    // A page that is loaded again asks anew, and gets the earlier output.
    drop(tab);
    let mut after = testkit::Tab::open(gateway.url(), &token).await;
    after.start(Vec::new()).await;
    after.send(DesktopRequest::Console { open: true }).await;
    after
        .until("what was printed before", |tab| tab.printed.first().is_some_and(|line| line.text.starts_with("one")))
        .await;
}

#[tokio::test]
async fn a_script_that_prints_without_end_costs_lines_only() {
    let flood = "for i in xrange(100000):\n    print i, 'x' * 100";
    let gateway = bench(&[("flood", flood), ("say", "print 'still there'")]).start().await;
    let (_, mut tab) = gateway.tab("billy", "plant").await;
    tab.send(DesktopRequest::Console { open: true }).await;
    tab.press("flood").await;
    tab.press("say").await;
    tab.until("the next script's line", |tab| tab.printed.iter().any(|line| line.text == "still there")).await;
    assert!(tab.printed.iter().any(|line| line.text.contains("too much")), "it is said");
    assert!(tab.printed.len() < 1_000, "{}", tab.printed.len());
}
