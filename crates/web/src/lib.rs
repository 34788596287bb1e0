//! Requests to a server that a tool asks for evidence or tells a verdict:
//! bounded in time, tries and bytes, with credentials that no message shows.

mod answer;
mod credentials;
mod encode;
mod patience;
mod request;
mod server;
mod trouble;

pub use answer::Answer;
pub use credentials::Credentials;
pub use encode::form;
pub use request::{Method, Request};
pub use server::Server;

#[cfg(test)]
mod tests;
