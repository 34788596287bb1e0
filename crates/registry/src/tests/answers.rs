//! Registries that are busy, that refuse, and that list their tags.

use super::*;

#[test]
fn a_busy_registry_is_asked_again_but_not_for_ever() {
    let tries = Mutex::new(0);
    let fake = Fake::new(move |_| {
        let mut tries = tries.lock().expect("whole");
        *tries += 1;
        match *tries {
            3 => reply(404, &[], ""),
            _ => reply(429, &["retry-after: 0"], ""),
        }
    });
    assert!(!fake.registry().exists(&fake.image("a")).expect("an answer"));
    assert_eq!(fake.asked().len(), 3);
    let fault = fake
        .registry()
        .exists(&fake.image("a"))
        .expect_err("a fault");
    assert!(
        fault
            .message
            .ends_with("has been asked too often (status 429), after 4 tries"),
        "{fault}"
    );
}

#[test]
fn a_refusal_is_told_in_the_registry_s_words() {
    let denied = r#"{"errors": [{"code": "DENIED", "message": "not for you"}]}"#;
    for (status, body, why) in [
        (
            403,
            denied,
            "refused to tell of HOST/a:latest without credentials (status 403, DENIED: not for you)",
        ),
        (401, "", "without credentials (status 401)"),
        (405, "{}", "(status 405)"),
        (
            400,
            r#"{"errors": [{"code": "NAME_INVALID"}]}"#,
            "(status 400, NAME_INVALID)",
        ),
    ] {
        let fake = Fake::new(move |_| reply(status, &[], body));
        let fault = fake.registry().manifest(&fake.image("a")).expect_err(why);
        assert!(
            fault.message.ends_with(&why.replace("HOST", &fake.host)),
            "{fault}"
        );
    }
    let fake = Fake::new(|_| reply(404, &[], ""));
    let (registry, image) = (fake.registry(), fake.image("a"));
    assert_eq!(registry.manifest(&image).expect("an answer"), None);
    assert_eq!(registry.digest(&image).expect("an answer"), None);
    assert_eq!(registry.tags(&image, 9).expect("an answer"), None);
}

#[test]
fn tags_are_read_page_by_page() {
    let fake = Fake::new(|asked| {
        let host = asked
            .lines()
            .find_map(|line| line.strip_prefix("host:"))
            .unwrap_or_default()
            .trim();
        let absolute = format!("link: <https://{host}/v2/a/b/tags/list?last=3&n=2>; rel=\"next\"");
        if asked.contains("last=3") {
            reply(200, &[], r#"{"tags": null}"#)
        } else if asked.contains("last=2") {
            reply(200, &[&absolute], r#"{"tags": ["3", "no tag", 4]}"#)
        } else {
            let link = "link: </v2/a/b/tags/list?last=2&n=2>; rel=\"next\"";
            reply(200, &[link], r#"{"tags": ["1", "2"]}"#)
        }
    });
    let tags = |most| {
        fake.registry()
            .tags(&fake.image("a/b"), most)
            .expect("an answer")
    };
    assert_eq!(tags(100), Some(["1", "2", "3"].map(str::to_owned).to_vec()));
    assert_eq!(fake.lines()[1], "GET /v2/a/b/tags/list?last=2&n=2");
    assert_eq!(tags(1), Some(vec!["1".to_owned()]));
}

#[test]
fn tags_come_to_an_end_at_their_own_registry() {
    for (link, why) in [
        (
            "</v2/a/tags/list?n=1000>; rel=\"next\"",
            "does not come to an end",
        ),
        (
            "<https://evil.example/v2/a/tags/list>; rel=\"next\"",
            "it leads to `https://evil.example/v2/a/tags/list`",
        ),
        ("<//evil.example/v2/>; rel=next", "does not come to an end"),
    ] {
        let fake =
            Fake::new(move |_| reply(200, &[&format!("link: {link}")], r#"{"tags": ["1"]}"#));
        let fault = fake.registry().tags(&fake.image("a"), 100).expect_err(link);
        assert!(fault.message.contains(why), "{fault}");
    }
    let fake = Fake::new(|_| reply(200, &[], r#"{"tags": "1"}"#));
    let fault = fake
        .registry()
        .tags(&fake.image("a"), 100)
        .expect_err("a fault");
    assert!(fault.message.contains("no list of tags"), "{fault}");
}
