//! The plant's windows: the two examples of the manual's page, and one window for each thing that is tried out.

use testkit::{GatewayProcess, Setup, eventually};

use crate::plant::plant;

/// The manual's first example, as it stands there.
pub const EXAMPLE_1: &str = include_str!("../../../../../examples/example1_table.py");
/// The manual's second example, as it stands there.
pub const EXAMPLE_2: &str = include_str!("../../../../../examples/example2_count.py");

/// The plant with the window of the examples.
pub fn floor() -> Setup {
    let window = r#"{
        "title": "Sessions",
        "root": { "components": [
            { "kind": "Button", "name": "Who is on?", "text": "Who is on?", "x": 16, "y": 16, "width": 120, "height": 32,
              "events": { "actionPerformed": "who_is_on.py" } },
            { "kind": "Button", "name": "Count billy", "text": "Count billy", "x": 144, "y": 16, "width": 120, "height": 32,
              "events": { "actionPerformed": "count_billy.py" } },
            { "kind": "Table", "name": "Table", "x": 16, "y": 64, "width": 992, "height": 600 }
        ] }
    }"#;
    plant()
        .settings("[client]\nwindows = [\"Sessions\"]\n")
        .file("plant/windows/Sessions/window.json", window)
        .file("plant/windows/Sessions/who_is_on.py", EXAMPLE_1)
        .file("plant/windows/Sessions/count_billy.py", EXAMPLE_2)
}

/// The plant with one window, `Bench`: buttons that each run one of the scripts, a field and a label.
pub fn bench(scripts: &[(&str, &str)]) -> Setup {
    with_window(plant().settings("[client]\nwindows = [\"Bench\"]\n"), "Bench", scripts)
}

/// A window with a button for each script, named as the script is, a text field `Field` and a label `Label`.
pub fn with_window(setup: Setup, path: &str, scripts: &[(&str, &str)]) -> Setup {
    let button = |name: &str| {
        format!(
            r#"{{ "kind": "Button", "name": "{name}", "x": 0, "y": 0, "width": 90, "height": 30,
                 "events": {{ "actionPerformed": "{name}.py" }} }},"#
        )
    };
    let buttons: String = scripts.iter().map(|(name, _)| button(name)).collect();
    let window = format!(
        r#"{{ "root": {{ "components": [ {buttons}
            {{ "kind": "TextField", "name": "Field", "x": 0, "y": 40, "width": 90, "height": 30 }},
            {{ "kind": "Label", "name": "Label", "x": 0, "y": 80, "width": 90, "height": 30 }}
        ] }} }}"#
    );
    let file = |name: &str| format!("plant/windows/{path}/{name}");
    let setup = setup.file(&file("window.json"), window);
    scripts.iter().fold(setup, |setup, (name, script)| setup.file(&file(&format!("{name}.py")), *script))
}

/// The line of a script that shows an expression on the window's label.
pub fn tell(expression: &str) -> String {
    format!("event.source.parent.getComponent('Label').text = u'%s' % ({expression},)\n")
}

/// Waits until the gateway's log has a text.
pub async fn logged(gateway: &GatewayProcess, text: &str) {
    eventually(&format!("{text:?} in the log"), async || gateway.log().contains(text).then_some(())).await;
}
