//! Credential helpers: programs that know logins, in the language of
//! <https://github.com/docker/docker-credential-helpers>.

use std::io::{ErrorKind, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use serde_json::Value;
use verdict::{Fault, cut};

use crate::settings::Login;

/// Most bytes that a helper may say.
const LIMIT: u64 = 1 << 16;

/// How long a helper may think.
const PATIENCE: Duration = Duration::from_secs(30);

/// Asks a helper, such as `ecr-login`, for the login of a registry. It is
/// looked for in the absolute folders of `path`, and run without a shell. None:
/// it knows of no login.
pub(crate) fn ask(helper: &str, registry: &str, path: &str) -> Result<Option<Login>, Fault> {
    let name = format!("docker-credential-{helper}");
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if !helper.bytes().all(safe) {
        return Err(
            Fault::new(format!("not a credential helper: `{}`", cut(helper)))
                .help("a helper's name has letters, digits, `-`, `_` and `.` alone"),
        );
    }
    let fault = |why: &str| {
        Fault::new(format!("the credential helper `{name}` {why}")).help(format!(
            "run `echo {registry} | {name} get` to see what it says, or log in without it"
        ))
    };
    let program = find(&name, path).ok_or_else(|| fault("is not on the PATH"))?;
    let answer = talk(program, registry).map_err(fault)?;
    if !answer.success {
        // The protocol has no other word for this than the sentence.
        let said = answer.said.trim();
        return match said.contains("credentials not found") {
            true => Ok(None),
            false => Err(fault("failed")),
        };
    }
    let read: Option<Value> = serde_json::from_str(&answer.said).ok();
    let text = |key: &str| Some(read.as_ref()?.get(key)?.as_str()?.to_owned());
    match (text("Username"), text("Secret")) {
        (Some(user), Some(secret)) => Ok(Login::of(&user, &secret)),
        _ => Err(fault("answers with no JSON of `Username` and `Secret`")),
    }
}

fn find(name: &str, path: &str) -> Option<PathBuf> {
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    // What lies in the folder at hand may be somebody else's.
    let folders = std::env::split_paths(path).filter(|folder| folder.is_absolute());
    folders
        .map(|folder| folder.join(&name))
        .find(|file| file.is_file())
}

/// What a helper said, and whether it succeeded.
struct Answer {
    success: bool,
    said: String,
}

fn talk(program: PathBuf, registry: &str) -> Result<Answer, &'static str> {
    let mut command = Command::new(program);
    command
        .arg("get")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().map_err(|_| "can't be started")?;
    if let Some(mut stdin) = child.stdin.take()
        && let Err(error) = stdin.write_all(registry.as_bytes())
        && error.kind() != ErrorKind::BrokenPipe
    {
        end(&mut child);
        return Err("does not listen");
    }
    let stdout = child.stdout.take();
    let reader = spawn(move || {
        let mut said = Vec::new();
        let read = stdout.map(|stdout| stdout.take(LIMIT).read_to_end(&mut said));
        (read, said)
    });
    let success = wait(&mut child)?;
    // Somebody that it left behind may hold the pipe open.
    let began = Instant::now();
    while !reader.is_finished() {
        if began.elapsed() > PATIENCE {
            return Err("does not end what it says");
        }
        sleep(Duration::from_millis(5));
    }
    match reader.join() {
        Ok((Some(Ok(_)), said)) => Ok(Answer {
            success,
            said: String::from_utf8(said).map_err(|_| "says what is no text")?,
        }),
        _ => Err("can't be heard"),
    }
}

/// Waits for the end of a helper, and says whether it was a good one.
fn wait(child: &mut Child) -> Result<bool, &'static str> {
    let began = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.success()),
            Ok(None) if began.elapsed() < PATIENCE => sleep(Duration::from_millis(5)),
            Ok(None) => {
                end(child);
                return Err("did not answer within 30 seconds");
            }
            Err(_) => return Err("can't be waited for"),
        }
    }
}

fn end(child: &mut Child) {
    // It may have ended by itself meanwhile.
    let _ = child.kill();
    let _ = child.wait();
}
