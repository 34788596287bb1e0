//! One run at a time.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use verdict::Fault;

/// How often a run looks whether the lock is free, a tenth of a second apart.
const LOOKS: u32 = 600;

/// Holds a ledger for this run until dropped. The ledger itself can't be
/// locked, as it is replaced by a new file.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Waits up to a minute for other runs. The lock's file stays beside the
    /// ledger: were it removed, two runs could lock two files of that name.
    pub(super) fn take(ledger: &Path) -> Result<Self, Fault> {
        Self::look(ledger, LOOKS)
    }

    fn look(ledger: &Path, looks: u32) -> Result<Self, Fault> {
        let mut name = ledger.as_os_str().to_owned();
        name.push(".lock");
        let path = Path::new(&name);
        let fault = |error: std::io::Error| Fault::io("write", path, &error);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(fault)?;
        }
        let file = File::options().create(true).append(true).open(path);
        let file = file.map_err(fault)?;
        for look in 0..looks {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if look + 1 < looks => {
                    sleep(Duration::from_millis(100));
                }
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(fault(error)),
            }
        }
        let ledger = tool::shown(ledger);
        Err(Fault::new(format!(
            "another run holds the ledger {ledger} for a minute already"
        ))
        .help("let runs on one ledger wait for each other, such as by a concurrency group"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_runs_take_turns() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a/ledger.jsonl");
        let first = Lock::take(&path).expect("free");
        let fault = Lock::look(&path, 2).expect_err("held");
        assert!(fault.message.starts_with("another run holds the ledger "));
        drop(first);
        Lock::look(&path, 1).expect("free again");
    }
}
