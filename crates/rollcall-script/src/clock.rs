//! The functions of `time` that depend on the zone or that wait.
//!
//! The engine takes the local time from the machine; a script's local time is the gateway's. It sleeps in one piece,
//! which no interrupt would end.

use std::thread;
use std::time::{Duration, Instant};

use rollcall_engine::interrupt;
use rustpython_vm::builtins::PyStrRef;
use rustpython_vm::function::{ArgIntoFloat, OptionalArg};
use rustpython_vm::stdlib::time::time;
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

use crate::host;
use crate::java::zone::Zone;

/// The longest piece of a sleep: how late an interrupt may come.
const PIECE: Duration = Duration::from_millis(50);

/// The longest sleep, about a century: more would overflow the engine's clock.
const LONGEST: f64 = 3.0e9;

/// The engine's own `strftime` and `struct_time`, kept under names of ours.
const ENGINE_STRFTIME: &str = "_strftime";

/// Puts our functions in their places.
pub(crate) fn install(module: &PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
    let strftime_of_engine = module.get_attr("strftime", vm)?;
    module.set_attr(ENGINE_STRFTIME, strftime_of_engine, vm)?;
    module.set_attr("sleep", vm.new_function("sleep", sleep), vm)?;
    module.set_attr("localtime", vm.new_function("localtime", localtime), vm)?;
    module.set_attr("mktime", vm.new_function("mktime", mktime), vm)?;
    module.set_attr("ctime", vm.new_function("ctime", ctime), vm)?;
    module.set_attr("strftime", vm.new_function("strftime", strftime), vm)
}

/// Sets `tzname` and its companions to the zone of the job that begins.
pub(crate) fn set_zone(vm: &VirtualMachine) -> PyResult<()> {
    let module = vm.import("time", 0)?;
    let running = host::running(vm)?;
    let (standard, daylight) = offsets_of_year(&running.zone, now_millis(vm)?);
    let (standard_name, daylight_name) = running.zone.names();
    let names = vec![vm.ctx.new_str(standard_name).into(), vm.ctx.new_str(daylight_name).into()];
    module.set_attr("tzname", vm.ctx.new_tuple(names), vm)?;
    module.set_attr("timezone", vm.ctx.new_int(-standard), vm)?;
    module.set_attr("altzone", vm.ctx.new_int(-daylight), vm)?;
    module.set_attr("daylight", vm.ctx.new_int(i32::from(standard != daylight)), vm)
}

/// The smaller and the larger offset in the twelve months from an instant on, in seconds.
fn offsets_of_year(zone: &Zone, millis: i64) -> (i32, i32) {
    const MONTH: i64 = 2_629_800_000;
    let offsets = (0..12).map(|month| zone.at(millis + month * MONTH).offset);
    offsets.fold((i32::MAX, i32::MIN), |(least, most), offset| (least.min(offset), most.max(offset)))
}

fn now_millis(vm: &VirtualMachine) -> PyResult<i64> {
    Ok((time(vm)? * 1000.0) as i64)
}

fn sleep(seconds: ArgIntoFloat, vm: &VirtualMachine) -> PyResult<()> {
    let seconds = seconds.into_float();
    if seconds.is_nan() || seconds < 0.0 {
        return Err(vm.new_value_error("sleep length must be non-negative"));
    }
    if seconds > LONGEST {
        return Err(vm.new_overflow_error("sleep length is too large"));
    }
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    if let Some(host) = host::current() {
        // A person who watches should see the output from before the wait.
        host.flush().map_err(|e| interrupt::supervisor_gone(&e, vm))?;
    }
    loop {
        interrupt::check(vm)?;
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        thread::sleep(left.min(PIECE));
    }
}

fn localtime(seconds: OptionalArg<Option<ArgIntoFloat>>, vm: &VirtualMachine) -> PyResult {
    let seconds = match seconds.flatten().map(ArgIntoFloat::into_float) {
        Some(seconds) if seconds.is_finite() && seconds.abs() < 1e14 => seconds.floor() as i64,
        Some(_) => return Err(vm.new_overflow_error("timestamp out of range for platform time_t")),
        None => now_millis(vm)?.div_euclid(1000),
    };
    local_struct(seconds, vm)
}

/// The `struct_time` of an instant in the gateway's zone: the fields of UTC, shifted, with the zone's name.
fn local_struct(seconds: i64, vm: &VirtualMachine) -> PyResult {
    let running = host::running(vm)?;
    let local = running.zone.at(seconds * 1000);
    let module = vm.import("time", 0)?;
    let shifted = vm.call_method(&module, "gmtime", (seconds + i64::from(local.offset),))?;
    let mut fields: Vec<PyObjectRef> = vm.extract_elements_with(&shifted, Ok)?;
    fields.truncate(8);
    fields.push(vm.ctx.new_int(i32::from(local.daylight)).into());
    fields.push(vm.ctx.new_str(running.zone.name(seconds * 1000)).into());
    fields.push(vm.ctx.new_int(local.offset).into());
    vm.call_method(&module, "struct_time", (vm.ctx.new_tuple(fields),))
}

fn mktime(fields: PyObjectRef, vm: &VirtualMachine) -> PyResult<f64> {
    let fields: Vec<i64> = vm.extract_elements_with(&fields, |field| field.try_into_value(vm))?;
    let [year, month, day, hours, minutes, seconds, ..] = fields[..] else {
        return Err(vm.new_type_error("mktime(): illegal time tuple argument"));
    };
    if !(-9999..=9999).contains(&year) {
        return Err(vm.new_overflow_error("mktime argument out of range"));
    }
    let running = host::running(vm)?;
    let millis = crate::java::date_text::instant([year, month - 1, day, hours, minutes, seconds], &running.zone);
    Ok((millis / 1000) as f64)
}

fn ctime(seconds: OptionalArg<Option<ArgIntoFloat>>, vm: &VirtualMachine) -> PyResult {
    let local = localtime(seconds, vm)?;
    let module = vm.import("time", 0)?;
    vm.call_method(&module, "asctime", (local,))
}

fn strftime(format: PyStrRef, fields: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
    let fields = match fields {
        OptionalArg::Present(fields) => fields,
        OptionalArg::Missing => localtime(OptionalArg::Missing, vm)?,
    };
    // The engine asks the machine for the zone, even if the fields have one.
    let format = format.as_wtf8().to_string_lossy();
    let format = if format.contains("%Z") || format.contains("%z") {
        with_zone(&format, &fields, vm)?
    } else {
        format.into_owned()
    };
    let module = vm.import("time", 0)?;
    vm.call_method(&module, ENGINE_STRFTIME, (format, fields))
}

/// The format with the zone's name and offset in place of `%Z` and `%z`.
fn with_zone(format: &str, fields: &PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
    let zone = fields.get_attr("tm_zone", vm).ok().filter(|zone| !vm.is_none(zone));
    let offset = fields.get_attr("tm_gmtoff", vm).ok().filter(|offset| !vm.is_none(offset));
    let (name, offset) = match (zone, offset) {
        (Some(zone), Some(offset)) => {
            (zone.str(vm)?.as_wtf8().to_string_lossy().into_owned(), offset.try_into_value(vm)?)
        }
        _ => zone_of_plain_tuple(fields, vm)?,
    };
    let offset =
        format!("{}{:02}{:02}", if offset < 0 { '-' } else { '+' }, offset.abs() / 3600, offset.abs() / 60 % 60);
    let mut text = String::new();
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        let (before, specifier) = rest.split_at(at);
        text.push_str(before);
        let length = 1 + specifier[1..].chars().next().map_or(0, char::len_utf8);
        match &specifier[..length] {
            "%Z" => text += &name.replace('%', "%%"),
            "%z" => text += &offset,
            other => text += other,
        }
        rest = &specifier[length..];
    }
    Ok(text + rest)
}

/// Fields without a zone are local time, for which they show only whether it is daylight time.
fn zone_of_plain_tuple(fields: &PyObjectRef, vm: &VirtualMachine) -> PyResult<(String, i32)> {
    let running = host::running(vm)?;
    let millis = (mktime(fields.clone(), vm)? * 1000.0) as i64;
    Ok((running.zone.name(millis), running.zone.at(millis).offset))
}
