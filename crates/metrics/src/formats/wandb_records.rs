//! The records of a W&B log, whatever they hold. The log is `LevelDB`'s: a
//! header of 7 bytes, then blocks of 32 KiB with records, each with a CRC-32
//! over its type and data, a length and a type (whole, or first, middle and
//! last piece).

use std::io::{ErrorKind, Read};

use verdict::Fault;

/// How a log begins: a mark, a magic number, a version.
pub(crate) const HEADER: [u8; 7] = *b":W&B\xE1\xBE\x00";
const BLOCK: usize = 32 * 1024;
const RECORD_HEADER: usize = 7;
/// Largest record, in bytes.
const LARGEST: usize = 64 << 20;
/// The records of a log.
pub(crate) struct Records<'a, R> {
    log: R,
    /// How many bytes were read.
    at: usize,
    file: &'a str,
}

impl<'a, R: Read> Records<'a, R> {
    /// The records of a log that begins as one.
    pub(crate) fn new(log: R, file: &'a str) -> Result<Self, Fault> {
        let mut records = Self { log, at: 0, file };
        records.header()?;
        Ok(records)
    }

    /// How many bytes were read.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    fn header(&mut self) -> Result<(), Fault> {
        let mut header = [0; HEADER.len()];
        match self.fill(&mut header)? && header == HEADER {
            true => Ok(()),
            false => Err(Fault::new(format!("{} is no W&B log", self.file))),
        }
    }

    /// Fills a buffer, or says that the log ends before its first byte.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<bool, Fault> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.log.read(&mut buffer[filled..]) {
                Ok(0) if filled == 0 => return Ok(false),
                Ok(0) => return Err(self.damaged("the log ends in the middle of a record")),
                Ok(read) => filled += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Fault::new(format!("can't read {}: {error}", self.file))),
            }
        }
        self.at += filled;
        Ok(true)
    }

    /// The next record, put together from its pieces.
    pub(crate) fn next(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        let mut record: Option<Vec<u8>> = None;
        loop {
            let Some((kind, data)) = self.piece()? else {
                return match record {
                    None => Ok(None),
                    Some(_) => Err(self.damaged("the log ends in the middle of a record")),
                };
            };
            match (kind, &mut record) {
                (1, None) => return Ok(Some(data)),
                (2, None) => record = Some(data),
                (3 | 4, Some(record)) if record.len() + data.len() > LARGEST => {
                    return Err(self.damaged("a record is larger than 64 MiB"));
                }
                (3, Some(record)) => record.extend(data),
                (4, Some(_)) => {
                    let mut whole = record.unwrap_or_default();
                    whole.extend(data);
                    return Ok(Some(whole));
                }
                _ => return Err(self.damaged("pieces of records are out of order")),
            }
        }
    }

    /// The next piece of a record, with its type.
    fn piece(&mut self) -> Result<Option<(u8, Vec<u8>)>, Fault> {
        let left = BLOCK - self.at % BLOCK;
        if left < RECORD_HEADER {
            // Too little for a record's header: the block is filled up.
            if !self.fill(&mut [0; RECORD_HEADER][..left])? {
                return Ok(None);
            }
        }
        let mut header = [0; RECORD_HEADER];
        if !self.fill(&mut header)? {
            return Ok(None);
        }
        let [a, b, c, d, low, high, kind] = header;
        let mut data = vec![0; usize::from(u16::from_le_bytes([low, high]))];
        if !data.is_empty() && !self.fill(&mut data)? {
            return Err(self.damaged("the log ends in the middle of a record"));
        }
        let mut crc = flate2::Crc::new();
        crc.update(&[kind]);
        crc.update(&data);
        if crc.sum() != u32::from_le_bytes([a, b, c, d]) {
            return Err(self.damaged("a record's checksum is wrong"));
        }
        Ok(Some((kind, data)))
    }

    fn damaged(&self, message: &str) -> Fault {
        let fault = Fault::new(format!("{}: {message} after byte {}", self.file, self.at));
        fault.help("was the run still going, or cut off? sync or copy its log again")
    }
}
