//! The `validate-data` binary.

fn main() -> std::process::ExitCode {
    tool::main::<validate_data::ValidateData>()
}
