//! What is there: the objects of a bucket below a folder.

use futures_util::{StreamExt, TryStreamExt};
use object_store::path::Path;
use verdict::Fault;

use super::{runtime, store, why};
use crate::{Address, Kind};

/// The objects below the folder of an address that are taken by their names
/// (without the bucket), sorted; for a pattern the folder before its first
/// sign. More than so many are a fault, and so is a web server, which tells
/// nobody what it has.
pub fn list(
    address: &Address,
    takes: &dyn Fn(&str) -> bool,
    most: usize,
) -> Result<Vec<Address>, Fault> {
    if address.kind() == Kind::Http {
        let message = format!("{} stands for several files", address.shown());
        let fault = Fault::new(message).help("a web server does not say what files it has");
        return Err(fault.help("name each file by itself"));
    }
    let mut keys: Vec<String> = all(address, most)?;
    keys.retain(|key| takes(key));
    keys.sort();
    Ok(keys.iter().map(|key| address.beside(key)).collect())
}

/// All names below the folder, at most eight times as many as may be taken.
fn all(address: &Address, most: usize) -> Result<Vec<String>, Fault> {
    let folder = store::of(&address.beside(folder(address.key())))?;
    let limit = most.saturating_mul(8).saturating_add(1);
    let listed = runtime::wait(async move {
        let (store, folder): (_, Path) = folder;
        let below = (!folder.as_ref().is_empty()).then_some(&folder);
        let names = store.list(below).take(limit);
        let names = names.map_ok(|found| found.location.to_string());
        names.try_collect::<Vec<_>>().await
    });
    let listed = listed.map_err(|error| why::trouble(address, &error).fault())?;
    if listed.len() >= limit {
        let message = format!("{} stands for too many files", address.shown());
        return Err(Fault::new(message).help(format!("name a folder with at most {most}")));
    }
    Ok(listed)
}

/// The folder before the first sign of a pattern.
fn folder(key: &str) -> &str {
    let sign = key.find(['*', '?', '[', '{']).unwrap_or(key.len());
    key[..sign]
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::folder;

    #[test]
    fn the_folder_of_a_pattern_comes_before_its_first_sign() {
        assert_eq!(folder("data/year=*/x-*.parquet"), "data");
        assert_eq!(folder("a/b/"), "a/b");
        assert_eq!(folder("x*.csv"), "");
        assert_eq!(folder(""), "");
    }
}
