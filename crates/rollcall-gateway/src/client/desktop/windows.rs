//! Windows that open, close, come to the front, and follow their files.

use std::sync::Arc;

use rollcall_project::Project;
use rollcall_window::did_you_mean::suggestion;
use rollcall_window::{OpenWindow, Value, WINDOW, WindowDef, WindowKind};
use rollcall_wire::component::{ComponentRef, What};
use rollcall_wire::host::{HostError, WindowName};

use super::memory::weight_of_parameters;
use super::{Desktop, MAX_WINDOWS, Mark, WindowInstance};
use crate::client::chain::Chain;
use crate::client::signing::Signer;

impl Desktop {
    /// Opens the windows that a client begins with. A window that cannot be opened is reported in a box.
    pub(super) fn open_startup_windows(&mut self) {
        for path in self.project.startup_windows.clone() {
            if let Err(error) = self.open_window(&path, Vec::new(), None) {
                self.failed("project.toml", error.message());
            }
        }
    }

    /// Opens a window, or brings it to the front if it is open; its number. `by` is the chain of the script that opens it,
    /// if one does.
    ///
    /// # Errors
    /// When the project has no such window, a parameter does not fit, or too many windows are open.
    pub(super) fn open_window(
        &mut self,
        path: &str,
        parameters: Vec<(String, Value)>,
        by: Option<&Chain>,
    ) -> Result<u32, HostError> {
        if let Some(at) = self.windows.iter().position(|shown| shown.path() == path) {
            return self.show_again(at, parameters, by);
        }
        let definition = self.definition(path)?;
        if self.windows.len() >= MAX_WINDOWS {
            let message = format!("{MAX_WINDOWS} windows are open in this client: close some first");
            return Err(HostError::Failed { message });
        }
        let weight_of_parameters = weight_of_parameters(&parameters);
        // The window holds them, and so does a copy for opening it again.
        let _room = self.room_for(2 * weight_of_parameters)?;
        let mut window = OpenWindow::new(definition);
        window.set_parameters(parameters.clone()).map_err(super::scripts::property_error)?;
        self.last_window += 1;
        let number = self.last_window;
        let shown = WindowInstance { number, window, parameters, weight_of_parameters };
        if shown.kind() == WindowKind::Main {
            self.been_shown.insert(Arc::clone(shown.window.definition().path()));
        }
        let has_script = shown.script(WINDOW, What::VisionWindowOpened.name()).is_some();
        self.windows.push(shown);
        self.outbox.mark(Mark::Opened(number));
        if has_script {
            let at = ComponentRef { window: number, component: WINDOW };
            self.put_script(at, What::VisionWindowOpened, by);
        }
        Ok(number)
    }

    /// Opens a window in the place of the main window that is in front.
    ///
    /// # Errors
    /// As [`Self::open_window`]; then the window in front stays.
    pub(super) fn swap_window(
        &mut self,
        path: &str,
        parameters: Vec<(String, Value)>,
        by: Option<&Chain>,
    ) -> Result<u32, HostError> {
        let before = self.current().filter(|shown| shown.path() != path).map(|shown| shown.number);
        let number = self.open_window(path, parameters, by)?;
        if let Some(before) = before {
            self.close_window(before, by);
        }
        Ok(number)
    }

    fn show_again(
        &mut self,
        at: usize,
        parameters: Vec<(String, Value)>,
        by: Option<&Chain>,
    ) -> Result<u32, HostError> {
        let _room = self.room_for(2 * weight_of_parameters(&parameters))?;
        let mut shown = self.windows.remove(at);
        let number = shown.number;
        let changes = shown.window.set_parameters(parameters.clone());
        if changes.is_ok() {
            shown.parameters.retain(|(known, _)| parameters.iter().all(|(name, _)| name != known));
            shown.parameters.extend(parameters);
            shown.weight_of_parameters = weight_of_parameters(&shown.parameters);
        }
        self.windows.push(shown);
        self.outbox.mark(Mark::Front(number));
        self.note_changes(number, changes.map_err(super::scripts::property_error)?, by, None);
        Ok(number)
    }

    fn definition(&self, path: &str) -> Result<Arc<WindowDef>, HostError> {
        let unknown = || {
            let near = suggestion(path, self.project.windows.iter().map(|window| &**window.path()));
            HostError::Value { message: format!("the project has no window {path:?}{near}") }
        };
        self.project.window(path).cloned().ok_or_else(unknown)
    }

    /// Closes a window; its last script sees it for as long as it runs.
    pub(super) fn close_window(&mut self, window: u32, by: Option<&Chain>) {
        let Some(at) = self.windows.iter().position(|shown| shown.number == window) else { return };
        let shown = self.windows.remove(at);
        self.outbox.mark(Mark::Closed(window));
        if shown.script(WINDOW, What::VisionWindowClosed.name()).is_none() {
            return;
        }
        // The script is looked for among the windows, these included.
        self.closing.push(shown);
        if !self.put_script(ComponentRef { window, component: WINDOW }, What::VisionWindowClosed, by) {
            self.closing.pop();
        }
    }

    /// The open window that a script names.
    ///
    /// # Errors
    /// When the project has no window of that path. A window that is not open is not an error.
    pub(super) fn named(&self, name: &WindowName) -> Result<Option<u32>, HostError> {
        match name {
            WindowName::Component(at) => Ok(Some(at.window)),
            WindowName::Path(path) => {
                let open = self.windows.iter().find(|shown| shown.path() == path).map(|shown| shown.number);
                if open.is_none() {
                    self.definition(path)?;
                }
                Ok(open)
            }
        }
    }

    /// The main window in front.
    pub(super) fn current(&self) -> Option<&WindowInstance> {
        self.windows.iter().rev().find(|shown| shown.kind() == WindowKind::Main)
    }

    /// The project has changed on disk: windows whose files differ are replaced in place, those whose files are gone
    /// close, and interpreters forget the project's modules.
    pub(in crate::client) fn take_over(&mut self, project: Arc<Project>) {
        let looks = |project: &Project| (project.title.clone(), project.client.theme);
        if looks(&project) != looks(&self.project) {
            self.outbox.mark(Mark::Everything);
        }
        self.been_shown.retain(|path| project.window(path).is_some());
        self.project = project;
        self.edition += 1;
        let project = Arc::clone(&self.project);
        let numbers: Vec<u32> = self.windows.iter().map(|shown| shown.number).collect();
        for number in numbers {
            let Some(shown) = self.windows.iter_mut().find(|shown| shown.number == number) else { continue };
            match project.window(shown.path()) {
                None => self.close_window(number, None),
                Some(definition) if definition == shown.window.definition() => {}
                Some(definition) => {
                    shown.window.replace(Arc::clone(definition));
                    self.outbox.mark(Mark::Opened(number));
                }
            }
        }
        let lost = self.queue.drop_kept();
        if lost > 0 {
            self.failed("invokeLater", "the project has changed: functions that waited for their turn are dropped");
        }
    }
}

impl WindowInstance {
    pub(super) fn path(&self) -> &str {
        self.window.definition().path()
    }

    pub(super) fn kind(&self) -> WindowKind {
        self.window.definition().kind()
    }

    /// The values that it was opened with, for the browser to keep.
    pub(super) fn opened_with(&self, signer: &Signer) -> Option<String> {
        Some(signer.sign(self.path(), &self.parameters))
    }

    /// Whether a person may close it: a popup with that setting.
    pub(super) fn is_closable(&self) -> bool {
        let closable = matches!(self.window.get(WINDOW, "closable"), Ok(Value::Boolean(true)));
        self.kind() == WindowKind::Popup && closable
    }
}
