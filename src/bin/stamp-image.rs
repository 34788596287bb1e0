//! The `stamp-image` binary.

fn main() -> std::process::ExitCode {
    tool::main::<stamp_image::StampImage>()
}
