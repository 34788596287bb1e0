//! The libraries beside which `validate-data` is measured. No test needs
//! them, so they are not among the components that the tests install.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::peers::install_python;

/// The `PyPI` packages.
const PIP: [&str; 4] = [
    "duckdb==2.0.0",
    "polars==2.1.0",
    "datafusion==55.0.0",
    "great-expectations==1.24.1",
];

/// Installs the libraries into `<root>/target/peers/bench`, or finds them
/// there; the Python that has them.
pub(crate) fn python(root: &Path) -> Result<PathBuf> {
    let venv = root.join("target/peers/bench");
    let python = venv.join("bin/python");
    let stamp = venv.join("stamp");
    let wanted = PIP.join("\n");
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(python);
    }
    if venv.exists() {
        fs::remove_dir_all(&venv)
            .with_context(|| format!("can't remove the old {}", venv.display()))?;
    }
    install_python(&venv, &PIP)?;
    fs::write(&stamp, wanted).with_context(|| format!("can't write {}", stamp.display()))?;
    Ok(python)
}
