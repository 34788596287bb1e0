//! The tags of a repository, a page at a time.

use std::collections::BTreeSet;

use serde_json::Value;
use verdict::{Fault, cut};
use web::{Method, Request};

use crate::client::{Purpose, Registry};
use crate::transfer::scope;
use crate::{Reference, check_tag};

/// Most bytes of a page.
const LIMIT: u64 = 4 << 20;

/// Most pages that are asked for.
const PAGES: usize = 1000;

impl Registry {
    /// The tags of a repository in the registry's order, at most so many.
    /// None: there is no such repository.
    pub fn tags(&self, reference: &Reference, most: usize) -> Result<Option<Vec<String>>, Fault> {
        let repository = reference.repository();
        let what = format!("list the tags of {repository}");
        let purpose = Purpose {
            what: &what,
            path: &reference.path,
            scopes: &scope(&reference.path, "pull"),
        };
        let (mut tags, mut asked) = (Vec::new(), BTreeSet::new());
        let mut page = format!("/v2/{}/tags/list?n=1000", reference.path);
        loop {
            let answer = self.ask(&Request::new(Method::Get, &page).limit(LIMIT), &purpose)?;
            if answer.is_missing() {
                return Ok(None);
            }
            tags.extend(read(&answer.json()?).ok_or_else(|| self.no_list(&repository))?);
            let next = answer.headers("link").find_map(next);
            asked.insert(page);
            match next {
                _ if tags.len() >= most => break,
                None => break,
                Some(address) => match self.own_path(address) {
                    Some(next) if asked.len() < PAGES && !asked.contains(&next) => page = next,
                    _ => return Err(self.lost(&repository, address)),
                },
            }
        }
        tags.truncate(most);
        Ok(Some(tags))
    }

    fn no_list(&self, repository: &str) -> Fault {
        Fault::new(format!(
            "{} answered with no list of tags of {repository}",
            self.host
        ))
        .help("check that it is a registry that answers there")
    }

    fn lost(&self, repository: &str, address: &str) -> Fault {
        Fault::new(format!(
            "{} does not come to an end with the tags of {repository}: it leads to `{}`",
            self.host,
            cut(&verdict::public_address(address))
        ))
        .help("check that it is a registry that answers there")
    }
}

/// The tags of a page; what can be none is left out.
fn read(page: &Value) -> Option<Vec<String>> {
    match page.get("tags")? {
        Value::Null => Some(Vec::new()),
        Value::Array(tags) => {
            let tags = tags.iter().filter_map(Value::as_str);
            let tags = tags.filter(|tag| check_tag(tag).is_ok());
            Some(tags.map(str::to_owned).collect())
        }
        _ => None,
    }
}

/// The next page of a `Link` (RFC 8288).
fn next(link: &str) -> Option<&str> {
    let mut links = link.split(',').filter_map(|link| {
        let (address, rest) = link.trim().strip_prefix('<')?.split_once('>')?;
        Some((address, rest))
    });
    let is_next = |rest: &str| {
        let mut parameters = rest.split(';').map(str::trim);
        parameters.any(|parameter| matches!(parameter, "rel=\"next\"" | "rel=next"))
    };
    links
        .find(|(_, rest)| is_next(rest))
        .map(|(address, _)| address)
}
