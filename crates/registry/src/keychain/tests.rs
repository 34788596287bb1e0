use std::fs;

use super::*;

const ONE: &str = r#"{"auths": {"h": {"auth": "b25lOnNlY3JldA=="}}}"#;
const TWO: &str = r#"{"auths": {"h": {"auth": "dHdvOnNlY3JldA=="}}}"#;

fn user(keychain: &Keychain, host: &str) -> Option<String> {
    match keychain.login(host, "a").expect("an answer") {
        Some(Login::Basic(user, _)) => Some(user),
        Some(Login::Identity(_)) => Some("<token>".to_owned()),
        _ => None,
    }
}

fn keychain(variables: &[(&'static str, &str)]) -> Keychain {
    let variables = variables
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()));
    Keychain {
        variables: variables.collect(),
    }
}

#[test]
fn the_nearest_configuration_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().to_string_lossy().into_owned();
    let file = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    for (name, text) in [
        (".docker/config.json", ONE),
        ("containers/auth.json", TWO),
        ("docker/config.json", TWO),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    let none = keychain(&[("HOME", &file("none"))]);
    assert_eq!(user(&none, "h"), None);
    let docker = keychain(&[("HOME", &home), ("XDG_RUNTIME_DIR", &home)]);
    assert_eq!(user(&docker, "h").as_deref(), Some("one"));
    assert_eq!(user(&docker, "other"), None);
    let podman = keychain(&[("HOME", &file("none")), ("XDG_RUNTIME_DIR", &home)]);
    assert_eq!(user(&podman, "h").as_deref(), Some("two"));
    let config = keychain(&[("HOME", &home), ("DOCKER_CONFIG", &file("docker"))]);
    assert_eq!(user(&config, "h").as_deref(), Some("two"));
    let empty = keychain(&[("HOME", &home), ("DOCKER_CONFIG", &file("none"))]);
    assert_eq!(user(&empty, "h"), None);
    let text = keychain(&[("HOME", &home), ("DOCKER_AUTH_CONFIG", TWO)]);
    assert_eq!(user(&text, "h").as_deref(), Some("two"));
    let named = keychain(&[
        ("HOME", &home),
        ("REGISTRY_AUTH_FILE", &file("containers/auth.json")),
    ]);
    assert_eq!(user(&named, "h").as_deref(), Some("two"));
    assert_eq!(format!("{text:?}"), "logins");
}

#[cfg(unix)]
mod helpers {
    use std::os::unix::fs::PermissionsExt as _;
    use std::sync::{Mutex, MutexGuard};

    use super::*;

    /// A program can't be started while another thread starts one and has, for
    /// a moment, the file that was written as its own.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

    /// A folder with helpers, and the configuration of a host for each.
    fn helpers(scripts: &[(&str, &str)]) -> (MutexGuard<'static, ()>, tempfile::TempDir, Keychain) {
        let guard = ONE_AT_A_TIME.lock().expect("whole");
        let folder = tempfile::tempdir().expect("a folder");
        let mut hosts = Vec::new();
        for (name, script) in scripts {
            let path = folder.path().join(format!("docker-credential-{name}"));
            fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("written");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("set");
            hosts.push(format!("\"{name}\": \"{name}\""));
        }
        let hosts = hosts.join(", ");
        let text = format!(
            r#"{{"credHelpers": {{{hosts}, "docker.io": "hub", "evil": "../x", "gone": "gone"}}}}"#
        );
        let path = folder.path().to_string_lossy().into_owned();
        let keychain = keychain(&[("PATH", &path), ("DOCKER_AUTH_CONFIG", &text)]);
        (guard, folder, keychain)
    }

    #[test]
    fn a_helper_is_asked_by_the_registry_s_name() {
        let asks = "read host; [ \"$1\" = get ] && echo \"{\\\"ServerURL\\\": \\\"x\\\", \\\"Username\\\": \\\"$host\\\", \\\"Secret\\\": \\\"s3cret\\\"}\"";
        let token = "echo '{\"Username\": \"<token>\", \"Secret\": \"s3cret\"}'";
        let (_guard, _folder, keychain) =
            helpers(&[("good", asks), ("hub", asks), ("token", token)]);
        assert_eq!(user(&keychain, "good").as_deref(), Some("good"));
        let hub = user(&keychain, "docker.io");
        assert_eq!(hub.as_deref(), Some("https://index.docker.io/v1/"));
        assert_eq!(user(&keychain, "token").as_deref(), Some("<token>"));
    }

    #[test]
    fn what_a_helper_does_not_know_is_no_fault_and_its_failure_is_one() {
        let (_guard, _folder, keychain) = helpers(&[
            (
                "none",
                "echo 'credentials not found in native keychain'; exit 1",
            ),
            ("broken", "echo s3cret; exit 1"),
            ("rubbish", "echo s3cret"),
            ("endless", "exec cat /dev/zero"),
        ]);
        assert_eq!(user(&keychain, "none"), None);
        for (host, why) in [
            ("broken", "failed"),
            ("rubbish", "no JSON"),
            ("evil", "not a credential helper"),
            ("gone", "not on the PATH"),
            ("endless", "`docker-credential-endless` "),
        ] {
            let fault = keychain.login(host, "a").err().expect(host);
            assert!(fault.message.contains(why), "{fault}");
            assert!(!fault.to_string().contains("s3cret"), "{fault}");
        }
    }
}
