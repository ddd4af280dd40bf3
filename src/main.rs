use std::process::ExitCode;

fn main() -> ExitCode {
    hafez::cli::main()
}
