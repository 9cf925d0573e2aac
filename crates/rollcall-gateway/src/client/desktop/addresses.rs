//! Main windows that a person asks for by their addresses: a link, Back, Forward.
//!
//! It means what `system.nav.swapTo` means to a script. But the request is a browser's, so which windows it may name is
//! decided here, in [`Desktop::may_name`]; a window that it may not name is treated as missing.

use rollcall_window::{Value, WindowKind};
use rollcall_wire::desktop::{Act, ActState, NotDone};

use super::{Desktop, Mark};

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
    act: Act,
}

impl Desktop {
    /// The person wants to see a main window in the place of the one in front. While a client begins it waits for the
    /// windows that the project begins with; of several that wait the last is meant.
    pub(in crate::client) fn navigate(&mut self, path: String, opened_with: Option<String>, act: Act) {
        self.watched(act.at);
        let wanted = Wanted { path, opened_with, act };
        // The scripts with which a client begins may open a dialog; the address of the page counts all the same.
        let counts = |why: &NotDone| !self.starting || *why != NotDone::DialogOpen;
        let obstacle = self.lateness(act).or_else(|| self.obstacle_to_all().filter(counts));
        match obstacle {
            Some(why) => self.conclude(act, None, ActState::NotDone(why)),
            None if self.starting => self.show_later(wanted),
            None => self.show_wanted(wanted),
        }
    }

    fn show_later(&mut self, wanted: Wanted) {
        self.acts.wait(wanted.act, None);
        self.outbox.mark(Mark::Act(wanted.act.number));
        self.drop_wanted(NotDone::TakenBack);
        self.wanted = Some(wanted);
    }

    /// Opens the windows that a client begins with, and the window that the person has asked for since.
    pub(super) fn begin_with_windows(&mut self) {
        self.starting = false;
        self.open_startup_windows();
        if self.wanted.as_ref().is_some_and(|wanted| self.acts.is_taken_back(wanted.act.number)) {
            self.drop_wanted(NotDone::TakenBack);
        }
        if let Some(wanted) = self.wanted.take() {
            self.show_wanted(wanted);
        }
    }

    /// The window that the person has asked for is not shown.
    pub(super) fn drop_wanted(&mut self, why: NotDone) {
        if let Some(wanted) = self.wanted.take() {
            self.conclude(wanted.act, None, ActState::NotDone(why));
        }
    }

    fn show_wanted(&mut self, Wanted { path, opened_with, act }: Wanted) {
        let is_there = self.current().is_some_and(|shown| shown.path() == path);
        if !is_there && let Err(reason) = self.open_wanted(&path, opened_with.as_deref()) {
            self.outbox.mark(Mark::NotOpened { path, reason });
        }
        // The refusal has a message of its own.
        self.conclude(act, None, ActState::Done);
    }

    fn open_wanted(&mut self, path: &str, opened_with: Option<&str>) -> Result<(), String> {
        let parameters = self.may_open(path, opened_with)?;
        self.swap_window(path, parameters, None).map_err(|error| error.message().to_owned())?;
        Ok(())
    }

    /// The values that a window named by a browser is opened with, if it may be.
    fn may_open(&self, path: &str, opened_with: Option<&str>) -> Result<Vec<(String, Value)>, String> {
        let is_main = self.project.window(path).is_some_and(|window| window.kind() == WindowKind::Main);
        if !is_main {
            return Err(UNKNOWN.to_owned());
        }
        match opened_with.map(|signed| self.signer.verify(path, signed)) {
            // It was shown, if perhaps by the gateway before this one.
            Some(Some(parameters)) => Ok(parameters),
            _ if !self.may_name(path) => Err(UNKNOWN.to_owned()),
            None => Ok(Vec::new()),
            // Its scripts would work on something else than the person thinks.
            Some(None) => Err(FORGOTTEN.to_owned()),
        }
    }

    /// Whether a browser may name a main window without the signature under which it was shown: one that it was shown in this
    /// client, or one to which the project gives an address.
    fn may_name(&self, path: &str) -> bool {
        self.been_shown.contains(path) || self.project.has_address(path)
    }
}
