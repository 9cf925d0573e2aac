//! `help`: the name and the purpose of an object, on the standard output.
//!
//! No pager and no interactive mode: a script has no person to talk to. Its text is short, where Jython's lists all
//! members of a module or class.

use rustpython_vm::builtins::PyStr;
use rustpython_vm::function::OptionalArg;
use rustpython_vm::{PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::type_names;

const USAGE: &str = "help(x) says what x is for. The functions of system are listed in docs/functions.md.\n";

/// `help([object])`.
pub(super) fn help(object: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
    let text = object.into_option().map_or_else(|| USAGE.to_owned(), |object| described(&object, vm));
    let output = vm.sys_module.get_attr("stdout", vm)?;
    vm.call_method(&output, "write", (vm.ctx.new_str(text),)).map(drop)
}

fn described(object: &PyObject, vm: &VirtualMachine) -> String {
    let part = |name: &'static str| -> Option<String> {
        let part = object.get_attr(name, vm).ok()?;
        part.downcast_ref::<PyStr>().map(|part| part.to_string_lossy().into_owned())
    };
    let name = part("__name__").unwrap_or_else(|| type_names::shown_type(object, vm).name().to_string());
    let signature = part("__text_signature__").unwrap_or_default();
    let documentation = part("__doc__").unwrap_or_else(|| "There is no documentation.".to_owned());
    format!("Help on {name}:\n\n{name}{}\n{}\n", shown_signature(&signature), documentation.trim_end())
}

/// The engine's functions name the module that they are of as their first parameter.
fn shown_signature(signature: &str) -> String {
    match signature.strip_prefix("($") {
        Some(rest) => {
            let others = rest.split_once(", ").map_or(")", |(_, others)| others);
            format!("({others}").replace(", /)", ")").replace("())", "()")
        }
        None => signature.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::shown_signature;

    #[test]
    fn a_signature_shows_what_a_script_gives() {
        let cases = [("($module, x)", "(x)"), ("($self, a, /)", "(a)"), ("($self)", "()"), ("(a, b=1)", "(a, b=1)")];
        for (engines, shown) in cases {
            assert_eq!(shown_signature(engines), shown);
        }
    }
}
