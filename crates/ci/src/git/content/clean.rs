//! What becomes of a file on its way into git, by its attributes: pointers of
//! Git LFS and line ends. No program is run for it.

use std::path::PathBuf;

use gix::bstr::{BStr, ByteSlice};
use gix_attributes::search::{MetadataCollection, Outcome};
use gix_attributes::{Search, Source, StateRef};
use gix_worktree::stack::State;
use gix_worktree::stack::state::Attributes;
use gix_worktree::stack::state::attributes::Source as From;
use verdict::{Fault, cut};

/// What becomes of a file on its way into git.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clean {
    /// Nothing.
    Raw,
    /// Git keeps a pointer of Git LFS to it.
    Lfs,
    /// CRLF becomes LF.
    Text,
    /// CRLF becomes LF where git guesses that it is text.
    AutoText,
}

/// The attributes that are looked at, in this order.
const NAMES: [&str; 6] = [
    "filter",
    "text",
    "crlf",
    "eol",
    "ident",
    "working-tree-encoding",
];

/// The attributes of the files of a repository.
pub(super) struct Cleaning {
    stack: gix_worktree::Stack,
    outcome: Outcome,
    /// What `core.autocrlf` says.
    auto: bool,
}

impl Cleaning {
    pub(super) fn of(repo: &gix::Repository, index: &gix::index::File) -> Result<Self, Fault> {
        let mut files: Vec<PathBuf> = Vec::new();
        let mut env = |name: &str| std::env::var_os(name);
        files.extend(Source::System.storage_location(&mut env));
        let config = repo.config_snapshot();
        match config.trusted_path("core.attributesFile") {
            Ok(Some(path)) => files.push(path),
            Ok(None) | Err(_) => files.extend(Source::Git.storage_location(&mut env)),
        }
        let mut names = MetadataCollection::default();
        let globals = Search::new_globals(files, &mut Vec::new(), &mut names)
            .map_err(|_| Fault::new("can't read git's attributes of this machine"))?;
        let own = repo.common_dir().join("info").join("attributes");
        let attributes = Attributes::new(globals, Some(own), From::WorktreeThenIdMapping, names);
        let ignore_case = config.boolean("core.ignoreCase").unwrap_or(false);
        let root = repo.workdir().unwrap_or(repo.git_dir());
        let stack = gix_worktree::Stack::from_state_and_ignore_case(
            root,
            ignore_case,
            State::AttributesStack(attributes),
            index,
            index.path_backing(),
        );
        let said = config.string("core.autocrlf");
        let auto = said.is_some_and(|said| said.eq_ignore_ascii_case(b"input"))
            || config.boolean("core.autocrlf") == Some(true);
        let outcome = stack.selected_attribute_matches(NAMES);
        Ok(Self {
            stack,
            outcome,
            auto,
        })
    }

    /// What becomes of a file. A fault where a program would have to be run.
    pub(super) fn file(&mut self, repo: &gix::Repository, path: &BStr) -> Result<Clean, Fault> {
        let found = self.stack.at_entry(path, None, &repo.objects);
        let found = found.map_err(|error| {
            Fault::new(format!(
                "can't read git's attributes of {}: {error}",
                cut(&path.to_str_lossy())
            ))
        })?;
        found.matching_attributes(&mut self.outcome);
        let states: Vec<StateRef> = self
            .outcome
            .iter_selected()
            .map(|found| found.assignment.state)
            .collect();
        let &[filter, text, crlf, eol, ident, encoding] = states.as_slice() else {
            return Ok(Clean::Raw);
        };
        let foreign = match (value(filter), value(encoding)) {
            (Some(b"lfs"), _) => return Ok(Clean::Lfs),
            (Some(name), _) if has_program(repo, name) => Some("filter"),
            (_, Some(name)) if !name.eq_ignore_ascii_case(b"utf-8") => {
                Some("working-tree-encoding")
            }
            _ => (ident == StateRef::Set).then_some("ident"),
        };
        if let Some(name) = foreign {
            return Err(Fault::new(format!(
                "{} is not the same in git as here, by its attribute `{name}`",
                cut(&path.to_str_lossy())
            ))
            .help("`git add` it first: then what git has recorded of it counts"));
        }
        Ok(line_ends([text, crlf, eol], self.auto))
    }
}

/// By the rules of `convert_attrs` in git's `convert.c`.
fn line_ends([text, crlf, eol]: [StateRef; 3], auto: bool) -> Clean {
    // `crlf` is the old name, which counts where the new one says nothing.
    let read = |state: StateRef| match (state, value(state)) {
        (StateRef::Set, _) | (_, Some(b"input")) => Some(Clean::Text),
        (StateRef::Unset, _) => Some(Clean::Raw),
        (_, Some(b"auto")) => Some(Clean::AutoText),
        _ => None,
    };
    let ends = matches!(value(eol), Some(b"lf" | b"crlf"));
    match read(text).or_else(|| read(crlf)) {
        Some(known) => known,
        None if ends => Clean::Text,
        None if auto => Clean::AutoText,
        None => Clean::Raw,
    }
}

fn value(state: StateRef<'_>) -> Option<&[u8]> {
    match state {
        StateRef::Value(value) => Some(value.as_bstr().as_bytes()),
        _ => None,
    }
}

/// Whether the configuration names a program for a filter. One without a
/// program does nothing.
fn has_program(repo: &gix::Repository, filter: &[u8]) -> bool {
    let config = repo.config_snapshot();
    let Ok(filter) = filter.to_str() else {
        return false;
    };
    ["clean", "process"].iter().any(|kind| {
        let program = config.string(format!("filter.{filter}.{kind}").as_str());
        program.is_some_and(|program| !program.is_empty())
    })
}
