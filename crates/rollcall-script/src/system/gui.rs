//! `system.gui`: dialogs, windows and colours.
//!
//! The supervisor of the script shows a dialog, and the script waits for the answer.

mod color;
mod window;

use rollcall_catalogue::system::gui as entries;
use rollcall_wire::host::{Ask, DialogAnswer, MessageStyle};
use rustpython_vm::PyResult;

use crate::call::{Binding, Call, bind};

pub(super) fn bindings() -> Vec<Binding> {
    vec![
        bind(&entries::COLOR_OF, color::named_color).or(color::color_of_parts),
        bind(&entries::CONFIRM, confirm),
        bind(&entries::ERROR_BOX, |call: &Call<'_>, message, title| show(MessageStyle::Error, call, message, title)),
        bind(&entries::FIND_WINDOW, window::find_window),
        bind(&entries::GET_OPENED_WINDOW_NAMES, window::get_opened_window_names),
        bind(&entries::GET_OPENED_WINDOWS, window::get_opened_windows),
        bind(&entries::GET_PARENT_WINDOW, window::get_parent_window),
        bind(&entries::GET_WINDOW, window::get_window),
        bind(&entries::INPUT_BOX, input_box),
        bind(&entries::MESSAGE_BOX, |call: &Call<'_>, message, title| {
            show(MessageStyle::Information, call, message, title)
        }),
        bind(&entries::PASSWORD_BOX, password_box),
        bind(&entries::WARNING_BOX, |call: &Call<'_>, message, title| {
            show(MessageStyle::Warning, call, message, title)
        }),
    ]
}

fn show(style: MessageStyle, call: &Call<'_>, message: String, title: String) -> PyResult {
    call.order(Ask::Message { style, message, title })
}

fn confirm(call: &Call<'_>, message: String, title: String, allow_cancel: bool) -> PyResult {
    match call.ask(Ask::Confirm { message, title, allow_cancel })? {
        DialogAnswer::Boolean(yes) => Ok(call.vm.ctx.new_bool(yes).into()),
        // Without a cancel button, Escape means no.
        DialogAnswer::Cancelled if !allow_cancel => Ok(call.vm.ctx.new_bool(false).into()),
        DialogAnswer::Cancelled => Ok(call.vm.ctx.none()),
        DialogAnswer::Text(_) => Err(call.unexpected("a text")),
        DialogAnswer::Done => Err(call.unexpected("nothing")),
    }
}

fn input_box(call: &Call<'_>, message: String, default_text: String) -> PyResult {
    text_or_none(call, Ask::Input { message, default_text })
}

fn password_box(call: &Call<'_>, message: String, title: String, echo_char: String) -> PyResult {
    text_or_none(call, Ask::Password { message, title, echo_char })
}

fn text_or_none(call: &Call<'_>, ask: Ask) -> PyResult {
    match call.ask(ask)? {
        DialogAnswer::Text(text) => Ok(call.text(text)),
        DialogAnswer::Cancelled => Ok(call.vm.ctx.none()),
        DialogAnswer::Boolean(_) => Err(call.unexpected("a boolean")),
        DialogAnswer::Done => Err(call.unexpected("nothing")),
    }
}
