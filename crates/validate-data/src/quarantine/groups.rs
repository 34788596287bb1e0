//! Rows of Parquet: a row group at a time.

use std::io::{self, Write};
use std::path::Path;

use table::{RowCopy, Table};
use tool::NewFile;
use verdict::Fault;

use super::{Each, Outlets, begin, is_bad};
use crate::pass::{Sifted, Whole};

/// Writes the rows of a table whose row groups have so many rows each.
pub(super) fn write(
    outlets: &Outlets<'_>,
    table: &Table,
    groups: &[usize],
    sift: impl FnOnce(Whole, &mut Each<'_>) -> Result<(), Fault>,
) -> Result<Vec<NewFile>, Fault> {
    let mut bad = Outlet::open(outlets.quarantine, outlets.several, table)?;
    let mut good = Outlet::open(outlets.keep, outlets.several, table)?;
    // Which rows of a row group break a rule; groups without rows aren't shown.
    let mut marks = Vec::new();
    let mut left = (0..).zip(groups).filter(|(_, rows)| **rows > 0).peekable();
    let mut each = |sifted: &Sifted<'_>| -> Result<(), Fault> {
        marks.extend((0..sifted.block.rows()).map(|at| is_bad(sifted, at)));
        while let Some((group, rows)) = left.next_if(|(_, rows)| **rows <= marks.len()) {
            let rows: Vec<bool> = marks.drain(..*rows).collect();
            bad.group(group, &rows)?;
            let others: Vec<bool> = rows.iter().map(|is_bad| !is_bad).collect();
            good.group(group, &others)?;
        }
        Ok(())
    };
    sift(Whole::No, &mut each)?;
    if left.next().is_some() || !marks.is_empty() {
        return Err(
            Fault::new(format!("{} changed while it was read", table.name()))
                .help("run the gate when what writes the table is done"),
        );
    }
    let files = [bad.close()?, good.close()?];
    Ok(files.into_iter().flatten().collect())
}

/// Where one kind of rows goes; nowhere, when no path is given.
struct Outlet<'t>(Option<RowCopy<'t, NewGroups>>);

impl<'t> Outlet<'t> {
    fn open(path: Option<&Path>, several: bool, table: &'t Table) -> Result<Self, Fault> {
        let Some(path) = path else {
            return Ok(Self(None));
        };
        let file = NewGroups(begin(path, several, table)?);
        Ok(Self(table.copy_to(file)?))
    }

    fn group(&mut self, index: usize, rows: &[bool]) -> Result<(), Fault> {
        match &mut self.0 {
            Some(copy) => copy.group(index, rows),
            None => Ok(()),
        }
    }

    fn close(self) -> Result<Option<NewFile>, Fault> {
        let file = self.0.map(RowCopy::finish).transpose()?;
        Ok(file.map(|file| file.0))
    }
}

/// The new file, as the writer of Parquet wants it.
struct NewGroups(NewFile);

impl Write for NewGroups {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.0.write(bytes);
        written.map_err(|fault| io::Error::other(fault.message))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
