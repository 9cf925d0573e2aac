//! Main windows that a person asks for by their addresses: a link, Back, Forward.
//!
//! It means what `system.nav.swapTo` means to a script. But the word is a browser's, so which windows it may name is
//! decided here, in [`Desktop::may_name`]; what may not be named is told as if it were not there.

use rollcall_window::{Value, WindowKind};

use super::{Desktop, Mark, Stage};

/// For a window that there is not, and for one that is not to be opened like that.
const UNKNOWN: &str = "This project has no window of this address, or none that can be opened by it. It may have another \
                       name now, or open only from within another window.";
/// For a window whose parameters are lost.
const FORGOTTEN: &str =
    "What this window was opened with is no longer known. Open it again from where you had opened it.";

/// A window that a person wants to see.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wanted {
    path: String,
    opened_with: Option<String>,
}

impl Desktop {
    /// The person wants to see a main window in the place of the one in front. While a client begins it waits for the
    /// windows that the project begins with.
    pub(in crate::client) fn navigate(&mut self, path: String, opened_with: Option<String>) {
        let wanted = Wanted { path, opened_with };
        if self.starting {
            self.wanted = Some(wanted);
        } else if self.stage == Stage::Open {
            self.show_wanted(wanted);
        }
    }

    /// Opens the windows that a client begins with, and what the person has wanted meanwhile.
    pub(super) fn begin_with_windows(&mut self) {
        self.starting = false;
        self.open_startup_windows();
        if let Some(wanted) = self.wanted.take() {
            self.show_wanted(wanted);
        }
    }

    fn show_wanted(&mut self, Wanted { path, opened_with }: Wanted) {
        if self.current().is_some_and(|shown| shown.path() == path) {
            return;
        }
        let opened = self.may_open(&path, opened_with.as_deref()).and_then(|parameters| {
            self.swap_window(&path, parameters, None).map_err(|error| super::scripts::words(&error))
        });
        if let Err(reason) = opened {
            self.outbox.mark(Mark::NotOpened { path, reason });
        }
    }

    /// What a window that a browser names is opened with, if it may be.
    fn may_open(&self, path: &str, opened_with: Option<&str>) -> Result<Vec<(String, Value)>, String> {
        let is_main = self.project.window(path).is_some_and(|window| window.kind() == WindowKind::Main);
        if !is_main {
            return Err(UNKNOWN.to_owned());
        }
        match opened_with.map(|sealed| self.seal.open(path, sealed)) {
            // It was shown, if perhaps by the gateway before this one.
            Some(Some(parameters)) => Ok(parameters),
            _ if !self.may_name(path) => Err(UNKNOWN.to_owned()),
            None => Ok(Vec::new()),
            // Its scripts would work on something else than the person thinks.
            Some(None) => Err(FORGOTTEN.to_owned()),
        }
    }

    /// Whether a browser may name a main window without the seal under which it was shown: one that it was shown in this
    /// client, or one to which the project gives an address.
    fn may_name(&self, path: &str) -> bool {
        self.been_shown.contains(path) || self.project.has_address(path)
    }
}
