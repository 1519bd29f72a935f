//! The forewarn program: parse, run, exit code.

fn main() {}
