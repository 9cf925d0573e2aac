//! A worker on standard input and output, to be tried by hand; with an argument it imports the usual modules first.

use std::{env, io};

use rollcall_script::Worker;

fn main() -> io::Result<()> {
    let worker = Worker::warm();
    let worker = if env::args().len() > 1 { worker.preloaded() } else { worker };
    worker.serve(io::stdin(), io::stdout(), || Ok(()))
}
