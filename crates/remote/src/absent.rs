//! A build that reads nothing but this disk.

use std::convert::Infallible;
use std::io::{self, Read};
use std::ops::Range;

use bytes::Bytes;
use verdict::Fault;

use crate::{Address, Opened};

/// Nothing: no address can be opened.
#[derive(Clone, Debug)]
pub struct Object(Infallible);

impl Object {
    /// Its length in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        match self.0 {}
    }

    /// Some of its bytes.
    pub fn read(&self, _range: Range<u64>) -> io::Result<Bytes> {
        match self.0 {}
    }

    /// Bytes of several places.
    pub fn read_all(&self, _ranges: &[Range<u64>]) -> io::Result<Vec<Bytes>> {
        match self.0 {}
    }

    /// All bytes from one on.
    #[must_use]
    pub fn stream(&self, _from: u64) -> Box<dyn Read + Send> {
        match self.0 {}
    }
}

/// Fails: this build reads nothing but this disk.
pub fn open(address: &Address) -> Result<Opened, Fault> {
    Err(fault(address))
}

/// Fails: this build reads nothing but this disk.
pub fn list(
    address: &Address,
    _takes: &dyn Fn(&str) -> bool,
    _most: usize,
) -> Result<Vec<Address>, Fault> {
    Err(fault(address))
}

fn fault(address: &Address) -> Fault {
    let message = format!(
        "can't read {}: this build reads nothing but this disk",
        address.shown()
    );
    Fault::new(message)
        .help("take a released binary, or build it with `--features remote`")
        .help("or copy the table here first, for example with `aws s3 cp` or `curl`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_without_says_so_and_shows_no_secret() {
        let path = std::path::Path::new("https://ada:secret@h.test/a.csv?sig=secret");
        let address = Address::of(path).expect("an address");
        let fault = open(&address).expect_err("a fault");
        let is = "can't read https://h.test/a.csv: this build reads nothing but this disk";
        assert_eq!(fault.message, is);
        assert!(fault.help[0].contains("--features remote"));
    }
}
