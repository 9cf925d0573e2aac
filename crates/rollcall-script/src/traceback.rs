//! The text that a failed script ends with: Python's traceback.
//!
//! The engine's own writer opens files for the source lines and leaves the modules out of exception names; the
//! `traceback` module is Python, and has to run in an interpreter that may have just run out of stack. So it is written
//! here: the form is Python's, with the lines of the script that the worker was given.

use std::collections::HashSet;
use std::fmt::Write;

use rollcall_python_runtime as python2;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyTraceback};
use rustpython_vm::suggestion::offer_suggestions;
use rustpython_vm::{AsObject, PyRef, PyResult, VirtualMachine};

use crate::{host, java};

/// After this many equal lines Python only counts.
const REPEATED: usize = 3;

/// How many links of a chain of exceptions are shown.
const CHAIN: usize = 100;

/// The traceback of an exception and of those that led to it, the oldest first. Ends without a line end.
pub(crate) fn format(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> String {
    let mut text = String::new();
    if python2::job_is_python2() {
        // Python 2 does not know the cause of an exception.
        python2::in_own_words(exception, vm);
        write_exception(&mut text, exception, vm);
        text.truncate(text.trim_end().len());
        return text;
    }
    for (link, introduction) in chain(exception, vm).into_iter().rev() {
        if let Some(introduction) = introduction {
            let _ = write!(text, "\n{introduction}\n\n");
        }
        write_exception(&mut text, &link, vm);
    }
    text.truncate(text.trim_end().len());
    text
}

/// The exception and those before it, newest first, each with the sentence that stands before it.
fn chain(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> Vec<(PyBaseExceptionRef, Option<&'static str>)> {
    let mut links = vec![(exception.clone(), None)];
    let mut seen = HashSet::from([exception.get_id()]);
    while let Some((newest, _)) = links.last()
        && links.len() < CHAIN
    {
        let suppressed = flag(newest, "__suppress_context__", vm);
        let (older, introduction) = match (newest.__cause__(), newest.__context__()) {
            (Some(cause), _) => (cause, "The above exception was the direct cause of the following exception:"),
            (None, Some(context)) if !suppressed => {
                (context, "During handling of the above exception, another exception occurred:")
            }
            _ => break,
        };
        if !seen.insert(older.get_id()) {
            break;
        }
        if let Some(link) = links.last_mut() {
            link.1 = Some(introduction);
        }
        links.push((older, None));
    }
    links
}

fn flag(exception: &PyBaseExceptionRef, name: &'static str, vm: &VirtualMachine) -> bool {
    exception.as_object().get_attr(name, vm).and_then(|v| v.try_to_bool(vm)).unwrap_or(false)
}

fn write_exception(text: &mut String, exception: &PyBaseExceptionRef, vm: &VirtualMachine) {
    if let Some(traceback) = exception.__traceback__() {
        text.push_str("Traceback (most recent call last):\n");
        write_entries(text, &traceback);
    }
    if exception.fast_isinstance(vm.ctx.exceptions.syntax_error) {
        // The engine shows the line and a caret well, and reads no file when there is no traceback.
        let _ = exception.set___traceback__(vm.ctx.none(), vm);
        let _ = vm.write_exception_inner(text, exception);
        show_words(text, exception, vm);
    } else {
        let _ = writeln!(text, "{}", last_line(exception, vm));
        write_notes(text, exception, vm);
    }
}

/// Ends the text of a `SyntaxError` in its words: in Python 2 its `args` hold the place as well, and the engine shows all.
fn show_words(text: &mut String, exception: &PyBaseExceptionRef, vm: &VirtualMachine) {
    let words = exception.as_object().get_attr("msg", vm).and_then(|words| words.str(vm));
    if let (2.., Ok(words)) = (exception.args().len(), words) {
        text.truncate(text.trim_end().rfind('\n').map_or(0, |end| end + 1));
        let _ = writeln!(text, "{}: {words}", exception.class().name());
    }
}

fn write_entries(text: &mut String, traceback: &PyRef<PyTraceback>) {
    let mut last = String::new();
    let mut count = 0;
    for entry in traceback.iter().filter(|entry| !is_machinery(entry.frame.code.source_path().as_str())) {
        let line =
            entry_text(entry.frame.code.source_path().as_str(), entry.lineno.get(), entry.frame.code.obj_name.as_str());
        if line == last {
            count += 1;
        } else {
            write_repetitions(text, count);
            (last, count) = (line, 1);
        }
        if count <= REPEATED {
            text.push_str(&last);
        }
    }
    write_repetitions(text, count);
}

/// Whether a file is of the machinery that imports: between a script and its module it is of no interest.
fn is_machinery(file: &str) -> bool {
    ["_frozen_importlib", "_project_modules"].contains(&file)
}

fn write_repetitions(text: &mut String, count: usize) {
    if count > REPEATED {
        let more = count - REPEATED;
        let _ = writeln!(text, "  [Previous line repeated {more} more time{}]", if more == 1 { "" } else { "s" });
    }
}

fn entry_text(file: &str, line: usize, function: &str) -> String {
    let mut text = format!("  File \"{file}\", line {line}, in {function}\n");
    let source = host::current().and_then(|host| host.source(file));
    if let Some(code) = source.as_deref().and_then(|s| s.lines().nth(line.saturating_sub(1))) {
        let _ = writeln!(text, "    {}", code.trim());
    }
    text
}

/// `module.Name: message`, with Python's suggestion for a misspelt name.
fn last_line(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> String {
    let message = exception.as_object().str(vm).map(|s| s.as_wtf8().to_string_lossy().into_owned());
    let message = message.unwrap_or_else(|_| "<exception str() failed>".to_owned());
    // A Java exception's text begins with its class already.
    if java::lang::is_throwable(exception) {
        return message;
    }
    let name = class_name(exception, vm).unwrap_or_else(|_| exception.class().name().to_string());
    if python2::job_is_python2() {
        return python2::last_line(exception, &name, vm);
    }
    let mut line = if message.is_empty() { name } else { format!("{name}: {message}") };
    if let Some(suggestion) = offer_suggestions(exception, vm) {
        let _ = write!(line, ". Did you mean: '{}'?", suggestion.as_wtf8());
    }
    line
}

/// The class with its module, which is left out for Python's own and the script's.
fn class_name(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<String> {
    let class = exception.class().to_owned();
    let name = class.as_object().get_attr("__qualname__", vm)?.str(vm)?;
    let module = class.as_object().get_attr("__module__", vm)?.str(vm)?;
    let (name, module) = (name.as_wtf8().to_string_lossy(), module.as_wtf8().to_string_lossy());
    Ok(match module.as_ref() {
        "builtins" | "exceptions" | "__main__" => name.into_owned(),
        module => format!("{module}.{name}"),
    })
}

fn write_notes(text: &mut String, exception: &PyBaseExceptionRef, vm: &VirtualMachine) {
    let Ok(notes) = exception.as_object().get_attr("__notes__", vm) else { return };
    let Ok(notes) = vm.extract_elements_with(&notes, Ok) else { return };
    for note in notes {
        if let Ok(note) = note.str(vm) {
            let _ = writeln!(text, "{}", note.as_wtf8());
        }
    }
}
