//! The event of a run on GitHub, or on what speaks its language: its variables,
//! and the payload that the runner left in a file.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde_json::Value;
use verdict::{Fault, Place};

use super::repository_url;
use crate::facts::last_part;
use crate::{Env, Facts, MergeQueue, Repository};

/// Most bytes of a payload; GitHub itself sends at most 25 MB.
const PAYLOAD_LIMIT: u64 = 32 << 20;

/// The branches on which merge queues try pull requests:
/// `gh-readonly-queue/BASE/pr-NUMBER-COMMIT`.
const QUEUE: &str = "refs/heads/gh-readonly-queue/";

pub(super) fn facts(env: &Env) -> Result<Facts, Fault> {
    let payload = Payload(read(env)?);
    let event = env.own("GITHUB_EVENT_NAME").unwrap_or_default();
    let reference = match payload
        .number()
        .filter(|_| event.contains("pull_request_target"))
    {
        // The event's own ref is the base branch there.
        Some(number) => Some(format!("refs/pull/{number}/merge")),
        None => env.own("GITHUB_REF"),
    };
    Ok(Facts {
        merge_queue: reference
            .as_deref()
            .and_then(|name| payload.queue(&event, name)),
        reference,
        commit: env.own("GITHUB_SHA"),
        // The payload alone tells it to docker/metadata-action.
        base_branch: payload.base_branch(),
        head_commit: payload.text("/pull_request/head/sha"),
        head_branch: payload
            .text("/pull_request/head/ref")
            .or_else(|| env.own("GITHUB_HEAD_REF")),
        from_fork: payload.is_from_fork(),
        default_branch: payload.text("/repository/default_branch"),
        repository: payload.repository(env),
        event,
        payload: payload.0,
        ..Facts::default()
    })
}

/// The payload, null where there is none.
struct Payload(Value);

impl Payload {
    fn text(&self, pointer: &str) -> Option<String> {
        Some(self.0.pointer(pointer)?.as_str()?.to_owned())
    }

    /// The pull request's number.
    fn number(&self) -> Option<u64> {
        self.0.pointer("/number")?.as_u64()
    }

    fn base_branch(&self) -> Option<String> {
        self.text("/pull_request/base/ref")
            .or_else(|| Some(without_heads(&self.text("/base_ref")?).to_owned()))
    }

    /// Whether a pull request comes from another repository; from one that is
    /// gone by now, too.
    fn is_from_fork(&self) -> Option<bool> {
        let head = self.0.pointer("/pull_request/head/repo")?;
        if head.is_null() {
            return Some(true);
        }
        let head = head.get("full_name")?.as_str()?;
        Some(head != self.text("/pull_request/base/repo/full_name")?)
    }

    /// Whose turn it is in a merge queue, by the name of its branch. Of a push
    /// only a name that ends as a queue ends it counts: others may push branches.
    fn queue(&self, event: &str, reference: &str) -> Option<MergeQueue> {
        let (base, tried) = reference.strip_prefix(QUEUE)?.rsplit_once("/pr-")?;
        let (number, commit) = tried.split_once('-')?;
        let is_commit = commit.len() == 40 && commit.bytes().all(|it| it.is_ascii_hexdigit());
        if event != "merge_group" && !(event == "push" && is_commit) {
            return None;
        }
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let told = self.text("/merge_group/base_ref");
        Some(MergeQueue {
            pull_request: is_number.then(|| number.to_owned())?,
            base_branch: told.map_or(base.to_owned(), |told| without_heads(&told).to_owned()),
        })
    }

    fn repository(&self, env: &Env) -> Repository {
        let named = || last_part(env.get("GITHUB_REPOSITORY")?);
        Repository {
            name: self.text("/repository/name").or_else(named),
            url: self
                .text("/repository/html_url")
                .or_else(|| repository_url(env)),
            description: self.told("/repository/description", ""),
            license: self
                .told("/repository/license", "/spdx_id")
                // As Gitea says it.
                .or_else(|| self.text("/repository/licenses/0")),
        }
    }

    /// A text within a value. Where the value is null, it is known that there
    /// is none.
    fn told(&self, value: &str, within: &str) -> Option<String> {
        let value = self.0.pointer(value)?;
        match value {
            Value::Null => Some(String::new()),
            value => Some(value.pointer(within)?.as_str()?.to_owned()),
        }
    }
}

fn without_heads(name: &str) -> &str {
    name.strip_prefix("refs/heads/").unwrap_or(name)
}

fn read(env: &Env) -> Result<Value, Fault> {
    const HELP: &str = "GITHUB_EVENT_PATH must name the file that the runner wrote";
    let Some(path) = env.get("GITHUB_EVENT_PATH") else {
        return Ok(Value::Null);
    };
    let mut bytes = Vec::new();
    let file =
        File::open(path).and_then(|file| file.take(PAYLOAD_LIMIT + 1).read_to_end(&mut bytes));
    file.map_err(|error| Fault::io("read", Path::new(path), &error))?;
    if bytes.len() as u64 > PAYLOAD_LIMIT {
        let fault = Fault::new(format!("the event payload {path} is larger than 32 MiB"));
        return Err(fault.help(HELP));
    }
    if bytes.trim_ascii().is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&bytes).map_err(|error| {
        let text = String::from_utf8_lossy(&bytes);
        Fault::new("the event payload is not JSON")
            .at(Place::at_line(path, &text, error.line(), error.column()))
            .help(HELP)
    })
}

#[cfg(test)]
mod tests;
