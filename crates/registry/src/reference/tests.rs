use proptest::prelude::*;

use super::*;

const DIGEST: &str = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// Host and path of names, as the tests of distribution/reference have them.
#[test]
fn names_are_read_as_docker_reads_them() {
    for (text, host, path) in [
        ("debian", "docker.io", "library/debian"),
        ("docker/docker", "docker.io", "docker/docker"),
        ("library/foo/bar", "docker.io", "library/foo/bar"),
        ("docker.io/debian", "docker.io", "library/debian"),
        ("index.docker.io/debian", "docker.io", "library/debian"),
        ("docker.io/library/foo/bar", "docker.io", "library/foo/bar"),
        ("test.com/foo", "test.com", "foo"),
        ("test_com/foo", "docker.io", "test_com/foo"),
        ("test-com:8080/foo", "test-com:8080", "foo"),
        ("xn--n3h.com:18080/foo", "xn--n3h.com:18080", "foo"),
        (
            "127.0.0.1:5000/docker/docker",
            "127.0.0.1:5000",
            "docker/docker",
        ),
        ("localhost/app", "localhost", "app"),
        ("[fc00::1]:5000/docker", "[fc00::1]:5000", "docker"),
        ("[2001:db8::1]/repo", "[2001:db8::1]", "repo"),
        ("Docker/docker", "Docker", "docker"),
        ("FOO/bar", "FOO", "bar"),
        (
            "docker---rules/docker",
            "docker.io",
            "docker---rules/docker",
        ),
        ("dock__er/docker", "docker.io", "dock__er/docker"),
        ("192.168.0.1", "docker.io", "library/192.168.0.1"),
        (
            "b.gcr.io/test.example.com/my-app",
            "b.gcr.io",
            "test.example.com/my-app",
        ),
    ] {
        let read = Reference::parse(text).expect(text);
        assert_eq!((&*read.host, &*read.path), (host, path), "{text}");
        assert_eq!(read.tag.as_deref(), Some("latest"), "{text}");
    }
    let bare = "docker.io/1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a";
    assert!(Reference::parse(bare).is_ok());
    assert!(
        Reference::parse("dbcc1c35ac38df41fd2f5e4130b32ffdb93ebae8b3dbe638c23575912276fc9").is_ok()
    );
}

#[test]
fn tags_and_digests_stand_behind() {
    for (text, tag, digest) in [
        ("192.168.0.1:80", Some("80"), false),
        ("foo_bar.com:8080", Some("8080"), false),
        ("lowercase:Uppercase", Some("Uppercase"), false),
        ("192.168.1.1:5000/repo:5050", Some("5050"), false),
        ("[::1]:5000/repo:_tag", Some("_tag"), false),
        (&*format!("redis@{DIGEST}"), None, true),
        (&*format!("test:5000/repo:tag@{DIGEST}"), Some("tag"), true),
    ] {
        let read = Reference::parse(text).expect(text);
        assert_eq!(read.tag.as_deref(), tag, "{text}");
        assert_eq!(read.digest.is_some(), digest, "{text}");
        if digest {
            assert_eq!(read.target(), DIGEST);
        }
    }
}

#[test]
fn what_docker_refuses_is_refused() {
    let long = format!("{}a", "a/".repeat(128));
    let tag = format!("a:{}", "t".repeat(129));
    for text in [
        "",
        ":justtag",
        "@sha256:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "repo@sha256:ffffffffffffffffffffffffffffffffff",
        "name@invaliddigest:ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "Uppercase:tag",
        "test:5000/Uppercase/lowercase:tag",
        "https://github.com/docker/docker",
        "docker/Docker",
        "-docker",
        "-docker/docker",
        "docker-/docker",
        "-docker.io/docker/docker",
        "docker///docker",
        "docker/",
        "[fc00::1]",
        "[fc00::1]:5000",
        "fc00::1:5000/debian",
        "[fe80::1%eth0]:5000/debian",
        "[2001:db8:3:4::192.0.2.33]:5000/debian",
        "1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a",
        "____/____",
        "_docker/_docker",
        "dock..er/docker",
        "dock_.er/docker",
        "dock-.er/docker",
        "aa/asdf$$^/aa",
        "a:-tag",
        "a:.tag",
        "a:",
        "a b",
        "a.b:port/c",
        &long,
        &tag,
    ] {
        let fault = Reference::parse(text).expect_err(text);
        assert!(!fault.help.is_empty(), "{fault}");
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back(
        host in "[a-z]{1,5}(\\.[a-z]{1,5}){1,2}(:[0-9]{1,5})?",
        path in "[a-z0-9]{1,5}((\\.|_|__|-{1,3})[a-z0-9]{1,4}){0,2}(/[a-z]{1,4}){0,2}",
        tag in proptest::option::of("[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}"),
        digest in any::<bool>(),
    ) {
        let mut text = format!("{host}/{path}");
        if let Some(tag) = &tag {
            text.push_str(&format!(":{tag}"));
        }
        if digest {
            text.push_str(&format!("@{DIGEST}"));
        }
        let read = Reference::parse(&text).expect("a reference");
        prop_assert_eq!(&read.host, &host);
        prop_assert_eq!(&read.path, &path);
        prop_assert_eq!(Reference::parse(&read.to_string()).expect("its own"), read);
    }

    #[test]
    fn nothing_breaks_it(text in "\\PC{0,60}") {
        if let Ok(read) = Reference::parse(&text) {
            prop_assert_eq!(Reference::parse(&read.to_string()).expect("its own"), read);
        }
    }
}
