//! Requests to a server that a tool asks for evidence or tells a verdict:
//! bounded in time, tries and bytes, with credentials that no message shows.

mod answer;
mod encode;
mod patience;
mod server;
mod trouble;

pub use answer::Answer;
pub use server::{Credentials, Method, Server};

#[cfg(test)]
mod tests;
