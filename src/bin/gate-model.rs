//! The `gate-model` binary.

fn main() -> std::process::ExitCode {
    tool::main::<gate_model::GateModel>()
}
