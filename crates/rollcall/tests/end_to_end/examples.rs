//! The five examples of the function's reference page, as the files under `examples/` have them.

use std::path::Path;

use testkit::{GatewayProcess, Invocation, Setup};

use crate::plant::ROLLCALL;

/// Four people whose names the examples can tell apart; the second session of `billy` is in another project.
async fn people() -> GatewayProcess {
    let names = ["billy", "bixly", "bill.smith", "billxsmith"];
    let setup = Setup::new(ROLLCALL).user("anna", &["Operator"]);
    let setup = names.into_iter().fold(setup, |setup, name| setup.user(name, &["Operator"]));
    let gateway =
        setup.project("plant", "Operator", "Engineer").project("packaging", "Operator", "Engineer").start().await;
    for name in names {
        gateway.session(name, "plant").await;
    }
    gateway.session("billy", "packaging").await;
    gateway
}

fn example(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    std::fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("examples/{file}: {error}"))
}

fn run(gateway: &GatewayProcess, script: &str) -> Invocation {
    gateway.command_as("anna", &["run", "-", "--project", "plant"]).input(script)
}

#[tokio::test]
async fn example_1_fills_a_table() {
    let gateway = people().await;
    let show = "print type(table.data).__name__, table.data.getRowCount()\n\
        print([str(name) for name in table.data.getColumnNames()])\n\
        print table.data.getValueAt(1, 'username'), table.data.getValueAt(5, 'username')\n";
    let script = [&example("stand_in_window.py"), &example("example1_table.py"), show].concat();
    let output = run(&gateway, &script).finish().await.success();
    let columns = "['username', 'project', 'address', 'isDesigner', 'clientId', 'creationTime']";
    assert_eq!(output.lines().skip(1).collect::<Vec<_>>(), [columns, "bixly anna"], "{output}");
    assert!(output.lines().next().is_some_and(|line| line.ends_with("Dataset 6")), "{output}");
}

#[tokio::test]
async fn the_stand_in_table_takes_no_rows_that_were_not_converted() {
    let gateway = people().await;
    let unconverted = example("example1_table.py").replace("system.db.toDataSet(sessions)", "sessions");
    let script = [example("stand_in_window.py"), unconverted].concat();
    let finished = run(&gateway, &script).finish().await;
    assert_eq!(finished.code, Some(1), "{finished:#?}");
    assert!(finished.stderr.contains("TypeError: data: a Dataset is needed"), "{finished:#?}");
}

#[tokio::test]
async fn example_2_shows_a_message_box() {
    let gateway = people().await;
    let output = run(&gateway, &example("example2_count.py")).finish().await.success();
    assert_eq!(output, "Information: Billy has 2 sessions\n");
}

#[tokio::test]
async fn examples_3_to_5_find_who_they_say() {
    let gateway = people().await;
    let cases = [
        ("example3_starts_with.py", "billy bixly bill.smith billxsmith billy"),
        ("example4_wildcard.py", "billy bixly billy"),
        ("example5_dot.py", "bill.smith"),
    ];
    for (file, expected) in cases {
        let script = example(file) + "print(' '.join(row['username'] for row in sessions))\n";
        let output = run(&gateway, &script).finish().await.success();
        assert_eq!(output.trim_end(), expected, "{file}");
    }
}
