//! What registries ask for, and who is told what.

use super::*;

const BEARER: &str = "www-authenticate: Bearer realm=\"http://HOST/token?x=1\",service=\"s&t\",scope=\"repository:a/b:pull other\"";

/// A registry that wants a token, which its own `/token` gives.
fn guarded(token: &'static str) -> Fake {
    Fake::new(move |asked| {
        let host = asked
            .lines()
            .find_map(|line| line.strip_prefix("host:"))
            .unwrap_or_default()
            .trim();
        if asked.contains(" /token") {
            reply(200, &[], &json!({"token": token}).to_string())
        } else if asked.contains("authorization: Bearer good") {
            manifest(MediaType::OciManifest, &image(&["c"]))
        } else {
            reply(401, &[&BEARER.replace("HOST", host)], "{}")
        }
    })
}

fn login(host: &str, entry: &Value) -> [(&'static str, String); 1] {
    [(
        "DOCKER_AUTH_CONFIG",
        json!({"auths": {host: entry}}).to_string(),
    )]
}

/// `me:s3cret`, as Docker writes it.
const ME: &str = "bWU6czNjcmV0";

#[test]
fn a_token_is_asked_for_once() {
    let fake = guarded("good");
    let registry = fake.registry_of(&login(&fake.host, &json!({"auth": ME})));
    for _ in 0..2 {
        assert!(
            registry
                .manifest(&fake.image("a/b"))
                .expect("an answer")
                .is_some()
        );
    }
    let token = "GET /token?x=1&service=s%26t&scope=repository%3Aa%2Fb%3Apull&scope=other";
    let get = "GET /v2/a/b/manifests/latest";
    assert_eq!(fake.lines(), [get, token, get, get]);
    assert!(fake.asked()[1].contains(&format!("authorization: Basic {ME}")));
    assert!(!fake.asked()[0].contains("authorization"));
    assert!(!format!("{registry:?}").contains("s3cret"));
}

#[test]
fn an_identity_is_changed_for_a_token() {
    let fake = guarded("good");
    let registry = fake.registry_of(&login(&fake.host, &json!({"identitytoken": "i&d"})));
    assert!(
        registry
            .manifest(&fake.image("a/b"))
            .expect("an answer")
            .is_some()
    );
    let asked = &fake.asked()[1];
    assert!(asked.starts_with("POST /token?x=1 "), "{asked}");
    let body = "grant_type=refresh_token&service=s%26t&scope=repository%3Aa%2Fb%3Apull%20other&client_id=tollgate&refresh_token=i%26d";
    assert!(asked.ends_with(body), "{asked}");
}

#[test]
fn nobody_is_told_what_is_not_theirs() {
    // Without a login a token is asked for all the same; a wrong one is refused.
    let fake = guarded("bad");
    let fault = fake
        .registry()
        .manifest(&fake.image("a/b"))
        .expect_err("a fault");
    assert!(
        fault.message.contains("without credentials (status 401)"),
        "{fault}"
    );
    assert!(!fake.asked()[1].contains("authorization"));
    let registry = fake.registry_of(&login(&fake.host, &json!({"auth": ME})));
    let fault = registry.manifest(&fake.image("a/b")).expect_err("a fault");
    assert!(
        fault.message.contains("does not take these credentials"),
        "{fault}"
    );
    assert!(
        !said(&fault).contains("s3cret") && !said(&fault).contains(ME),
        "{fault}"
    );
    // The login of another registry stays where it is.
    let registry = fake.registry_of(&login("127.0.0.1:1", &json!({"auth": ME})));
    assert!(registry.manifest(&fake.image("a/b")).is_err());
    assert!(
        fake.asked()
            .iter()
            .filter(|asked| asked.contains(ME))
            .count()
            == 1
    );
}

#[test]
fn a_token_server_is_an_address_with_encryption() {
    for (realm, why) in [
        ("http://evil.example/token", "without encryption"),
        ("ftp://evil.example/token", "no address"),
        ("", "no address"),
        ("https://evil.example/a b", "no address"),
        (
            "https://me:s3cret@evil.example/",
            "credentials in the address",
        ),
    ] {
        let challenge = Challenge::read(&format!("Bearer realm=\"{realm}\"")).remove(0);
        let asked = Asked {
            host: "h",
            plain: false,
            challenge: &challenge,
            scopes: &[],
            login: Some(&Login::Identity("s3cret".to_owned())),
        };
        let fault = asked.token().expect_err(realm);
        assert!(fault.message.contains(why), "{fault}");
        assert!(!said(&fault).contains("s3cret"), "{fault}");
    }
}

#[test]
fn a_token_server_may_refuse_too() {
    for (status, body, why) in [
        (
            401,
            "",
            "does not take the credentials for HOST (status 401)",
        ),
        (404, "", "gives no token for HOST (status 404)"),
        (200, "{}", "answered without a token"),
        (200, "<html>", "answered with no JSON"),
    ] {
        let fake = Fake::new(move |asked| {
            let host = asked
                .lines()
                .find_map(|line| line.strip_prefix("host:"))
                .unwrap_or_default()
                .trim();
            match asked.contains(" /token") {
                true => reply(status, &[], body),
                false => reply(401, &[&BEARER.replace("HOST", host)], ""),
            }
        });
        let registry = fake.registry_of(&login(&fake.host, &json!({"auth": ME})));
        let fault = registry.exists(&fake.image("a/b")).expect_err(why);
        assert!(
            fault.message.contains(&why.replace("HOST", &fake.host)),
            "{fault}"
        );
    }
}

#[test]
fn a_name_and_a_password_are_enough_for_some() {
    let fake = Fake::new(
        |asked| match asked.contains(&format!("authorization: Basic {ME}")) {
            true => reply(404, &[], ""),
            false => reply(401, &["www-authenticate: Basic realm=\"x\""], ""),
        },
    );
    let registry = fake.registry_of(&login(&fake.host, &json!({"auth": ME})));
    assert!(!registry.exists(&fake.image("a")).expect("an answer"));
    assert!(fake.registry().exists(&fake.image("a")).is_err());
    let fake = Fake::new(|_| reply(401, &["www-authenticate: Negotiate"], ""));
    let fault = fake
        .registry()
        .exists(&fake.image("a"))
        .expect_err("a fault");
    assert!(
        fault.message.contains("not known here: negotiate"),
        "{fault}"
    );
}
