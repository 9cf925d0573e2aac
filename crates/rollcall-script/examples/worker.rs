//! A worker on standard input and output, to be tried by hand: see `conformance/script/README.md`.

use std::io;

fn main() -> io::Result<()> {
    rollcall_script::Worker::warm().serve(io::stdin(), io::stdout())
}
