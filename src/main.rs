//! The program: parses the command line and runs the command.

use std::process::ExitCode;

fn main() -> ExitCode {
    gainsay::cli::run::main(gainsay::cli::commands::run)
}
