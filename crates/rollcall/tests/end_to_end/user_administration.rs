//! Users, through the running gateway and on its data folder: the same commands, the same words.

use testkit::{GatewayProcess, Invocation, PASSWORD, Setup};

use crate::plant::{ROLLCALL, plant};

/// Where an administrator works.
enum Place {
    Remote(Box<GatewayProcess>),
    DataFolder(tempfile::TempDir),
}

impl Place {
    async fn both() -> [Place; 2] {
        [Place::Remote(Box::new(plant().start().await)), Place::DataFolder(plant().prepare().await.0)]
    }

    fn user(&self, arguments: &[&str]) -> Invocation {
        let arguments = [&["user"], arguments].concat();
        let command = match self {
            Place::Remote(gateway) => gateway.command_as("admin", &arguments),
            Place::DataFolder(folder) => ROLLCALL.command(&arguments).arg("--data").arg(folder.path().join("data")),
        };
        command.env("ROLLCALL_NEW_PASSWORD", "a new one")
    }

    fn name(&self) -> &'static str {
        match self {
            Place::Remote(_) => "through the gateway",
            Place::DataFolder(_) => "on the data folder",
        }
    }
}

#[tokio::test]
async fn a_user_is_added_changed_and_removed() {
    let header = "username  roles               state\n";
    let others = "admin     Administrator\nanna      Engineer, Operator\nbilly     Operator\n";
    let list = |user: &str| format!("{header}{others}{user}");
    let steps: [(&[&str], String); 13] = [
        (&["list"], list("")),
        (&["add", "carl", "--role", "Operator", "--role", "Engineer"], "added carl\n".to_owned()),
        (&["list"], list("carl      Engineer, Operator\n")),
        (&["roles", "carl", "Operator"], "changed carl\n".to_owned()),
        (&["list"], list("carl      Operator\n")),
        (&["disable", "carl"], "changed carl\n".to_owned()),
        (&["list"], list("carl      Operator            disabled\n")),
        (&["enable", "carl"], "changed carl\n".to_owned()),
        (&["passwd", "carl"], "changed carl\n".to_owned()),
        (&["roles", "carl"], "changed carl\n".to_owned()),
        (&["list"], list("carl\n")),
        (&["remove", "carl"], "removed carl\n".to_owned()),
        (&["list"], list("")),
    ];
    for place in Place::both().await {
        for (arguments, expected) in &steps {
            let output = place.user(arguments).finish().await.success();
            assert_eq!(&output, expected, "user {arguments:?} {}", place.name());
        }
    }
}

#[tokio::test]
async fn a_role_that_no_project_names_is_given_and_warned_of() {
    let gateway = Place::Remote(Box::new(plant().start().await));
    let cases: [(&[&str], &[&str]); 4] = [
        (&["add", "carl", "--role", "Operator", "--role", "Operater"], &["Operater"]),
        (&["roles", "carl", "Administrator", "Engineer"], &[]),
        (&["roles", "carl", "Lineführer", "operator"], &["Lineführer", "operator"]),
        (&["disable", "carl"], &[]),
    ];
    for (arguments, unknown) in cases {
        let output = gateway.user(arguments).finish().await;
        let warned: Vec<&str> = output.stderr.lines().filter(|line| line.starts_with("warning: ")).collect();
        assert_eq!(warned.len(), unknown.len(), "user {arguments:?}: {warned:?}");
        for (line, role) in warned.iter().zip(unknown) {
            assert!(line.contains(&format!("{role:?}")), "user {arguments:?}: {line}");
        }
        output.success();
    }
}

#[tokio::test]
async fn what_cannot_be_is_one_line() {
    let long = "x".repeat(300);
    let cases: [(&[&str], &str); 20] = [
        (&["add", "billy"], "billy"),
        (&["add", "Billy"], "alike"),
        (&["add", "bi11y"], "alike"),
        (&["add", "аnnа"], "mixes"),
        (&["add", "\u{202e}drowssap"], "U+202E"),
        (&["add", "a\u{2066}b"], "U+2066"),
        (&["add", "a\u{200b}b"], "U+200B"),
        (&["add", "ｂｏｂ"], "NFKC"),
        (&["add", ".."], "\"..\""),
        (&["disable", "nobody"], "\"nobody\""),
        (&["remove", "nobody"], "\"nobody\""),
        (&["add", ""], "name"),
        (&["add", &long], "255"),
        (&["add", "two\nlines"], "control"),
        (&["add", "\u{1b}[2J"], "control"),
        (&["remove", "admin"], "administrator"),
        (&["disable", "admin"], "administrator"),
        (&["roles", "admin"], "administrator"),
        (&["roles", "admin", "Operator"], "administrator"),
        (&["remove", "a/../b"], "a/../b"),
    ];
    for place in Place::both().await {
        for (arguments, word) in cases {
            let error = place.user(arguments).finish().await.one_line_error(1);
            let told = error.to_lowercase();
            assert!(told.contains(&word.to_lowercase()), "user {arguments:?} {}: {error}", place.name());
        }
    }
}

#[tokio::test]
async fn an_administrator_may_go_when_there_is_another() {
    for place in Place::both().await {
        place.user(&["add", "second", "--role", "Administrator"]).finish().await.success();
        place.user(&["disable", "second"]).finish().await.success();
        // A disabled administrator cannot administrate.
        place.user(&["remove", "admin"]).finish().await.one_line_error(1);
        place.user(&["enable", "second"]).finish().await.success();
        place.user(&["remove", "admin"]).finish().await.success();
    }
}

#[tokio::test]
async fn strange_names_are_harmless() {
    let names = [
        ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("Jürgen Müller", "Jürgen Müller"),
        ("' OR 1=1; --", "' OR 1=1; --"),
        ("...", "..."),
        ("a/b?c#d%2e", "a/b?c#d%2e"),
        ("日本", "日本"),
    ];
    for place in Place::both().await {
        for (name, shown) in names {
            let added = place.user(&["add", name, "--role", "Operator"]).finish().await.success();
            assert_eq!(added, format!("added {shown}\n"), "{}", place.name());
        }
        let list = place.user(&["list"]).finish().await.success();
        for (_, shown) in names {
            assert!(list.contains(shown), "{shown} is missing in:\n{list}");
        }
        if let Place::Remote(gateway) = &place {
            for (name, _) in names {
                let command = gateway.run(name, "plant", "print(system.security.getUsername())");
                let output = command.env("ROLLCALL_PASSWORD", "a new one").finish().await.success();
                assert_eq!(output, format!("{name}\n"));
            }
        }
        for (name, shown) in names {
            let removed = place.user(&["remove", name]).finish().await.success();
            assert_eq!(removed, format!("removed {shown}\n"), "{}", place.name());
        }
    }
}

#[tokio::test]
async fn a_folder_in_use_names_who_uses_it() {
    let gateway = plant().start().await;
    for arguments in [["user", "list"], ["user", "add"]] {
        let command = ROLLCALL.command(&arguments);
        let command = if arguments[1] == "add" { command.arg("carl") } else { command };
        let command = command.arg("--data").arg(gateway.data()).env("ROLLCALL_NEW_PASSWORD", "x");
        let error = command.finish().await.one_line_error(1);
        assert!(error.contains(gateway.url()) && error.contains("in use"), "{error}");
    }
}

#[tokio::test]
async fn only_administrators_administrate() {
    let gateway = plant().start().await;
    for arguments in [&["user", "list"][..], &["user", "add", "carl"], &["user", "remove", "admin"], &["scripts"]] {
        let command = gateway.command_as("anna", arguments).env("ROLLCALL_NEW_PASSWORD", "x");
        let error = command.finish().await.one_line_error(1);
        assert!(error.contains("Administrator"), "{arguments:?}: {error}");
    }
}

#[tokio::test]
async fn passwords_come_from_a_variable_or_the_first_line_of_a_file() {
    let gateway = plant().start().await;
    let file = gateway.folder().join("password");
    for content in [PASSWORD.to_owned(), format!("{PASSWORD}\n"), format!("{PASSWORD}\r\nsecond line\n")] {
        std::fs::write(&file, &content).expect("a file");
        let command = ROLLCALL.command(&["user", "list", "--user", "admin", "--gateway", gateway.url()]);
        let output = command.arg("--password-file").arg(&file).finish().await.success();
        assert!(output.contains("billy"), "{content:?}: {output}");
    }
    let without = ROLLCALL.command(&["user", "list", "--user", "admin", "--gateway", gateway.url()]);
    let error = without.finish().await.one_line_error(2);
    assert!(error.contains("ROLLCALL_PASSWORD") && error.contains("--password-file"), "{error}");
    let empty = gateway.command_as("admin", &["user", "add", "carl"]).env("ROLLCALL_NEW_PASSWORD", "");
    assert!(empty.finish().await.one_line_error(1).contains("empty"));
    let new = gateway.command_as("admin", &["user", "passwd", "billy"]).env("ROLLCALL_NEW_PASSWORD", "the new one");
    new.finish().await.success();
    gateway.run("billy", "plant", "pass").finish().await.one_line_error(1);
    gateway.run("billy", "plant", "pass").env("ROLLCALL_PASSWORD", "the new one").finish().await.success();
}

#[tokio::test]
async fn the_first_start_makes_an_administrator_and_tells_once() {
    let mut gateway = Setup::new(ROLLCALL).start().await;
    let output = gateway.process().stdout();
    let line = output.lines().find(|line| line.contains("admin")).expect("the password is told");
    let password = line.rsplit(' ').next().expect("the line ends with the password").to_owned();
    assert!(password.len() >= 20, "{line}");
    let list = async |gateway: &GatewayProcess, password: &str| {
        gateway.command_as("admin", &["user", "list"]).env("ROLLCALL_PASSWORD", password).finish().await
    };
    assert!(list(&gateway, &password).await.success().contains("Administrator"));
    for guess in ["admin", "password", "", "demo"] {
        assert_eq!(list(&gateway, guess).await.code, Some(1), "{guess}");
    }
    assert!(!gateway.log().contains(&password));
    gateway.terminate().await;
    gateway.start_again().await;
    assert_eq!(gateway.process().stdout(), format!("ready: {}\n", gateway.url()));
    list(&gateway, &password).await.success();
    let other = Setup::new(ROLLCALL).start().await;
    assert!(!other.process().stdout().contains(&password));
}

#[tokio::test]
async fn a_password_that_everybody_tries_first_is_refused_with_why() {
    let cases = [
        ("", "empty"),
        ("x", "8 characters"),
        ("1234567", "8 characters"),
        ("Password123", "tries first"),
        ("12345678", "tries first"),
        ("carl2026", "name"),
        ("aaaaaaaaaa", "different"),
    ];
    for place in Place::both().await {
        for (password, why) in cases {
            let add = place.user(&["add", "carl"]).env("ROLLCALL_NEW_PASSWORD", password);
            let error = add.finish().await.one_line_error(1);
            assert!(error.contains(why), "{password:?} {}: {error}", place.name());
        }
        place.user(&["add", "carl"]).finish().await.success();
        for (password, why) in cases {
            let change = place.user(&["passwd", "carl"]).env("ROLLCALL_NEW_PASSWORD", password);
            let error = change.finish().await.one_line_error(1);
            assert!(error.contains(why), "{password:?} {}: {error}", place.name());
        }
    }
}

#[tokio::test]
async fn of_names_that_look_alike_and_are_added_at_once_one_is() {
    let gateway = plant().start().await;
    let admin = gateway.person("admin").await;
    let added = ["carl", "Carl", "cArl", "caRl", "carL", "CARL"].map(async |name| {
        let user = serde_json::json!({"username": name, "password": PASSWORD, "roles": []});
        admin.send_json("POST", "/api/v1/users", &user).await.status
    });
    let mut answers = futures_util::future::join_all(added).await;
    answers.sort_unstable();
    assert_eq!(answers, [201, 400, 400, 400, 400, 400]);
}
