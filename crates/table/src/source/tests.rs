use std::io::Write as _;

use super::*;

/// Two members of gzip, or two frames of Zstandard.
fn packed(packing: Packing, parts: [&[u8]; 2]) -> Vec<u8> {
    let pack = |part: &[u8]| match packing {
        Packing::Gzip => {
            let mut file = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
            file.write_all(part).expect("packed");
            file.finish().expect("packed")
        }
        Packing::Zstd => zstd::encode_all(part, 3).expect("packed"),
    };
    parts.map(pack).concat()
}

fn content(source: &Source) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    source.stream()?.read_to_end(&mut content)?;
    Ok(content)
}

#[test]
fn all_parts_of_a_packed_file_are_its_content() {
    for packing in [Packing::Gzip, Packing::Zstd] {
        let bytes = packed(packing, [b"a,b\n1,", b"2\n"]);
        let source = Source::memory("t.csv.gz", bytes.clone());
        assert_eq!(source.packing, Some(packing));
        assert_eq!(content(&source).expect("content"), b"a,b\n1,2\n");
        assert_eq!(source.piece(4, 3).expect("a piece"), b"1,2");
        let subject = source.subject().expect("a digest");
        assert_eq!(
            subject,
            Subject::new("t.csv.gz", sha256_of_bytes(&bytes)),
            "of the file as it is"
        );
    }
}

#[test]
fn packed_files_that_are_cut_off_or_broken_say_so() {
    for packing in [Packing::Gzip, Packing::Zstd] {
        let whole = packed(packing, [&b"a,b\n1,2\n".repeat(100), b"3,4\n"]);
        for end in 5..whole.len() {
            let source = Source::memory("t", whole[..end].to_vec());
            match content(&source) {
                Err(error) => {
                    let fault = source.unreadable(&error).message;
                    let cut = format!("t: the {} file is cut off behind byte ", packing.name());
                    assert!(fault.starts_with(&cut), "{end}: {fault}");
                }
                // The file of the first part alone is whole.
                Ok(content) => assert_eq!(content.len(), 800, "{end}"),
            }
        }
        let mut wrong = whole.clone();
        wrong[20] ^= 0xff;
        let source = Source::memory("t", wrong);
        let fault = source.unreadable(&content(&source).expect_err("an error"));
        assert!(
            fault.message.contains(" file is broken behind byte "),
            "{fault}"
        );
        let more = [&whole[..], b"and what does not belong to it"].concat();
        assert!(content(&Source::memory("t", more)).is_err());
    }
}

#[test]
fn pipes_are_kept_in_memory_or_in_a_file() {
    let bytes = packed(Packing::Zstd, [b"a,b\n1,2\n", b"3,4\n"]);
    let length = bytes.len() as u64;
    for most in [length, length - 1, 3] {
        let source = Source::drain("<stdin>", &mut &bytes[..], most).expect("a source");
        let spooled = matches!(source.bytes, Origin::Spooled(..));
        assert_eq!(spooled, most < length);
        assert_eq!(source.size().expect("a size"), length);
        for _ in 0..2 {
            assert_eq!(content(&source).expect("content"), b"a,b\n1,2\n3,4\n");
        }
        let digest = sha256_of_bytes(&bytes);
        let subject = source.subject().expect("a digest");
        assert_eq!(subject, Subject::new("<stdin>", digest));
    }
}
