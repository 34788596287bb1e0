//! A folder of its own and a clean environment for each test.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A contract, a good table, and a table with two broken rows.
pub(crate) const CONTRACT: &str = "\
[columns.id]
type = \"integer\"
unique = true

[columns.age]
type = \"integer\"
min = 0
max = 120
";
pub(crate) const GOOD: &str = "id,age\n1,34\n2,51\n3,19\n";
pub(crate) const BAD: &str = "id,age\n1,34\n2,-5\n2,19\n";

/// A policy, and metrics on either side of it.
pub(crate) const POLICY: &str =
    "baseline = \"baseline.json\"\n\n[gates.auc]\nmin = 0.8\nmax-drop = 0.01\n";
pub(crate) const BASELINE: &str = "{\n  \"auc\": 0.9\n}\n";
pub(crate) const BETTER: &str = "{\n  \"auc\": 0.91\n}\n";
pub(crate) const WORSE: &str = "{\n  \"auc\": 0.7\n}\n";

/// A scratch folder, and the environment of what runs in it.
pub(crate) struct Sandbox {
    folder: TempDir,
    env: BTreeMap<String, String>,
}

/// What a command left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// Everything that was said.
    pub(crate) fn said(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// The same with blanks and the frames of tables told as one blank, so that
    /// a row of a table is a line of words.
    #[cfg(feature = "peers")]
    pub(crate) fn in_a_row(self) -> Self {
        let words = |text: &str| {
            let text = text.replace('│', " ");
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        Self {
            code: self.code,
            stdout: words(&self.stdout),
            stderr: words(&self.stderr),
        }
    }

    /// Holds the run to an exit code.
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}", self.said());
        self
    }

    /// Holds what was said to a piece of text.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(
            self.said().contains(text),
            "not said: {text}\n{}",
            self.said()
        );
        self
    }
}

impl Sandbox {
    /// An empty folder; `SOURCE_DATE_EPOCH` makes every run the same.
    pub(crate) fn new() -> Self {
        let env = [
            ("SOURCE_DATE_EPOCH", "1700000000"),
            ("PATH", "/usr/bin:/bin"),
        ];
        Self {
            folder: tempfile::tempdir().expect("a scratch folder"),
            env: env.map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
        }
    }

    /// A folder with everything that the four tools need.
    pub(crate) fn full() -> Self {
        Self::new()
            .file("contract.toml", CONTRACT)
            .file("good.csv", GOOD)
            .file("bad.csv", BAD)
            .file("gate.toml", POLICY)
            .file("baseline.json", BASELINE)
            .file("better.json", BETTER)
            .file("worse.json", WORSE)
            .file(
                "values.yaml",
                "image:\n  tag: \"1.0\" # the release\nreplicas: 2\n",
            )
            .repository()
    }

    pub(crate) fn file(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(name, text);
        self
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Makes the folder a git repository with one commit, tagged v1.2.3.
    pub(crate) fn repository(self) -> Self {
        for args in [
            &["init", "--quiet", "--initial-branch", "main"][..],
            &["add", "--all"],
            &["commit", "--quiet", "--allow-empty", "--message", "one"],
            &["tag", "v1.2.3"],
        ] {
            self.git(args);
        }
        self
    }

    pub(crate) fn git(&self, args: &[&str]) {
        let mut git = Command::new("git");
        git.args([
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@example.com",
            "-c",
            "commit.gpgsign=false",
        ]);
        let status = git
            .args(args)
            .current_dir(self.dir())
            .env("GIT_AUTHOR_DATE", "2026-01-02T03:04:05Z")
            .env("GIT_COMMITTER_DATE", "2026-01-02T03:04:05Z")
            .status();
        assert!(status.expect("git starts").success(), "git {args:?}");
    }

    pub(crate) fn dir(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect(name)
    }

    /// All files below the folder but git's, sorted.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![self.dir().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() && !path.ends_with(".git") {
                    folders.push(path);
                } else if path.is_file() {
                    let name = path.strip_prefix(self.dir()).expect("below");
                    files.push(name.to_string_lossy().into_owned());
                }
            }
        }
        files.sort();
        files
    }

    /// Runs a tool by words parted by blanks. As in a shell, `NAME=value` before
    /// it sets a variable for it alone.
    pub(crate) fn run(&self, line: &str) -> Ran {
        let words: Vec<&str> = line.split_whitespace().collect();
        let is_set = |word: &&&str| {
            word.split_once('=')
                .is_some_and(|(name, _)| is_variable(name))
        };
        let (set, words) = words.split_at(words.iter().take_while(is_set).count());
        let set = set.iter().filter_map(|word| word.split_once('='));
        let mut command = Command::new(binary(words[0]));
        self.command_with(command.args(&words[1..]), set)
    }

    /// Runs a tool.
    pub(crate) fn tool(&self, name: &str, args: &[&str]) -> Ran {
        self.command(Command::new(binary(name)).args(args))
    }

    /// Runs any command in the folder and its environment.
    pub(crate) fn command(&self, command: &mut Command) -> Ran {
        self.command_with(command, [])
    }

    fn command_with<'a>(
        &self,
        command: &mut Command,
        variables: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Ran {
        let output = command
            .current_dir(self.dir())
            .env_clear()
            .envs(&self.env)
            .envs(variables)
            .stdin(Stdio::null())
            .output()
            .expect("starts");
        Ran {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

fn is_variable(name: &str) -> bool {
    let mut letters = name.chars();
    letters.all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

/// The path of a tool's binary.
pub(crate) fn binary(name: &str) -> &'static str {
    match name {
        "validate-data" => env!("CARGO_BIN_EXE_validate-data"),
        "gate-model" => env!("CARGO_BIN_EXE_gate-model"),
        "stamp-image" => env!("CARGO_BIN_EXE_stamp-image"),
        "render-values" => env!("CARGO_BIN_EXE_render-values"),
        _ => panic!("no tool is called {name}"),
    }
}
