//! `system.nav`: opening and closing windows.

use rollcall_catalogue::system::nav as entries;
use rollcall_window::Value;
use rollcall_wire::host::{WindowAnswer, WindowCall, WindowName};
use rustpython_vm::builtins::{PyDictRef, PyStr};
use rustpython_vm::{AsObject, PyResult};

use crate::call::{Binding, Call, Source, bind};
use crate::component::{self, value};

pub(super) fn bindings() -> Vec<Binding> {
    vec![
        bind(&entries::CENTER_WINDOW, |call: &Call<'_>, window| call.order(WindowCall::CenterWindow { window })),
        bind(&entries::CLOSE_PARENT_WINDOW, close_parent_window),
        bind(&entries::CLOSE_WINDOW, |call: &Call<'_>, window| call.order(WindowCall::CloseWindow { window })),
        bind(&entries::GET_CURRENT_WINDOW, get_current_window),
        bind(&entries::OPEN_WINDOW, |call: &Call<'_>, path, parameters| open(call, path, parameters, false)),
        bind(&entries::SWAP_TO, |call: &Call<'_>, path, parameters| open(call, path, parameters, true)),
        bind(&entries::SWAP_WINDOW, swap_window),
    ]
}

fn close_parent_window(call: &Call<'_>, source: Source) -> PyResult {
    call.order(WindowCall::CloseWindow { window: WindowName::Component(source.0.at) })
}

fn get_current_window(call: &Call<'_>) -> PyResult {
    match call.ask(WindowCall::GetCurrentWindow)? {
        WindowAnswer::Path(path) => Ok(path.map_or_else(|| call.vm.ctx.none(), |path| call.text(path))),
        _ => Err(call.unexpected("something else")),
    }
}

/// The window that goes must be open, else nothing is done; it is closed last, so that a mistake in the new one's name
/// leaves it where it is.
fn swap_window(call: &Call<'_>, mut from: WindowName, path: Option<String>, parameters: Option<PyDictRef>) -> PyResult {
    if let WindowName::Path(path) = from {
        let window = component::ask(WindowCall::GetWindow { path }, call.vm)?;
        let closed = || call.value_error("the window to be closed is not open");
        from = WindowName::Component(window.ok_or_else(closed)?.at);
    }
    let opened = open(call, path, parameters, false)?;
    let same = opened.downcast_ref::<component::Component>().map(|window| window.info().at.window);
    if !matches!(from, WindowName::Component(at) if Some(at.window) == same) {
        call.ask(WindowCall::CloseWindow { window: from })?;
    }
    Ok(opened)
}

fn open(call: &Call<'_>, path: Option<String>, parameters: Option<PyDictRef>, swap: bool) -> PyResult {
    let path = path.ok_or_else(|| call.type_error("a window's path is wanted, not None"))?;
    let parameters = values(call, parameters)?;
    match component::ask(WindowCall::OpenWindow { path, parameters, swap }, call.vm)? {
        Some(window) => component::object(window, call.vm),
        None => Ok(call.vm.ctx.none()),
    }
}

fn values(call: &Call<'_>, parameters: Option<PyDictRef>) -> PyResult<Vec<(String, Value)>> {
    let Some(given) = parameters else { return Ok(Vec::new()) };
    let mut values = Vec::new();
    for (name, given) in given {
        let name = name.downcast_ref::<PyStr>().map(|name| name.as_wtf8().to_string_lossy().into_owned());
        let name = name.ok_or_else(|| call.type_error("the names in params are strings"))?;
        let value = value::from_python(given.as_object(), call.vm)
            .map_err(|problem| call.type_error(format!("the parameter '{name}': {problem}")))?;
        values.push((name, value));
    }
    Ok(values)
}
