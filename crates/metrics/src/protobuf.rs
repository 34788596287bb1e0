//! Protobuf's wire format, as far as records need it: fields by number.

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Field<'a> {
    Varint(u64),
    Fixed64(u64),
    Bytes(&'a [u8]),
    Fixed32(u32),
}

/// The fields of a message, in order. After an error come none.
pub(crate) fn fields(message: &[u8]) -> impl Iterator<Item = Result<(u64, Field<'_>), String>> {
    let mut rest = message;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let Some((field, after)) = field(rest) else {
            rest = &[];
            return Some(Err("a record is no protobuf message".to_owned()));
        };
        rest = after;
        Some(Ok(field))
    })
}

fn field(bytes: &[u8]) -> Option<((u64, Field<'_>), &[u8])> {
    let (tag, rest) = varint(bytes)?;
    let (value, rest) = match tag & 7 {
        0 => varint(rest).map(|(number, rest)| (Field::Varint(number), rest))?,
        1 => {
            let (number, rest) = rest.split_first_chunk()?;
            (Field::Fixed64(u64::from_le_bytes(*number)), rest)
        }
        2 => {
            let (length, rest) = varint(rest)?;
            let (bytes, rest) = rest.split_at_checked(usize::try_from(length).ok()?)?;
            (Field::Bytes(bytes), rest)
        }
        5 => {
            let (number, rest) = rest.split_first_chunk()?;
            (Field::Fixed32(u32::from_le_bytes(*number)), rest)
        }
        _ => return None,
    };
    Some(((tag >> 3, value), rest))
}

/// A number in groups of seven bits, the lowest first; at most ten bytes.
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0;
    for (index, byte) in bytes.iter().enumerate().take(10) {
        number |= u64::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((number, &bytes[index + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_and_hostile_lengths_refused() {
        // The examples of protobuf's own page on its encoding: 150, "testing".
        let message = b"\x08\x96\x01\x12\x07testing";
        let read: Result<Vec<_>, _> = fields(message).collect();
        assert_eq!(
            read,
            Ok(vec![(1, Field::Varint(150)), (2, Field::Bytes(b"testing"))])
        );
        for hostile in [
            &b"\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01x"[..],
            b"\x12\x08testing",
            b"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\x0b",
            b"\x09\x00",
        ] {
            assert!(fields(hostile).any(|field| field.is_err()));
        }
    }
}
