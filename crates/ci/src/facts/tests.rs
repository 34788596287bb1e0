use std::path::Path;

use crate::{Env, Facts, System};

fn facts(pairs: &[(&str, &str)]) -> Facts {
    let env: Env = pairs.iter().copied().collect();
    let system = System::detect(&env);
    assert_ne!(system, System::Plain, "{pairs:?}");
    system.facts(&env, Path::new(".")).expect("facts")
}

#[test]
fn a_branch_is_a_branch_everywhere() {
    for pairs in [
        &[("GITHUB_ACTIONS", "true"), ("GITHUB_REF", "refs/heads/a/b")][..],
        &[("GITLAB_CI", "true"), ("CI_COMMIT_BRANCH", "a/b")],
        &[("JENKINS_URL", "x"), ("BRANCH_NAME", "a/b")],
        &[("JENKINS_URL", "x"), ("GIT_BRANCH", "origin/a/b")],
        &[("JENKINS_URL", "x"), ("GIT_BRANCH", "refs/heads/a/b")],
        &[("JENKINS_URL", "x"), ("GIT_BRANCH", "refs/remotes/up/a/b")],
        &[("BITBUCKET_BUILD_NUMBER", "1"), ("BITBUCKET_BRANCH", "a/b")],
        &[("TEKTON_REVISION", "c"), ("TEKTON_SOURCE_BRANCH", "a/b")],
        &[
            ("TEKTON_REVISION", "c"),
            ("TEKTON_SOURCE_BRANCH", "refs/heads/a/b"),
        ],
    ] {
        let facts = facts(pairs);
        assert_eq!(facts.branch(), Some("a/b"), "{pairs:?}");
        assert_eq!((facts.tag(), facts.pull_request()), (None, None));
    }
}

#[test]
fn a_tag_is_a_tag_everywhere() {
    for pairs in [
        &[("GITHUB_ACTIONS", "true"), ("GITHUB_REF", "refs/tags/v1")][..],
        &[("GITLAB_CI", "true"), ("CI_COMMIT_TAG", "v1")],
        &[
            ("JENKINS_URL", "x"),
            ("BRANCH_NAME", "v1"),
            ("TAG_NAME", "v1"),
        ],
        &[("JENKINS_URL", "x"), ("GIT_BRANCH", "refs/tags/v1")],
        &[("BITBUCKET_BUILD_NUMBER", "1"), ("BITBUCKET_TAG", "v1")],
        &[("TEKTON_REVISION", "c"), ("TEKTON_GIT_TAG", "v1")],
        &[
            ("TEKTON_REVISION", "c"),
            ("TEKTON_SOURCE_BRANCH", "refs/tags/v1"),
        ],
    ] {
        assert_eq!(facts(pairs).tag(), Some("v1"), "{pairs:?}");
    }
}

#[test]
fn a_pull_request_is_one_everywhere() {
    for pairs in [
        &[
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_EVENT_NAME", "pull_request"),
            ("GITHUB_REF", "refs/pull/7/merge"),
        ][..],
        &[
            ("GITLAB_CI", "true"),
            ("CI_PIPELINE_SOURCE", "merge_request_event"),
            ("CI_MERGE_REQUEST_IID", "7"),
        ],
        &[
            ("JENKINS_URL", "x"),
            ("CHANGE_ID", "7"),
            ("BRANCH_NAME", "PR-7"),
        ],
        &[
            ("BITBUCKET_BUILD_NUMBER", "1"),
            ("BITBUCKET_PR_ID", "7"),
            ("BITBUCKET_BRANCH", "x"),
        ],
        &[
            ("TEKTON_REVISION", "c"),
            ("TEKTON_EVENT_TYPE", "retest-comment"),
            ("TEKTON_PULL_REQUEST_NUMBER", "7"),
            ("TEKTON_SOURCE_BRANCH", "x"),
        ],
    ] {
        let facts = facts(pairs);
        assert_eq!(facts.pull_request(), Some("7"), "{pairs:?}");
        assert_eq!(facts.event, "pull_request");
    }
}

#[test]
fn what_is_told_of_the_repository_is_one_line_and_no_secret() {
    let told = facts(&[
        ("GITLAB_CI", "true"),
        ("CI_PROJECT_DESCRIPTION", "two\r\nlines\u{2028}and\u{1b}[0m"),
    ]);
    let description = told.repository.description;
    assert_eq!(description.as_deref(), Some("two lines and [0m"));
    for url in [
        "https://host/owner/app?token=s3cret",
        "git@host:owner/app#s3cret",
    ] {
        let told = facts(&[("JENKINS_URL", "x"), ("GIT_URL", url)]).repository;
        assert_eq!(told.name.as_deref(), Some("app"));
        assert!(!format!("{told:?}").contains("s3cret"), "{told:?}");
    }
}

#[test]
fn an_empty_variable_counts_as_none() {
    let facts = facts(&[
        ("GITLAB_CI", "true"),
        ("CI_COMMIT_TAG", ""),
        ("CI_COMMIT_BRANCH", "main"),
    ]);
    assert_eq!(facts.branch(), Some("main"));
}

#[test]
fn the_name_is_the_last_part() {
    use super::last_part;
    assert_eq!(last_part("git@host:owner/app.git").as_deref(), Some("app"));
    assert_eq!(last_part("https://host/owner/app/").as_deref(), Some("app"));
    assert_eq!(last_part(""), None);
}

/// Holds the pull request 7 from `fix` to `main` to its head.
#[track_caller]
fn has_a_head(pairs: &[(&str, &str)], fork: Option<bool>) {
    let facts = facts(pairs);
    assert_eq!(facts.head_commit.as_deref(), Some("head"), "{pairs:?}");
    assert_eq!(facts.head_branch.as_deref(), Some("fix"), "{pairs:?}");
    assert_eq!(facts.base_branch.as_deref(), Some("main"), "{pairs:?}");
    assert_eq!(facts.pull_request(), Some("7"), "{pairs:?}");
    assert_eq!(facts.from_fork, fork, "{pairs:?}");
}

#[test]
fn a_merge_request_of_gitlab_has_a_head() {
    for (pairs, fork) in [
        (
            &[
                ("GITLAB_CI", "true"),
                ("CI_MERGE_REQUEST_IID", "7"),
                ("CI_MERGE_REQUEST_EVENT_TYPE", "merged_result"),
                ("CI_COMMIT_SHA", "merged"),
                ("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "head"),
                ("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "fix"),
                ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
                ("CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "2"),
                ("CI_MERGE_REQUEST_PROJECT_ID", "1"),
            ][..],
            Some(true),
        ),
        (
            &[
                ("GITLAB_CI", "true"),
                ("CI_MERGE_REQUEST_IID", "7"),
                ("CI_MERGE_REQUEST_EVENT_TYPE", "detached"),
                ("CI_COMMIT_SHA", "head"),
                ("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "fix"),
                ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
                // In the fork's own pipeline.
                ("CI_PROJECT_ID", "2"),
                ("CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "2"),
                ("CI_MERGE_REQUEST_PROJECT_ID", "1"),
            ],
            Some(true),
        ),
        (
            &[
                ("GITLAB_CI", "true"),
                ("CI_EXTERNAL_PULL_REQUEST_IID", "7"),
                ("CI_COMMIT_SHA", "head"),
                ("CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA", "head"),
                ("CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME", "fix"),
                ("CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME", "main"),
                ("CI_EXTERNAL_PULL_REQUEST_SOURCE_REPOSITORY", "a/b"),
                ("CI_EXTERNAL_PULL_REQUEST_TARGET_REPOSITORY", "a/b"),
            ],
            Some(false),
        ),
    ] {
        has_a_head(pairs, fork);
    }
}

#[test]
fn a_pull_request_has_a_head_everywhere_else() {
    for (pairs, fork) in [
        (
            &[
                ("JENKINS_URL", "x"),
                ("CHANGE_ID", "7"),
                ("BRANCH_NAME", "PR-7-head"),
                ("GIT_COMMIT", "head"),
                ("CHANGE_BRANCH", "fix"),
                ("CHANGE_TARGET", "main"),
                ("CHANGE_FORK", "other"),
            ][..],
            Some(true),
        ),
        (
            &[
                ("JENKINS_URL", "x"),
                ("ghprbPullId", "7"),
                ("GIT_COMMIT", "merged"),
                ("ghprbActualCommit", "head"),
                ("ghprbSourceBranch", "fix"),
                ("ghprbTargetBranch", "main"),
            ],
            None,
        ),
        (
            &[
                ("JENKINS_URL", "x"),
                ("gitlabMergeRequestIid", "7"),
                ("gitlabMergeRequestLastCommit", "head"),
                ("gitlabSourceBranch", "fix"),
                ("gitlabTargetBranch", "main"),
            ],
            None,
        ),
        (
            &[
                ("BITBUCKET_BUILD_NUMBER", "1"),
                ("BITBUCKET_PR_ID", "7"),
                ("BITBUCKET_COMMIT", "head"),
                ("BITBUCKET_BRANCH", "fix"),
                ("BITBUCKET_PR_DESTINATION_BRANCH", "main"),
            ],
            None,
        ),
        (
            &[
                ("TEKTON_REVISION", "head"),
                ("TEKTON_PULL_REQUEST_NUMBER", "7"),
                ("TEKTON_SOURCE_BRANCH", "fix"),
                ("TEKTON_TARGET_BRANCH", "refs/heads/main"),
                ("TEKTON_REPO_URL", "https://host/owner/app.git"),
                ("TEKTON_SOURCE_URL", "https://host/other/app"),
            ],
            Some(true),
        ),
    ] {
        has_a_head(pairs, fork);
    }
}

#[test]
fn a_merged_commit_is_not_taken_for_the_head() {
    let merged = facts(&[
        ("GITLAB_CI", "true"),
        ("CI_MERGE_REQUEST_IID", "7"),
        ("CI_MERGE_REQUEST_EVENT_TYPE", "merged_result"),
        ("CI_COMMIT_SHA", "merged"),
    ]);
    assert_eq!(merged.head_commit, None);
    let merged = facts(&[
        ("JENKINS_URL", "x"),
        ("CHANGE_ID", "7"),
        ("CHANGE_BRANCH", "fix"),
        ("BRANCH_NAME", "PR-7"),
        ("GIT_COMMIT", "perhaps"),
    ]);
    assert_eq!((merged.head_commit, merged.from_fork), (None, Some(false)));
}

#[test]
fn a_merge_train_is_a_queue_of_a_merge_request() {
    let facts = facts(&[
        ("GITLAB_CI", "true"),
        ("CI_MERGE_REQUEST_IID", "7"),
        ("CI_MERGE_REQUEST_EVENT_TYPE", "merge_train"),
        ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
    ]);
    let queue = facts.merge_queue.as_ref().expect("a queue");
    assert_eq!((&*queue.pull_request, &*queue.base_branch), ("7", "main"));
    assert_eq!(facts.pull_request(), Some("7"));
}

#[test]
fn a_branch_has_no_head() {
    for pairs in [
        &[
            ("GITLAB_CI", "true"),
            ("CI_COMMIT_SHA", "a"),
            ("CI_COMMIT_BRANCH", "b"),
        ][..],
        &[
            ("JENKINS_URL", "x"),
            ("GIT_COMMIT", "a"),
            ("BRANCH_NAME", "b-head"),
        ],
        &[
            ("BITBUCKET_BUILD_NUMBER", "1"),
            ("BITBUCKET_COMMIT", "a"),
            ("BITBUCKET_BRANCH", "b"),
        ],
        &[("TEKTON_REVISION", "a"), ("TEKTON_SOURCE_BRANCH", "b")],
    ] {
        let facts = facts(pairs);
        assert_eq!(
            (&facts.head_commit, &facts.head_branch),
            (&None, &None),
            "{pairs:?}"
        );
        assert_eq!(
            (facts.from_fork, &facts.merge_queue),
            (None, &None),
            "{pairs:?}"
        );
        assert_eq!(facts.commit.as_deref(), Some("a"));
    }
}

#[test]
fn a_parameter_that_nobody_filled_in_is_none() {
    let facts = facts(&[
        ("TEKTON_REVISION", "a"),
        ("TEKTON_EVENT_TYPE", "{{ event_type }}"),
        ("TEKTON_GIT_TAG", "{{git_tag}}"),
        ("TEKTON_PULL_REQUEST_NUMBER", "$(params.number)"),
        ("TEKTON_SOURCE_BRANCH", "main"),
        ("TEKTON_REPO_URL", "https://host/owner/app.git"),
    ]);
    assert_eq!(facts.branch(), Some("main"));
    assert_eq!(facts.event, "push");
    assert_eq!(facts.repository.name.as_deref(), Some("app"));
    assert_eq!(
        facts.repository.url.as_deref(),
        Some("https://host/owner/app")
    );
}

#[test]
fn a_ref_with_a_line_break_is_refused_everywhere() {
    for pairs in [
        &[("GITLAB_CI", "true"), ("CI_COMMIT_BRANCH", "a\nb")][..],
        &[("JENKINS_URL", "x"), ("TAG_NAME", "v1\r")],
        &[
            ("BITBUCKET_BUILD_NUMBER", "1"),
            ("BITBUCKET_BRANCH", "a\0b"),
        ],
        &[
            ("TEKTON_REVISION", "c"),
            ("TEKTON_PULL_REQUEST_NUMBER", "7"),
            ("TEKTON_SOURCE_BRANCH", "a\tb"),
        ],
    ] {
        let env: Env = pairs.iter().copied().collect();
        let told = System::detect(&env).facts(&env, Path::new("."));
        assert!(told.is_err(), "{pairs:?}");
    }
}

#[test]
fn who_started_a_run_is_told_by_githubs_names() {
    for (pairs, event) in [
        (
            &[("GITLAB_CI", "x"), ("CI_PIPELINE_SOURCE", "schedule")][..],
            "schedule",
        ),
        (
            &[("GITLAB_CI", "x"), ("CI_PIPELINE_SOURCE", "web")],
            "workflow_dispatch",
        ),
        (
            &[
                ("GITLAB_CI", "x"),
                ("CI_PIPELINE_SOURCE", "parent_pipeline"),
                ("CI_MERGE_REQUEST_IID", "7"),
            ],
            "pull_request",
        ),
        (
            &[
                ("JENKINS_URL", "x"),
                ("BUILD_CAUSE", "UPSTREAMTRIGGER,TIMERTRIGGER"),
            ],
            "schedule",
        ),
        (&[("JENKINS_URL", "x"), ("GIT_BRANCH", "detached")], "push"),
        (&[("TEKTON_EVENT_TYPE", "incoming")], "workflow_dispatch"),
    ] {
        assert_eq!(facts(pairs).event, event, "{pairs:?}");
    }
}
