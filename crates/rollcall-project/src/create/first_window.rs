//! The window that a new project begins with: small enough to be understood and thrown away.

/// Its files with their texts, by their paths in the project's folder.
pub(super) const FILES: [(&str, &str); 2] =
    [("windows/Welcome/window.json", WINDOW), ("windows/Welcome/who_is_on.py", SCRIPT)];

const WINDOW: &str = r#"{
  "title": "Welcome",
  "width": 1024,
  "height": 700,
  "root": {
    "components": [
      {
        "kind": "Button", "name": "Who is on?", "text": "Who is on?",
        "x": 16, "y": 16, "width": 120, "height": 36, "layout": ["top", "left"],
        "events": { "actionPerformed": "who_is_on.py" }
      },
      {
        "kind": "Table", "name": "Table",
        "x": 16, "y": 64, "width": 992, "height": 620, "layout": ["top", "left", "bottom", "right"]
      }
    ]
  }
}
"#;

const SCRIPT: &str = "\
# Runs when the button is pressed.
table = event.source.parent.getComponent(\"Table\")
table.data = system.db.toDataSet(system.util.getSessionInfo())
";
