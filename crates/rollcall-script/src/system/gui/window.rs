//! The windows that are open: `system.gui.getWindow` and the like.

use rollcall_wire::component::WINDOW;
use rollcall_wire::host::WindowCall;
use rustpython_vm::PyResult;

use crate::call::{Call, Source};
use crate::component::{self, ask, ask_all};

pub(super) fn get_parent_window(call: &Call<'_>, source: Source) -> PyResult {
    let mut info = source.0;
    while info.at.component != WINDOW {
        let Some(parent) = ask(WindowCall::GetParent { component: info.at }, call.vm)? else {
            return Ok(call.vm.ctx.none());
        };
        info = parent;
    }
    component::object(info, call.vm)
}

pub(super) fn get_window(call: &Call<'_>, path: String) -> PyResult {
    match ask(WindowCall::GetWindow { path }, call.vm)? {
        Some(info) => component::object(info, call.vm),
        None => Ok(call.vm.ctx.none()),
    }
}

pub(super) fn get_opened_windows(call: &Call<'_>) -> PyResult {
    let windows = component::objects(ask_all(WindowCall::GetOpenedWindows, call.vm)?, call.vm)?;
    Ok(call.vm.ctx.new_tuple(windows).into())
}

pub(super) fn get_opened_window_names(call: &Call<'_>) -> PyResult {
    let windows = ask_all(WindowCall::GetOpenedWindows, call.vm)?;
    Ok(call.vm.ctx.new_tuple(windows.into_iter().map(|window| call.text(window.name)).collect()).into())
}

pub(super) fn find_window(call: &Call<'_>, path: String) -> PyResult {
    let mut windows = ask_all(WindowCall::GetOpenedWindows, call.vm)?;
    windows.retain(|window| window.name == path);
    Ok(call.vm.ctx.new_list(component::objects(windows, call.vm)?).into())
}
