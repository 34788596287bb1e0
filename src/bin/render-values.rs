//! The `render-values` binary.

fn main() -> std::process::ExitCode {
    tool::main::<render_values::RenderValues>()
}
