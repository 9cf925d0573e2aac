//! Calls with and without a warning: a table of scripts and warnings, in both languages unless one is named.

use rollcall_engine::compile::Dialect;
use rollcall_wire::worker::Scope;

use crate::check::examine;

const LIST: &str = "; what there is is listed in docs/functions.md";

fn check(dialect: Dialect, scope: Scope, source: &str, expected: &[&str]) {
    let warnings = examine(dialect, "script.py", source, scope).expect("the script compiles");
    let warnings: Vec<_> = warnings.into_iter().map(|at| format!("{}:{} {}", at.line, at.column, at.message)).collect();
    let expected: Vec<_> = expected.iter().map(|words| words.replace('…', LIST)).collect();
    assert_eq!(warnings, expected, "{dialect:?}: {source}");
}

fn check_both(source: &str, expected: &[&str]) {
    check(Dialect::Python27, Scope::Client, source, expected);
    check(Dialect::Python3, Scope::Client, source, expected);
}

#[test]
fn names_that_there_are_not() {
    for (source, expected) in [
        (
            "x = 1\ny = system.util.getSesionInfo('a')",
            "2:5 system.util.getSesionInfo is not provided (did you mean \"getSessionInfo\"?)…",
        ),
        ("f(system.utill.getClientId())", "1:3 system.utill is not provided (did you mean \"util\"?)…"),
        (
            "é = system.gui.getClientId",
            "1:5 system.gui.getClientId is not provided (did you mean system.util.getClientId?)…",
        ),
        ("system.tag.read('x').value", "1:1 system.tag is not provided yet…"),
        (
            "from system.util import getLoger",
            "1:25 system.util.getLoger is not provided (did you mean \"getLogger\"?)…",
        ),
        ("from system import tags", "1:20 system.tags is not provided…"),
        (
            "import system.util as u\nu.beep()",
            "2:1 system.util.beep is not provided: a browser plays no sound that its person has not asked for…",
        ),
        (
            "from system import util\ndef f():\n    return [util.beep() for x in y]",
            "3:13 system.util.beep is not provided: a browser plays no sound that its person has not asked for…",
        ),
        ("import system.tag", "1:8 system.tag is not provided yet…"),
        ("from system.utill import *", "1:26 system.utill is not provided (did you mean \"util\"?)…"),
        ("x = 1\rsystem.tag.read()\r", "2:1 system.tag is not provided yet…"),
        (
            "try:\n    system.util.beep()\nexcept ValueError:\n    pass",
            "2:5 system.util.beep is not provided: a browser plays no sound that its person has not asked for…",
        ),
    ] {
        if source.is_ascii() {
            check_both(source, &[expected]);
        } else {
            check(Dialect::Python3, Scope::Client, source, &[expected]);
        }
    }
}

#[test]
fn arguments_that_do_not_fit() {
    for (source, expected) in [
        ("system.util.getSessionInfo('a', 'b', 'c')", "1:1 getSessionInfo(): expected 0-2 args; got 3"),
        ("system.util.getSessionInfo(user='a')", "1:1 'user' is an invalid keyword argument for this function"),
        ("system.util.getSessionInfo(5)", "1:28 argument 1: expected string, int found"),
        ("system.util.getSessionInfo(projectFilter=[1])", "1:42 argument 2: expected string, list found"),
        ("system.gui.color(1, 2)", "1:1 color(): expected 1 or 3-4 args; got 2"),
        ("system.nav.openWindow('Main', [1])", "1:31 openWindow(): params is a dictionary, not list"),
        (
            "system.util.invokeLater(5)",
            "1:25 invokeLater(): a function is wanted, not int; without the parentheses that would call it",
        ),
        ("system.util.retarget('P', params={'a': 1})", "1:34 retarget(): params is not provided"),
        (
            "try:\n    system.gui.color(1, 2)\nexcept ValueError:\n    pass",
            "2:5 color(): expected 1 or 3-4 args; got 2",
        ),
        ("from system.gui import confirm as ask\nask('a', 'b', 'c')", "2:15 argument 3: expected boolean, str found"),
        (
            "system.gui.messageBox(system.util.getSessionInfo(1, 2, 3))",
            "1:23 getSessionInfo(): expected 0-2 args; got 3",
        ),
    ] {
        check_both(source, &[expected]);
    }
}

#[test]
fn what_may_work_is_left_alone() {
    for source in [
        "for row in system.util.getSessionInfo('a', projectFilter=None):\n    f(row)",
        "system.util.getSessionInfo(*x)\nsystem.util.getSessionInfo(**x)\nsystem.util.getSessionInfo('a', *x)",
        "system.gui.color('red')\nsystem.gui.color(1, 2, 3)\nsystem.gui.messageBox(5 * x)",
        "system.util.__name__\nsystem.util.getLogger('x').info('y')\nprint(system.__doc__)",
        "try:\n    system.util.beep()\nexcept AttributeError:\n    pass",
        "try:\n    from system.util import beep\nexcept (ImportError, ValueError):\n    pass",
        "try:\n    system.tag.read()\nexcept:\n    pass",
        "try:\n    system.gui.color(1, 2)\nexcept TypeError:\n    pass",
        "try:\n    system.util.getSessionInfo(5)\nexcept BaseException:\n    pass",
        "ERR = (AttributeError,)\ntry:\n    system.util.beep()\nexcept ERR:\n    pass",
        "import exceptions\ntry:\n    system.util.beep()\nexcept exceptions.AttributeError:\n    pass",
        "with suppress(AttributeError):\n    system.util.beep()",
        "with self.assertRaises(TypeError):\n    system.util.getSessionInfo(1)",
        "system.util.retarget('P', params=[], gatewayAddress='')",
        "from mocks import *\nsystem.util.beep()",
        "setattr(system.util, 'beep', f)\nsystem.util.beep()",
        "if 'beep' in dir(system.util):\n    system.util.beep()",
        "globals()['system'] = x\nsystem.util.beep()",
        "if hasattr(system, 'tag'):\n    system.tag.read()",
        "if hasattr(system.util, 'beep'):\n    system.util.beep()",
        "class system:\n    pass\nsystem.util.beep()",
        "def f(system):\n    system.util.beep()",
        "import util\nutil.beep()",
        "from .system import util\nutil.beep()",
        "system.util.beep = f\nsystem.util.beep()",
        "from system import util\nfrom other import util\nutil.beep()",
        "self.system.util.beep()",
    ] {
        check_both(source, &[]);
    }
}

#[test]
fn what_only_one_language_has() {
    let check = |dialect, source, expected: &[&str]| check(dialect, Scope::Client, source, expected);
    check(
        Dialect::Python27,
        "print system.util.getSesionInfo()",
        &["1:7 system.util.getSesionInfo is not provided (did you mean \"getSessionInfo\"?)…"],
    );
    check(Dialect::Python27, "try:\n    system.util.beep()\nexcept AttributeError, e:\n    print e", &[]);
    check(Dialect::Python27, "system.util.getSessionInfo(u'a', 'b' 'c')", &[]);
    check(
        Dialect::Python27,
        "def f():\n    yield system.util.beep()",
        &["2:11 system.util.beep is not provided: a browser plays no sound that its person has not asked for…"],
    );
    check(
        Dialect::Python3,
        "f'{system.util.beep()}'",
        &["1:4 system.util.beep is not provided: a browser plays no sound that its person has not asked for…"],
    );
    check(Dialect::Python3, "system.util.getLogger(f'{x}')", &[]);
    check(Dialect::Python3, "match x:\n    case [*system]:\n        system.util.beep()", &[]);
    check(Dialect::Python3, "def f[system](x):\n    system.util.beep()", &[]);
    check(Dialect::Python27, "exec 'system = 1'\nsystem.util.beep()", &[]);
    check(Dialect::Python27, "ERR = AttributeError\ntry:\n    system.util.beep()\nexcept ERR, e:\n    pass", &[]);
    let source = "from java.util import *; getattr(x, 'util'); system.tag.read()";
    check(Dialect::Python27, source, &["1:46 system.tag is not provided yet…"]);
}

#[test]
fn warnings_are_bounded_and_their_places_found_fast() {
    let source = "system.tag.read()\n".repeat(50_000);
    let warnings = examine(Dialect::Python27, "script.py", &source, Scope::Client).expect("the script compiles");
    assert_eq!(warnings.len(), 1_001);
    assert_eq!(warnings[999].line, 1_000);
    assert_eq!(warnings[1_000].message, "further calls that cannot work are not listed");
}

#[test]
fn functions_of_clients_are_absent_in_the_gateway() {
    let source = "system.gui.messageBox('x')\nsystem.util.getSessionInfo()";
    let words =
        "1:1 system.gui.messageBox is available in client and designer scope; this script runs in gateway scope";
    check(Dialect::Python27, Scope::Gateway, source, &[words]);
    check(Dialect::Python27, Scope::Client, source, &[]);
    let attempt = "try:\n    system.gui.messageBox('x')\nexcept AttributeError:\n    pass";
    check(Dialect::Python27, Scope::Gateway, attempt, &[]);
}
