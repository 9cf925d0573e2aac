//! Nodes → objects.
//!
//! Tasks wait on a stack of their own. A mutable object is made before the objects that it refers to and filled after
//! them; an immutable one is made after them. Where a cycle leaves something unmade when it is needed, the task is put
//! off to the end and tried again.

use rollcall_python_runtime as python2;
use rollcall_wire::host::Carried;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyDict, PyStr, PyTuple};
use rustpython_vm::function::{FuncArgs, KwArgs};
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

use super::build::{self, Builder};
use super::format::{Node, Number, Parcel};
use super::{Contents, code::Codes};
use crate::host;

/// A function with its arguments.
pub(super) fn call(carried: &Carried, vm: &VirtualMachine) -> PyResult<(PyObjectRef, FuncArgs)> {
    let value = unpack(carried, Contents::Everything, vm)?;
    let parts = value.downcast_ref::<PyTuple>().map(|parts| parts.as_slice());
    let Some([function, arguments, keywords]) = parts else { return Err(broken("no call", vm)) };
    let arguments = vm.extract_elements_with(arguments, Ok)?;
    let keywords = keywords.downcast_ref::<PyDict>().into_iter().flatten().filter_map(|(name, value)| {
        let name = name.downcast_ref::<PyStr>()?.to_str()?.to_owned();
        Some((name, value))
    });
    Ok((function.clone(), FuncArgs::new(arguments, KwArgs::from_iter(keywords))))
}

/// Data.
pub(super) fn data(carried: &Carried, vm: &VirtualMachine) -> PyResult {
    unpack(carried, Contents::Data, vm)
}

/// The error for a parcel that no interpreter has written.
pub(super) fn broken(what: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
    vm.new_runtime_error(format!("what was carried here cannot be put together: {what}"))
}

fn unpack(carried: &Carried, contents: Contents, vm: &VirtualMachine) -> PyResult {
    let parcel: Parcel = serde_json::from_str(&carried.0).map_err(|e| broken(&e.to_string(), vm))?;
    if !parcel.nodes.iter().all(|node| node.fits(contents)) {
        return Err(broken("it is not only data", vm));
    }
    // A function runs in its own language, which need not be that of the job that brings it.
    if let Some(text) = parcel.texts.first().filter(|_| contents == Contents::Everything) {
        python2::set_running(text.dialect, vm);
    }
    let codes = parcel.texts.iter().filter(|_| contents == Contents::Everything).map(|text| {
        if let Some(host) = host::current() {
            host.keep_source(&text.file, &text.source);
        }
        Codes::compile(text.dialect, &text.file, &text.source, vm)
    });
    let codes = codes.collect::<PyResult<_>>()?;
    let count = parcel.nodes.len();
    let mut unpacker = Unpacker {
        nodes: &parcel.nodes,
        builder: Builder::new(codes, count, vm),
        visited: vec![false; count],
        tasks: vec![Task::Visit(0)],
        unmade: Vec::new(),
        unfilled: Vec::new(),
    };
    unpacker.run()?;
    unpacker.builder.object(0)
}

#[derive(Clone, Copy, Debug)]
enum Task {
    /// Make the object with all that it refers to, unless that is done or under way.
    Visit(Number),
    /// Make it, now that the objects it needs for that exist.
    Make(Number),
    /// Give it the rest.
    Fill(Number),
}

struct Unpacker<'a> {
    nodes: &'a [Node],
    builder: Builder<'a>,
    visited: Vec<bool>,
    tasks: Vec<Task>,
    unmade: Vec<Number>,
    unfilled: Vec<Number>,
}

impl Unpacker<'_> {
    fn run(&mut self) -> PyResult<()> {
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Visit(number) => self.visit(number)?,
                Task::Make(number) => self.make(number)?,
                Task::Fill(number) => self.fill(number)?,
            }
        }
        self.make_the_rest()?;
        for number in std::mem::take(&mut self.unfilled) {
            self.builder.fill(number, &self.nodes[number as usize])?;
        }
        Ok(())
    }

    /// Makes the objects that were put off, in turns, as long as a turn makes anything.
    fn make_the_rest(&mut self) -> PyResult<()> {
        while !self.unmade.is_empty() {
            let turn = std::mem::take(&mut self.unmade);
            let before = turn.len();
            for number in turn {
                self.make(number)?;
            }
            if self.unmade.len() == before {
                return Err(broken("it refers to itself in a way that cannot be followed", self.builder.vm));
            }
        }
        Ok(())
    }

    fn make(&mut self, number: Number) -> PyResult<()> {
        let node = &self.nodes[number as usize];
        if build::parts(node).before.iter().all(|part| self.builder.has(*part)) {
            return self.builder.make(number, node);
        }
        self.unmade.push(number);
        Ok(())
    }

    fn visit(&mut self, number: Number) -> PyResult<()> {
        match self.visited.get_mut(number as usize) {
            None => return Err(broken("a part of it is missing", self.builder.vm)),
            Some(visited) if *visited => return Ok(()),
            Some(visited) => *visited = true,
        }
        let parts = build::parts(&self.nodes[number as usize]);
        // The last is done first.
        if !parts.after.is_empty() || parts.is_filled {
            self.tasks.push(Task::Fill(number));
        }
        self.tasks.extend(parts.after.into_iter().rev().map(Task::Visit));
        self.tasks.push(Task::Make(number));
        self.tasks.extend(parts.before.into_iter().rev().map(Task::Visit));
        Ok(())
    }

    fn fill(&mut self, number: Number) -> PyResult<()> {
        let node = &self.nodes[number as usize];
        let whole = self.builder.has(number) && build::parts(node).after.iter().all(|part| self.builder.has(*part));
        if whole {
            return self.builder.fill(number, node);
        }
        if let Node::Class(class) = node {
            // The members that exist already may be needed to make objects of the class.
            self.builder.fill_class(number, class)?;
        }
        self.unfilled.push(number);
        Ok(())
    }
}
