//! The one thread on which all requests run.

use std::future::Future;
use std::sync::OnceLock;
use std::sync::mpsc;

use tokio::runtime::{Builder, Handle};

/// Where requests are put. None: the system gives no thread.
fn handle() -> Option<&'static Handle> {
    static HANDLE: OnceLock<Option<Handle>> = OnceLock::new();
    let start = || {
        let runtime = Builder::new_current_thread().enable_all().build().ok()?;
        let handle = runtime.handle().clone();
        let run = move || runtime.block_on(std::future::pending::<()>());
        let thread = std::thread::Builder::new().name("remote".to_owned());
        thread.spawn(run).ok().map(|_| handle)
    };
    HANDLE.get_or_init(start).as_ref()
}

/// Chooses what TLS reckons with, unless that is chosen already.
pub(super) fn choose_tls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Runs work beside the caller.
pub(super) fn spawn(work: impl Future<Output = ()> + Send + 'static) {
    if let Some(handle) = handle() {
        handle.spawn(work);
    }
}

/// Runs work, and waits for what comes of it.
pub(super) fn wait<T, E>(work: impl Future<Output = Result<T, E>> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: Send + 'static + From<Gone>,
{
    let (sender, receiver) = mpsc::sync_channel(1);
    spawn(async move {
        let _ = sender.send(work.await);
    });
    receiver.recv().unwrap_or_else(|_| Err(Gone.into()))
}

/// The thread of requests is not there.
#[derive(Debug)]
pub(super) struct Gone;

impl From<Gone> for object_store::Error {
    fn from(_: Gone) -> Self {
        Self::Generic {
            store: "remote",
            source: "the system gives no thread for requests".into(),
        }
    }
}

impl From<Gone> for crate::Trouble {
    fn from(_: Gone) -> Self {
        Self {
            message: "the system gives no thread for requests".to_owned(),
            help: "run it where it may start threads".to_owned(),
        }
    }
}
