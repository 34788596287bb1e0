//! What the API of a platform knows of a repository: where it is asked, and how
//! its answers read. Asking is for others: nothing is sent here.

use serde_json::Value;

use crate::{Env, Repository, System};

/// The address of Bitbucket's API. Its pipelines know no other.
const BITBUCKET: &str = "https://api.bitbucket.org/2.0";

/// The API of the platform that a repository is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Api {
    /// Its address, without a slash at its end.
    pub address: String,
    /// The path that tells of the repository, with its query.
    pub repository: String,
    /// The path that tells of a commit, which stands behind it.
    commits: String,
    system: System,
}

impl Api {
    pub(crate) fn of(system: System, env: &Env) -> Option<Self> {
        let (address, repository, commits, query) = match system {
            System::GitHub => {
                let name = plain(env.get("GITHUB_REPOSITORY")?)?;
                let path = format!("/repos/{name}");
                (env.get("GITHUB_API_URL")?, path, "/git/commits/", "")
            }
            System::GitLab => {
                let path = format!("/projects/{}", plain(env.get("CI_PROJECT_ID")?)?);
                let address = env.get("CI_API_V4_URL")?;
                (address, path, "/repository/commits/", "?license=true")
            }
            System::Bitbucket => {
                let name = plain(env.get("BITBUCKET_REPO_FULL_NAME")?)?;
                let path = format!("/repositories/{name}");
                (BITBUCKET, path, "/commit/", "")
            }
            System::Jenkins | System::Tekton | System::Plain => return None,
        };
        Some(Self {
            address: address.trim_end_matches('/').to_owned(),
            commits: format!("{repository}{commits}"),
            repository: format!("{repository}{query}"),
            system,
        })
    }

    /// The path that tells of a commit; none if it is no commit.
    #[must_use]
    pub fn commit(&self, commit: &str) -> Option<String> {
        let hex = commit.bytes().all(|byte| byte.is_ascii_hexdigit());
        (hex && (7..=64).contains(&commit.len())).then(|| format!("{}{commit}", self.commits))
    }

    /// The repository, and its default branch, in an answer. What is null
    /// there is known to be none.
    #[must_use]
    pub fn read_repository(&self, answer: &Value) -> (Repository, Option<String>) {
        let [name, url, license, branch] = match self.system {
            System::GitLab => ["/path", "/web_url", "/license", "/default_branch"],
            System::Bitbucket => ["/name", "/links/html/href", "", "/mainbranch"],
            _ => ["/name", "/html_url", "/license", "/default_branch"],
        };
        let told = |at: &str, within: &str| match answer.pointer(at)? {
            Value::Null => Some(String::new()),
            value => Some(value.pointer(within)?.as_str()?.to_owned()),
        };
        let license = match self.system {
            System::GitLab => told(license, "/key").map(|key| spdx(&key)),
            System::Bitbucket => None,
            // Gitea has a list of them.
            _ => told(license, "/spdx_id").or_else(|| told("/licenses/0", "")),
        };
        let repository = Repository {
            name: told(name, ""),
            url: told(url, ""),
            description: told("/description", ""),
            license,
        };
        let within = if self.system == System::Bitbucket {
            "/name"
        } else {
            ""
        };
        (repository, told(branch, within).filter(|it| !it.is_empty()))
    }

    /// When a commit was made, in an answer (RFC 3339).
    #[must_use]
    pub fn read_commit_date(&self, answer: &Value) -> Option<String> {
        let places = [
            "/committer/date",
            "/commit/committer/date",
            "/committed_date",
            "/date",
        ];
        let mut places = places.iter();
        places.find_map(|at| Some(answer.pointer(at)?.as_str()?.to_owned()))
    }
}

/// A name that needs no escapes in a path.
fn plain(name: &str) -> Option<&str> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    let parts = name.split('/').all(|part| !matches!(part, "" | "." | ".."));
    (parts && name.chars().all(is_plain)).then_some(name)
}

/// The SPDX identifier of GitLab's key for a licence, which is that in lower
/// case.
fn spdx(key: &str) -> String {
    let part = |part: &str| match part {
        "apache" => "Apache".to_owned(),
        "artistic" => "Artistic".to_owned(),
        "blueoak" => "BlueOak".to_owned(),
        "clause" => "Clause".to_owned(),
        "clear" => "Clear".to_owned(),
        "mulanpsl" => "MulanPSL".to_owned(),
        "postgresql" => "PostgreSQL".to_owned(),
        "unlicense" => "Unlicense".to_owned(),
        "vim" => "Vim".to_owned(),
        "zlib" => "Zlib".to_owned(),
        // A version, such as `1.3c`.
        number if number.contains('.') => number.to_owned(),
        name => name.to_ascii_uppercase(),
    };
    match key {
        // There is a file, and nobody knows it: as GitHub says that.
        "other" => "NOASSERTION".to_owned(),
        key => key.split('-').map(part).collect::<Vec<_>>().join("-"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn api(pairs: &[(&str, &str)]) -> Option<Api> {
        let env: Env = pairs.iter().copied().collect();
        System::detect(&env).api(&env)
    }

    const GITHUB: [(&str, &str); 3] = [
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_API_URL", "https://api.github.com/"),
        ("GITHUB_REPOSITORY", "owner/app"),
    ];
    const GITLAB: [(&str, &str); 3] = [
        ("GITLAB_CI", "true"),
        ("CI_API_V4_URL", "https://gitlab.example.com/api/v4"),
        ("CI_PROJECT_ID", "7"),
    ];
    const BITBUCKET_PIPELINE: [(&str, &str); 2] = [
        ("BITBUCKET_BUILD_NUMBER", "1"),
        ("BITBUCKET_REPO_FULL_NAME", "team/app"),
    ];

    #[test]
    fn each_platform_is_asked_in_its_own_place() {
        let commit = "860c1904a1ce19322e91ac35af1ab07466440c37";
        for (pairs, address, repository, commits) in [
            (
                &GITHUB[..],
                "https://api.github.com",
                "/repos/owner/app",
                "/repos/owner/app/git/commits/",
            ),
            (
                &GITLAB,
                "https://gitlab.example.com/api/v4",
                "/projects/7?license=true",
                "/projects/7/repository/commits/",
            ),
            (
                &BITBUCKET_PIPELINE,
                "https://api.bitbucket.org/2.0",
                "/repositories/team/app",
                "/repositories/team/app/commit/",
            ),
        ] {
            let api = api(pairs).expect("an API");
            assert_eq!(api.address, address);
            assert_eq!(api.repository, repository);
            assert_eq!(api.commit(commit), Some(format!("{commits}{commit}")));
            for none in ["", "main", "../..", "860c19"] {
                assert_eq!(api.commit(none), None, "{none}");
            }
        }
        assert_eq!(api(&[("JENKINS_URL", "x")]), None);
        assert_eq!(api(&[]), None);
    }

    #[test]
    fn a_name_can_not_lead_elsewhere() {
        for name in ["a/../../user", "a//b", "a/b?x", "a b", "a/b#", "a%2f", ""] {
            let mut pairs = GITHUB;
            pairs[2].1 = name;
            assert_eq!(api(&pairs), None, "{name}");
        }
    }

    /// In the shape of what the platforms answer, without what is not read.
    #[test]
    fn each_answer_is_read() {
        let full = |name: &str, url: &str, license: Option<&str>| Repository {
            name: Some(name.to_owned()),
            url: Some(url.to_owned()),
            description: Some("Scores".to_owned()),
            license: license.map(str::to_owned),
        };
        let github = json!({
            "name": "app", "full_name": "owner/app", "html_url": "https://github.com/owner/app",
            "description": "Scores", "default_branch": "main",
            "license": { "key": "mit", "name": "MIT License", "spdx_id": "MIT" },
        });
        let gitea = json!({
            "name": "app", "full_name": "owner/app", "html_url": "https://git.example.com/owner/app",
            "description": "Scores", "default_branch": "main", "licenses": ["MIT"],
        });
        let gitlab = json!({
            "id": 7, "name": "The App", "path": "app", "web_url": "https://gitlab.example.com/owner/app",
            "description": "Scores", "default_branch": "main",
            "license": { "key": "bsd-3-clause", "name": "BSD 3-Clause" },
        });
        let bitbucket = json!({
            "name": "app", "full_name": "team/app", "description": "Scores",
            "mainbranch": { "type": "branch", "name": "main" },
            "links": { "html": { "href": "https://bitbucket.org/team/app" } },
        });
        for (pairs, answer, url, license) in [
            (
                &GITHUB[..],
                github,
                "https://github.com/owner/app",
                Some("MIT"),
            ),
            (
                &GITHUB,
                gitea,
                "https://git.example.com/owner/app",
                Some("MIT"),
            ),
            (
                &GITLAB,
                gitlab,
                "https://gitlab.example.com/owner/app",
                Some("BSD-3-Clause"),
            ),
            (
                &BITBUCKET_PIPELINE,
                bitbucket,
                "https://bitbucket.org/team/app",
                None,
            ),
        ] {
            let (repository, branch) = api(pairs).expect("an API").read_repository(&answer);
            assert_eq!(repository, full("app", url, license));
            assert_eq!(branch.as_deref(), Some("main"));
        }
    }

    #[test]
    fn null_is_known_to_be_none_and_other_types_are_not_read() {
        let api = api(&GITHUB).expect("an API");
        let (repository, branch) = api.read_repository(&json!({
            "name": 7, "html_url": [], "description": null, "license": null, "default_branch": null,
        }));
        let expected = Repository {
            description: Some(String::new()),
            license: Some(String::new()),
            ..Repository::default()
        };
        assert_eq!((repository, branch), (expected, None));
        assert_eq!(api.read_repository(&json!([])).0, Repository::default());
    }

    #[test]
    fn the_date_of_a_commit_is_the_committers() {
        let api = api(&GITHUB).expect("an API");
        let date = "2020-01-10T00:30:00Z";
        for answer in [
            json!({ "author": { "date": "x" }, "committer": { "date": date } }),
            json!({ "committer": { "id": 1 }, "commit": { "committer": { "date": date } } }),
            json!({ "authored_date": "x", "committed_date": date }),
            json!({ "hash": "x", "date": date }),
        ] {
            assert_eq!(api.read_commit_date(&answer).as_deref(), Some(date));
        }
    }

    /// Against the list of <https://spdx.org/licenses/>.
    #[test]
    fn the_keys_of_gitlab_are_spdx_in_lower_case() {
        for id in [
            "Apache-2.0",
            "MIT",
            "BSD-2-Clause",
            "BSD-3-Clause-Clear",
            "GPL-3.0",
            "AGPL-3.0",
            "MPL-2.0",
            "Unlicense",
            "ISC",
            "0BSD",
            "CC-BY-SA-4.0",
            "Zlib",
            "LPPL-1.3c",
            "WTFPL",
            "Artistic-2.0",
            "PostgreSQL",
            "MulanPSL-2.0",
            "BlueOak-1.0.0",
            "EUPL-1.2",
        ] {
            assert_eq!(spdx(&id.to_ascii_lowercase()), id);
        }
        assert_eq!(spdx("other"), "NOASSERTION");
    }
}
