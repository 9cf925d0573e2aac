//! Projects for attacks: a window with one button for each script.

use testkit::{Executable, Setup};

/// The user who behaves well, in a project of that name.
pub const BYSTANDER: &str = "bystander";
/// The user who behaves badly, in the project [`TARGET`].
pub const ATTACKER: &str = "mallory";
/// The project whose scripts are hostile.
pub const TARGET: &str = "target";
/// The script of the bystander's button: each press is counted, so that each must be seen to be answered.
const COUNT: &str = "event.source.toolTipText = str(int(event.source.toolTipText or 0) + 1)\n";

/// A gateway with the bystander and the attacker, and a project for each.
pub fn plant(executable: Executable) -> Setup {
    // Attacker and gateway share a machine: a press is to be refused because of the attack, and not because of its age.
    let setup = Setup::new(executable)
        .config("clients.press_age = \"60s\"")
        .user("admin", &["Administrator"])
        .user(BYSTANDER, &["Calm"])
        .user(ATTACKER, &["Hostile"])
        .project(TARGET, "Hostile", "Engineer")
        .project(BYSTANDER, "Calm", "Engineer");
    window(setup.settings("[client]\nwindows = [\"Main\"]\n"), BYSTANDER, "Main", &[("Count", COUNT)], "")
}

/// The target with a window `Main` that has a button for each script, named as the script is, and more components, each
/// written as JSON with a comma before it. It opens no window by itself unless the settings name one: `Main` is the
/// first.
pub fn target(setup: Setup, scripts: &[(&str, &str)], more: &str) -> Setup {
    window(setup, TARGET, "Main", scripts, more)
}

/// A window of a project, as [`target`] has it.
pub fn window(setup: Setup, project: &str, path: &str, scripts: &[(&str, &str)], more: &str) -> Setup {
    let button = |(name, _): &(&str, &str)| {
        format!(
            r#"{{ "kind": "Button", "name": "{name}", "x": 0, "y": 0, "width": 90, "height": 30,
                 "events": {{ "actionPerformed": "{name}.py" }} }}"#
        )
    };
    let buttons: Vec<String> = scripts.iter().map(button).collect();
    let json = format!(r#"{{ "root": {{ "components": [ {}{more} ] }} }}"#, buttons.join(","));
    let file = |name: &str| format!("{project}/windows/{path}/{name}");
    let setup = setup.file(&file("window.json"), json);
    scripts.iter().fold(setup, |setup, (name, script)| setup.file(&file(&format!("{name}.py")), *script))
}

/// Labels `L0`, `L1`, … for [`target`].
pub fn labels(count: usize) -> String {
    let label = |number: usize| {
        format!(r#", {{ "kind": "Label", "name": "L{number}", "x": 0, "y": 40, "width": 90, "height": 30 }}"#)
    };
    (0..count).map(label).collect()
}
