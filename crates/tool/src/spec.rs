//! What clap can't say of a tool, for everything that is generated.

/// What clap can't say of a tool.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// The binary's name, such as `gate-model`.
    pub name: &'static str,
    /// One line: what it looks at and what it says.
    pub about: &'static str,
    /// Its version.
    pub version: &'static str,
    /// Values it gives to later steps, beside [`SHARED_OUTPUTS`].
    pub outputs: &'static [Output],
    /// Whether it prints what it makes: standard output is then for that
    /// alone, and the human report goes to standard error.
    pub prints: bool,
    /// Commands to copy, shown by `--help`.
    pub examples: &'static [Example],
    /// Icon and colour on GitHub's Marketplace.
    pub branding: (&'static str, &'static str),
    /// How pre-commit runs it: the files it looks at as a regular expression,
    /// and whether their names are passed. None: it is no hook.
    pub pre_commit: Option<(&'static str, bool)>,
}

/// A value for later steps.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// Its kebab-case name.
    pub name: &'static str,
    /// What it holds.
    pub about: &'static str,
}

/// A command to copy.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// What it does.
    pub about: &'static str,
    /// The whole command.
    pub command: &'static str,
}

/// The outputs of every tool.
pub const SHARED_OUTPUTS: &[Output] = &[
    Output {
        name: "verdict",
        about: "`pass`, `warn`, `fail` or `inconclusive`; empty when the tool could not judge",
    },
    Output {
        name: "exit-code",
        about: "0 open, 1 failed, 2 could not judge, 3 inconclusive",
    },
];
