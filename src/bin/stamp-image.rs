//! The `stamp-image` binary.

fn main() -> std::process::ExitCode {
    stamp_image::main()
}
