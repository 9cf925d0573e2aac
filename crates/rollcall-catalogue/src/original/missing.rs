//! The functions of 7.9 that are not provided, with the reason for each.
//!
//! A reason is for the person whose script calls the function: what is missing here, or what does the same.

use std::fmt;

use Missing::{No, NotYet};

/// Why a function is not provided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// It is wanted; the text names a replacement until then, or is empty.
    NotYet(&'static str),
    /// It has no place here, for this reason.
    No(&'static str),
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotYet("") => f.write_str("Not yet."),
            NotYet(instead) => write!(f, "Not yet: {instead}"),
            No(reason) => f.write_str(reason),
        }
    }
}

/// Why a function of 7.9 is not provided; None if that is not known.
#[must_use]
pub fn missing(namespace: &str, function: &str) -> Option<Missing> {
    let holds = |(of, names, _): &&(&str, &[&str], Missing)| *of == namespace && names.contains(&function);
    let of_all = NAMESPACES.iter().find(|(of, _)| *of == namespace).map(|(_, why)| *why);
    of_all.or_else(|| FUNCTIONS.iter().find(holds).map(|(_, _, why)| *why))
}

/// The names in the tables: namespaces, each with functions, or without where all of them are missing.
#[cfg(test)]
pub(super) fn named() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let spaces = NAMESPACES.iter().map(|(of, _)| (*of, &[] as &[&str]));
    spaces.chain(FUNCTIONS.iter().map(|(of, names, _)| (*of, *names)))
}

/// Namespaces of which nothing is provided.
const NAMESPACES: &[(&str, Missing)] = &[
    ("system.alarm", No("There are no alarms here.")),
    ("system.date", NotYet("dates are compared and shown by `java.util.Date` and `datetime`.")),
    ("system.device", No("There are no connections to devices here.")),
    ("system.dnp3", No("There are no connections to devices here.")),
    ("system.eam", No("A gateway does not administer others.")),
    ("system.file", No("A script has no files: it runs behind a fence, and a browser gives none away.")),
    ("system.groups", No("There are no transaction groups here.")),
    ("system.math", NotYet("Python computes with lists of numbers.")),
    ("system.net", No("A script has no network: it runs behind a fence.")),
    ("system.opc", No("There is no OPC here.")),
    ("system.opchda", No("There is no OPC here.")),
    ("system.print", No("The browser prints its page.")),
    ("system.report", No("There are no reports here.")),
    ("system.serial", No("A script has no devices: it runs behind a fence.")),
    ("system.sfc", No("There are no sequential function charts here.")),
    ("system.tag", NotYet("")),
    ("system.twilio", No("A script has no network: it runs behind a fence.")),
    ("system.user", No("Users and roles are administered by the gateway's own commands, not by scripts.")),
];

const NO_DESKTOPS: Missing =
    No("A client is one page in a browser, which tells nothing of screens and has one desktop.");
const NO_KEYBOARD: Missing = No("The keyboard of a touch screen is the device's own.");
const NO_TRANSLATIONS: Missing = No("Projects have no translations.");
const NO_LINE: Missing = No("The connection of a client is its browser's.");
const NO_GATEWAY_HANDLERS: Missing = No("The gateway has no message handlers.");
const NO_PASSWORDS: Missing = No("A script is given no way to try passwords.");
const NO_LOCK: Missing = No("A client is not locked: it is logged out, by `system.security.logout`.");
const NO_HISTORY: Missing = No("The browser's Back and Forward do that, for the person.");
const NO_CONFIGURATION: Missing = No("A script does not configure the gateway.");
const NO_STORE_AND_FORWARD: Missing = No("There is no store and forward here.");
const NO_SOUND: Missing = No("A browser plays no sound that its person has not asked for.");

/// Functions that are not provided, of namespaces of which something is.
const FUNCTIONS: &[(&str, &[&str], Missing)] = &[
    (
        "system.dataset",
        &[
            "addColumn",
            "addRow",
            "addRows",
            "appendDataset",
            "clearDataset",
            "dataSetToExcel",
            "dataSetToHTML",
            "deleteRow",
            "deleteRows",
            "filterColumns",
            "formatDates",
            "fromCSV",
            "setValue",
            "sort",
            "toCSV",
            "updateRow",
        ],
        NotYet("change the rows as lists, and make a dataset of them by `toDataSet`."),
    ),
    ("system.dataset", &["exportCSV", "exportExcel", "exportHTML"], No("A browser takes no files from a script.")),
    (
        "system.db",
        &[
            "beginTransaction",
            "clearAllNamedQueryCaches",
            "clearNamedQueryCache",
            "closeTransaction",
            "commitTransaction",
            "createSProcCall",
            "execSProcCall",
            "getConnectionInfo",
            "getConnections",
            "rollbackTransaction",
            "runNamedQuery",
            "runPrepQuery",
            "runPrepUpdate",
            "runQuery",
            "runScalarPrepQuery",
            "runScalarQuery",
            "runUpdateQuery",
        ],
        NotYet(""),
    ),
    ("system.db", &["dateFormat"], NotYet("`datetime` writes dates in a format.")),
    ("system.db", &["refresh"], No("Properties are not bound to queries.")),
    (
        "system.db",
        &[
            "addDatasource",
            "removeDatasource",
            "setDatasourceConnectURL",
            "setDatasourceEnabled",
            "setDatasourceMaxConnections",
        ],
        NO_CONFIGURATION,
    ),
    ("system.db", &["runSFPrepUpdate", "runSFUpdateQuery"], NO_STORE_AND_FORWARD),
    ("system.gui", &["chooseColor"], No("The dialogs are those that show a text and ask for one.")),
    (
        "system.gui",
        &[
            "closeDesktop",
            "convertPointToScreen",
            "desktop",
            "getCurrentDesktop",
            "getDesktopHandles",
            "getScreens",
            "openDesktop",
            "setScreenIndex",
        ],
        NO_DESKTOPS,
    ),
    ("system.gui", &["createPopupMenu"], No("There are no popup menus.")),
    ("system.gui", &["getQuality"], No("Properties have no quality: they are not bound to tags.")),
    ("system.gui", &["getSibling"], NotYet("`event.source.parent.getComponent(name)` finds it.")),
    ("system.gui", &["getWindowNames"], NotYet("")),
    (
        "system.gui",
        &["isTouchscreenModeEnabled", "setTouchscreenModeEnabled", "showNumericKeypad", "showTouchscreenKeyboard"],
        NO_KEYBOARD,
    ),
    ("system.gui", &["openDiagnostics"], No("There is no such window.")),
    ("system.gui", &["transform"], No("Nothing is animated: set `x`, `y`, `width` and `height`.")),
    ("system.nav", &["desktop"], NO_DESKTOPS),
    ("system.nav", &["goBack", "goForward", "goHome"], NO_HISTORY),
    ("system.nav", &["openWindowInstance"], No("A window is open once.")),
    ("system.security", &["getUserRoles", "switchUser", "validateUser"], NO_PASSWORDS),
    ("system.security", &["isScreenLocked", "lockScreen", "unlockScreen"], NO_LOCK),
    ("system.util", &["beep", "playSoundClip"], NO_SOUND),
    ("system.util", &["execute"], No("A script starts no programs: it runs behind a fence.")),
    (
        "system.util",
        &["getAvailableLocales", "getAvailableTerms", "getLocale", "modifyTranslation", "setLocale", "translate"],
        NO_TRANSLATIONS,
    ),
    (
        "system.util",
        &[
            "getConnectTimeout",
            "getConnectionMode",
            "getReadTimeout",
            "setConnectTimeout",
            "setConnectionMode",
            "setReadTimeout",
        ],
        NO_LINE,
    ),
    ("system.util", &["getEdition"], No("There is one edition.")),
    ("system.util", &["getGatewayAddress", "getInactivitySeconds"], NotYet("")),
    ("system.util", &["getGatewayStatus"], No("A gateway asks no gateway outside its cluster.")),
    ("system.util", &["getProperty"], No("There is no Java machine whose properties could be asked for.")),
    ("system.util", &["jsonDecode", "jsonEncode"], NotYet("`json` of Python's library does the same.")),
    ("system.util", &["queryAuditLog"], No("There is no audit log.")),
    ("system.util", &["sendRequest", "sendRequestAsync"], NO_GATEWAY_HANDLERS),
    ("system.util", &["setLoggingLevel"], No("The gateway decides which lines it keeps.")),
    ("system.util", &["threadDump"], No("There are no threads of Java's.")),
];
