//! The updates for a browser: the marks of the outbox, with the values at the moment when they are taken.

use std::collections::BTreeMap;

use rollcall_project::Theme;
use rollcall_session::ConnectionId;
use rollcall_wire::component::ComponentRef;
use rollcall_wire::desktop::{self, DesktopUpdate, WindowView};

use super::{Desktop, Mark, WindowInstance};
use crate::client::view::{self, Transfers};

impl Desktop {
    /// A browser is ready on a socket; it takes the place of the one before.
    pub(in crate::client) fn connect(&mut self, socket: ConnectionId) {
        // A page that is loaded again begins with a closed console.
        self.console.close();
        self.outbox.connect(socket);
    }

    /// Whether this socket is the one that is served: a request on another one was left behind there.
    pub(in crate::client) fn is_served(&self, socket: ConnectionId) -> bool {
        self.outbox.is_served(socket)
    }

    /// A socket has closed. Whether it was the one that was served.
    pub(in crate::client) fn disconnect(&mut self, socket: ConnectionId) -> bool {
        let was = self.outbox.disconnect(socket);
        if was {
            self.console.close();
        }
        was
    }

    /// Whether there is something for a browser to take.
    pub(in crate::client) fn has_updates(&self) -> bool {
        self.outbox.has_updates()
    }

    /// Takes the updates for a browser. Nothing for a socket that another has replaced.
    pub(in crate::client) fn updates(&mut self, socket: ConnectionId, transfers: &mut Transfers) -> Vec<DesktopUpdate> {
        if !self.outbox.is_served(socket) {
            return Vec::new();
        }
        let mut updates = Vec::new();
        for mark in self.outbox.take() {
            match mark {
                // Properties of one component that change together are sent together.
                Mark::Property(at, property) => self.property(at, property, transfers, &mut updates),
                Mark::Everything => {
                    updates.push(self.everything(transfers));
                    self.sent_running = self.running;
                    updates.push(DesktopUpdate::Running { running: self.running });
                }
                // A run that began and ended between two looks is not an update.
                Mark::Running if self.sent_running == self.running => {}
                Mark::Running => {
                    self.sent_running = self.running;
                    updates.push(DesktopUpdate::Running { running: self.running });
                }
                Mark::Printed => updates.extend(self.console.updates()),
                mark => updates.extend(self.update(mark, transfers)),
            }
        }
        updates
    }

    fn everything(&self, transfers: &mut Transfers) -> DesktopUpdate {
        transfers.forget_all();
        let windows = self.windows.iter().map(|shown| self.view(shown, transfers));
        DesktopUpdate::Desktop(desktop::Desktop {
            title: self.project.title.clone(),
            theme: match self.project.client.theme {
                Theme::Auto => desktop::Theme::Auto,
                Theme::Light => desktop::Theme::Light,
                Theme::Dark => desktop::Theme::Dark,
            },
            windows: windows.collect(),
            dialogs: self.dialogs.all(),
        })
    }

    fn view(&self, shown: &WindowInstance, transfers: &mut Transfers) -> WindowView {
        let opened_with = shown.opened_with(&self.signer);
        view::window(shown.number, &shown.window, opened_with, transfers)
    }

    /// None when the object of the mark is gone.
    fn update(&self, mark: Mark, transfers: &mut Transfers) -> Option<DesktopUpdate> {
        let open = |window: u32| self.windows.iter().find(|shown| shown.number == window);
        Some(match mark {
            Mark::Opened(window) => DesktopUpdate::WindowOpened(self.view(open(window)?, transfers)),
            Mark::Closed(window) => {
                transfers.forget_window(window);
                DesktopUpdate::WindowClosed { window }
            }
            Mark::Front(window) => {
                let opened_with = open(window)?.opened_with(&self.signer);
                DesktopUpdate::WindowToFront { window, opened_with }
            }
            Mark::Centered(window) => DesktopUpdate::WindowCentered { window: open(window)?.number },
            Mark::Focus(ComponentRef { window, component }) => {
                DesktopUpdate::Focus { window: open(window)?.number, component }
            }
            Mark::DialogOpened(dialog) => DesktopUpdate::DialogOpened(self.dialogs.get(dialog)?),
            Mark::DialogClosed(dialog) => DesktopUpdate::DialogClosed { dialog },
            Mark::Failed { file, error } => DesktopUpdate::ScriptFailed { file, error },
            Mark::NotOpened { path, reason } => DesktopUpdate::NotOpened { path, reason },
            Mark::Act(number) => DesktopUpdate::Act(self.acts.outcome_or_unknown(number)),
            Mark::Leave(to) => DesktopUpdate::Leave { to },
            // [`Self::updates`] handles them itself.
            Mark::Everything | Mark::Property(..) | Mark::Printed | Mark::Running => return None,
        })
    }

    fn property(&self, at: ComponentRef, name: String, transfers: &mut Transfers, updates: &mut Vec<DesktopUpdate>) {
        let Some(shown) = self.windows.iter().find(|shown| shown.number == at.window) else { return };
        let Ok(value) = shown.window.get(at.component, &name) else { return };
        transfers.begin(at.window, at.component, &name);
        let value = view::value(&value, transfers);
        if let Some(DesktopUpdate::Properties { window, component, properties }) = updates.last_mut()
            && (*window, *component) == (at.window, at.component)
        {
            properties.insert(name, value);
            return;
        }
        let ComponentRef { window, component } = at;
        let properties = BTreeMap::from([(name, value)]);
        updates.push(DesktopUpdate::Properties { window, component, properties });
    }
}
