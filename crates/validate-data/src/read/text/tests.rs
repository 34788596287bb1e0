use super::*;
use proptest::prelude::*;

fn agree(form: TextForm, good: &[&str], bad: &[&str]) {
    for text in good {
        assert_eq!(form.check(text), Ok(()), "{} {text:?}", form.name());
    }
    for text in bad {
        assert!(form.check(text).is_err(), "{} {text:?}", form.name());
    }
}

#[test]
fn names_are_found_again() {
    for form in TextForm::ALL {
        assert_eq!(TextForm::of(form.name()), Some(form));
    }
    assert_eq!(TextForm::of("e-mail"), None);
}

/// The verdicts of JSON Schema's own test suite (draft 2020-12,
/// `optional/format/email.json`), lines ends and blanks included.
#[test]
fn addresses_of_mailboxes() {
    let good = [
        "joe.bloggs@example.com",
        "te~st@example.com",
        "~test@example.com",
        "test~@example.com",
        r#""joe bloggs"@example.com"#,
        r#""joe..bloggs"@example.com"#,
        r#""joe@bloggs"@example.com"#,
        "joe.bloggs@[127.0.0.1]",
        "joe.bloggs@[IPv6:::1]",
        "te.s.t@example.com",
        "test@255.255.255.255",
        r#"""@iana.org"#,
        r#"" "@iana.org"#,
        "test@c--n.com",
        "test@123.com",
        r#""\a"@iana.org"#,
        r#""\""@iana.org"#,
        r#""\\"@iana.org"#,
        "test@io",
        "a@[ipv6:::1]",
    ];
    let bad = [
        "",
        "2962",
        ".test@example.com",
        "test.@example.com",
        "te..st@example.com",
        "joe.bloggs@invalid=domain.com",
        "joe.bloggs@[127.0.0.300]",
        "user1@oceania.org, user2@oceania.org",
        r#""Winston Smith" <winston.smith@recdep.minitrue> (Records Department)"#,
        "@example.com",
        "joe.bloggs@",
        "joe bloggs@example.com",
        "a\u{e9}@iana.org",
        "a@\u{e9}.org",
        "a\u{ff20}iana.org",
        "\"test\\\u{a9}\"@iana.org",
        "test@iana.org\n",
        "test@iana.org\r",
        "a@iana.org ",
        " a@iana.org",
        "a\tb@iana.org",
        "\u{7f}@iana.org",
        r#"test"@iana.org"#,
        r#""test"test@iana.org"#,
        r#""test@iana.org"#,
        "a@b@c.org",
        r"test\@test@iana.org",
        "[1.2.3.4]@iana.org",
        "test@-iana.org",
        "test@iana-.com",
        "test@.iana.org",
        "test@iana.org.",
        "test@iana..com",
        "test@[1.2.3.4",
        "a@[]",
        "a@[1.2.3]",
        "a@[1.2.3.4.5]",
        "test@[RFC-5322-domain-literal]",
        "test@a[255.255.255.255]",
        "a,b@iana.org",
        "a;b@iana.org",
        "a:b@iana.org",
        "test(comment)@iana.org",
        "a@b(c).org",
    ];
    agree(TextForm::Email, &good, &bad);
    let long = "a".repeat(64);
    agree(
        TextForm::Email,
        &[&format!("{long}@b.c")],
        &[&format!("a{long}@b.c")],
    );
}

/// The verdicts of JSON Schema's own test suite (draft 2020-12,
/// `optional/format/uri.json`).
#[test]
fn identifiers_of_resources() {
    let good = [
        "http://foo.bar/?baz=qux#quux",
        "http://foo.com/blah_(wikipedia)_blah#cite-1",
        "http://foo.bar/?q=Test%20URL-encoded%20stuff",
        "http://xn--nw2a.xn--j6w193g/",
        "http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com",
        "http://223.255.255.254",
        "ldap://[2001:db8::7]/c=GB?objectClass?one",
        "mailto:John.Doe@example.com",
        "tel:+1-816-555-1212",
        "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
        "http://087.10.0.1/",
        "http://a.com:",
        "http://a.com:999999999",
        "http://:80",
        "http://@a.com",
        "http://user@",
        "http://!$&'()*+,;=.com",
        "http://example.com.",
        "http://exa~mple.com/",
        "http://under_score.com/",
        "http://[v7.a:b]:80/",
    ];
    let bad = [
        "//foo.bar/?baz=qux#quux",
        "/abc",
        r"\\WINDOWS\fileshare",
        "abc",
        "http:// shouldfail.com",
        ":// should fail",
        "bar,baz:foo",
        "https://[@example.org/test.txt",
        "https://example.org/foobar®.txt",
        r"https://example.org/foobar\.txt",
        "https://example.org/foobar\".txt",
        "https://example.org/foobar<>.txt",
        "https://example.org/foobar{}.txt",
        "https://example.org/foobar^.txt",
        "https://example.org/foobar`.txt",
        "https://example.org/foo bar.txt",
        "https://example.org/foobar|.txt",
        "http://example.com/%6G",
        "http://example.com/%A",
        "http://example.com/%",
        "1http://example.com",
        "ht_tp://example.com",
        "http://example.com:abc/path",
        "http://a.com:8:0",
        "http://a.com::",
        "http://[::1]::80",
        "http://[::1]80",
        "http://[v7.]",
        "http://[fe80::1%25eth0]",
    ];
    agree(TextForm::Uri, &good, &bad);
}

/// The verdicts of JSON Schema's own test suite (draft 2020-12,
/// `optional/format/hostname.json`, `ipv4.json`, `ipv6.json`).
#[test]
fn names_and_addresses_of_hosts() {
    let label = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk";
    agree(
        TextForm::Hostname,
        &[
            "www.example.com",
            "xn--4gbwdl.xn--wgbh1c",
            &format!("{label}.com"),
        ],
        &[
            "",
            "-a-host-name-that-starts-with--",
            "not_a_valid_host_name",
            "hostname-",
            "_hostname",
            "a..b",
            "a.",
            &format!("{label}l.com"),
        ],
    );
    let four = ["192.168.0.1", "0.0.0.0", "255.255.255.255"];
    let not_four = [
        "127.0.0.0.1",
        "256.256.256.256",
        "127.0",
        "0x7f000001",
        "2130706433",
        "1২7.0.0.1",
        "192.168.1.0/24",
        " 192.168.0.1",
        "192.168.0.1\n",
        "192.168..1",
        "+1.2.3.4",
        "1e2.0.0.1",
        "192.168.0.1:80",
    ];
    agree(TextForm::Ipv4, &four, &not_four);
    let six = [
        "::1",
        "::abef",
        "::",
        "::42:ff:1",
        "d6::",
        "1:d6::42",
        "1::d6:192.168.0.1",
        "1:2::192.168.0.1",
        "::ffff:192.168.0.1",
        "1:2:3:4:5:6:7:8",
        "1000:1000:1000:1000:1000:1000:255.255.255.255",
    ];
    let not_six = [
        "12345::",
        "::abcef",
        "1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1",
        "::laptop",
        ":2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:",
        ":2:3:4::8",
        "1::d6::42",
        "1::2:192.168.256.1",
        "1::2:192.168.ff.1",
        "1:2:3:4:5:::8",
        "1:2:3:4:5:6:7",
        "1",
        "127.0.0.1",
        "1:2:3:4:1.2.3",
        "  ::1",
        "::1  ",
        "fe80::/64",
        "fe80::a%eth1",
        "100:100:100:100:100:100:255.255.255.255.255",
        "100:100:100:100:100:100:100:255.255.255.255",
        "1:2:3:4:5:6:7:৪",
        "::ffff:256.1.1.1",
    ];
    agree(TextForm::Ipv6, &six, &not_six);
    agree(
        TextForm::Ip,
        &[&four[..], &six[..]].concat(),
        &["1", "fe80::a%eth1"],
    );
}

/// The verdicts of JSON Schema's own test suite (draft 2020-12,
/// `optional/format/duration.json`).
#[test]
fn durations() {
    let good = [
        "P4DT12H30M5S",
        "P4Y",
        "PT0S",
        "P0D",
        "P1M",
        "PT1M",
        "PT36H",
        "P1DT12H",
        "P2W",
        "P1Y2M3DT4H5M6S",
        "P10Y10M10DT10H10M10S",
        "P1M2D",
        "PT1M2S",
        "P01D",
        "P999999999999999999999999999999999999999999D",
    ];
    let bad = [
        "PT1D",
        "4DT12H30M5S",
        "P",
        "P1YT",
        "PT",
        "P2D1Y",
        "P1D2H",
        "P2S",
        "P1Y2W",
        "P২Y",
        "P1",
        "PT0.5S",
        " P1D",
        "P1D ",
        "",
        "P1Y2D",
        "PT1H2S",
        "-P1D",
        "P1D2T3H",
        "P1e2D",
        "P1D\n",
        "P1WT1H",
        "P0Y1W",
        "PT0,5S",
        "P-1D",
    ];
    agree(TextForm::Duration, &good, &bad);
}

/// The verdicts of JSON Schema's own test suite (draft 2020-12,
/// `optional/format/time.json`, `date-time.json`).
#[test]
fn instants() {
    let good = [
        "08:30:06Z",
        "23:59:60Z",
        "23:59:60+00:00",
        "01:29:60+01:30",
        "23:29:60+23:30",
        "15:59:60-08:00",
        "00:29:60-23:30",
        "23:20:50.52Z",
        "08:30:06.283185Z",
        "08:30:06+00:20",
        "12:34:56-00:00",
        "08:30:06z",
    ];
    let bad = [
        "008:030:006Z",
        "8:3:6Z",
        "22:59:60Z",
        "23:58:60Z",
        "23:59:60+01:00",
        "23:59:60-00:30",
        "08:30:06-8:000",
        "24:00:00Z",
        "00:60:00Z",
        "00:00:61Z",
        "01:02:03+24:00",
        "01:02:03+00:60",
        "01:02:03Z+00:30",
        "08:30:06 PST",
        "01:01:01,1111",
        "12:00:00",
        "12:00:00.52",
        "1২:00:00Z",
        "08:30:06#00:20",
        "ab:cd:ef",
        "2020-11-28T23:55:45Z",
        "08:30:06+0130",
        "08:30:06+01",
        "08:30:06Z\n",
        "24:59:00+01:00",
    ];
    agree(TextForm::Time, &good, &bad);
    let good = [
        "1963-06-19T08:30:06.283185Z",
        "1937-01-01T12:00:27.87+00:20",
        "1998-12-31T23:59:60Z",
        "1998-12-31T15:59:60.123-08:00",
        "1963-06-19t08:30:06.283185z",
        "1985-04-12T00:59:59.999999999999999Z",
    ];
    let bad = [
        "1998-12-31T23:59:61Z",
        "1998-12-31T22:59:60Z",
        "1990-02-31T15:59:59.123-08:00",
        "1990-12-31T15:59:59-24:00",
        "1963-06-19T08:30:06.28123+01:00Z",
        "06/19/1963 08:30:06 PST",
        "2013-350T01:01:01",
        "1963-6-19T08:30:06.283185Z",
        "1963-06-1৪T00:00:00Z",
        "+11963-06-19T08:30:06.283185Z",
        "1963-06-19 08:30:06Z",
        "1963-06-19T08:30:06",
    ];
    agree(TextForm::Datetime, &good, &bad);
    agree(
        TextForm::Date,
        &["1963-06-19"],
        &["06/19/1963", "2013-350", "1998-1-20", "2021-02-29"],
    );
}

/// UUIDs: JSON Schema's own test suite; base64: RFC 4648, 10; JSON: RFC 8259.
#[test]
fn encoded_texts() {
    agree(
        TextForm::Uuid,
        &[
            "2EB8AA08-AA98-11EA-B4AA-73B441D16380",
            "2eb8aa08-AA98-11ea-B4Aa-73B441D16380",
            "00000000-0000-0000-0000-000000000000",
            "99c17cbb-656f-f64a-940f-1a4568f03487",
        ],
        &[
            "2eb8aa08-aa98-11ea-b4aa-73b441d1638",
            "2eb8aa08-aa98-11ea-b4ga-73b441d16380",
            "2eb8aa08aa9811eab4aa73b441d16380",
            "2eb8-aa08-aa98-11ea-b4aa73b44-1d16380",
            "urn:uuid:2eb8aa08-aa98-11ea-b4aa-73b441d16380",
        ],
    );
    agree(
        TextForm::Base64,
        &["", "Zg==", "Zm8=", "Zm9v", "Zm9vYmFy", "+/+/"],
        &[
            "Zg=", "Z===", "====", "Zm9v\n", "Zm9", "Zm-_", "=Zm9", "Zg==Zg==",
        ],
    );
    let deep = "[".repeat(1_000_000);
    agree(
        TextForm::Json,
        &["{}", " [1, null]\n", "1e999", r#"{"a": {"a": "\u00e9"}}"#],
        &["", "{", "{'a': 1}", "[1,]", "NaN", "1 2", &deep],
    );
}

#[test]
fn codes_are_in_capital_letters() {
    assert_eq!(TextForm::Country.check("de"), Err("not in capital letters"));
    assert_eq!(
        TextForm::Currency.check("Eur"),
        Err("not in capital letters")
    );
    assert!(TextForm::Country3.check("XXX").is_err());
}

proptest! {
    #[test]
    fn any_text_is_no_panic(text in ".{0,40}|[-a-z0-9:@/%.\\[\\]\"PTZ]{0,24}") {
        for form in TextForm::ALL {
            let _ = form.check(&text);
        }
    }
}
