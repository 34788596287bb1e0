//! What editing promises, on texts by hand, a corpus, and random ones.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::path::assignment;
use crate::yaml::read;

fn text(value: &str) -> Leaf {
    Leaf::Text(value.to_owned())
}

fn asked(path: &str, value: Leaf) -> Request {
    Request::Value {
        query: Query::parse(path).expect(path),
        value,
        typing: Typing::Text,
    }
}

fn at(path: &ValuePath, value: Leaf) -> Request {
    asked(&path.to_string(), value)
}

fn edited(old: &str, edits: &[(&str, Leaf)]) -> Result<Edited, Fault> {
    let edits: Vec<Request> = edits
        .iter()
        .map(|(path, value)| asked(path, value.clone()))
        .collect();
    edit("values.yaml", Form::Yaml, old, &edits)
}

fn one(old: &str, path: &str, value: Leaf) -> String {
    edited(old, &[(path, value)]).expect(path).text
}

#[test]
fn new_keys_of_a_map_and_of_the_map_around_it_meet() {
    let old = "a:\n  b:\n    c: 1\n";
    let new = "a:\n  b:\n    c: 1\n    x: v\n  z: w\n";
    let keys = [("a.b.x", text("v")), ("a.z", text("w"))];
    assert_eq!(edited(old, &keys).expect("inner first").text, new);
    let [inner, outer] = keys;
    assert_eq!(edited(old, &[outer, inner]).expect("outer first").text, new);
}

#[test]
fn what_a_form_does_not_know_is_said() {
    let fault = |form, old, value| {
        let fault = edit("f", form, old, &[asked("a", value)]).expect_err(old);
        fault.message
    };
    assert_eq!(
        fault(Form::Toml, "a = 1\n", Leaf::Null),
        "a can't be null: TOML has none"
    );
    assert_eq!(
        fault(Form::Json, "{\"a\": 1, \"a\": 2}", Leaf::Null),
        "the key `a` stands twice in one map"
    );
}

fn image(old: &str, image: &str) -> Result<String, String> {
    let request = Request::Image(Image::read(image).expect(image));
    let result = edit("f", Form::Yaml, old, &[request]);
    result.map(|it| it.text).map_err(|fault| fault.message)
}

#[test]
fn an_image_behind_an_alias_follows_its_anchor() {
    let old = "base: &b {repository: h/a, tag: v1}\nx:\n  image: *b\ny:\n  image:\n    <<: *b\n    pullPolicy: Always\n";
    assert_eq!(
        image(old, "h/a:v2").expect("the anchor"),
        old.replace("v1", "v2")
    );
    let text = "a: {image: &i h/a:v1}\nb: {image: *i}\n";
    assert_eq!(
        image(text, "h/a:v2").expect("one"),
        text.replace("v1", "v2")
    );
    // What follows another image's tag is not left behind in silence.
    let other = "z: &z {repository: h/z, tag: v1}\ny: {<<: *z, repository: h/a}\nx: {repository: h/a, tag: v1}\n";
    let why = image(other, "h/a:v2").expect_err("the tag of another image");
    assert!(why.contains("y has no `tag` of its own"), "{why}");
}

#[test]
fn a_digest_without_a_place_names_its_document() {
    let digest = format!("sha256:{}", "0".repeat(64));
    let image = Image::read(&format!("h/a:v2@{digest}")).expect("an image");
    let left_out = |old: &str| {
        let request = Request::Image(image.clone());
        let result = edit("f", Form::Yaml, old, &[request]).expect(old);
        result.left_out[0].0.clone()
    };
    let values = "image: {repository: h/a, tag: v1}\n";
    let second = format!("b: 1\n---\nkind: A\nmetadata: {{name: x}}\n{values}");
    assert_eq!(left_out(values), "image");
    assert_eq!(left_out(&second), "A/x:image");
}

/// Grows with the number of edits, not with its square: that took three
/// quarters of a minute.
#[test]
fn many_edits_of_one_map_take_no_time() {
    let mut old = String::from("m:\n");
    for n in 0..4000 {
        let _ = writeln!(old, "  k{n}: v1");
    }
    let paths: Vec<String> = (0..4000).map(|n| format!("m.k{n}")).collect();
    let edits: Vec<(&str, Leaf)> = paths.iter().map(|path| (&**path, text("v2"))).collect();
    let begun = std::time::Instant::now();
    let result = edited(&old, &edits).expect("all of them");
    assert_eq!(result.text, old.replace("v1", "v2"));
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
}

/// A value as --set takes it.
fn set(form: Form, old: &str, value: &str) -> String {
    let request = Request::Value {
        query: Query::parse("a").expect("a path"),
        value: crate::typed::typed(value),
        typing: Typing::Set,
    };
    edit("f", form, old, &[request]).expect(old).text
}

#[test]
fn a_number_stays_one_where_it_can() {
    assert_eq!(set(Form::Yaml, "a: 0.8\n", "0.9"), "a: 0.9\n");
    assert_eq!(set(Form::Yaml, "a: 1\n", "-0.5"), "a: -0.5\n");
    assert_eq!(set(Form::Json, "{\"a\": 0.8}", "0.9"), "{\"a\": 0.9}");
    assert_eq!(set(Form::Toml, "a = 0.8\n", "0.9"), "a = 0.9\n");
    // Where a string stands, or a number would lose its form, a string.
    assert_eq!(set(Form::Yaml, "a: v1\n", "1.1"), "a: \"1.1\"\n");
    assert_eq!(set(Form::Yaml, "a: \"0.8\"\n", "0.9"), "a: \"0.9\"\n");
    assert_eq!(set(Form::Yaml, "a: 1.9\n", "1.10"), "a: \"1.10\"\n");
    assert_eq!(set(Form::Yaml, "a: 1.9\n", "nan"), "a: \"nan\"\n");
    assert_eq!(one("a: 0.8\n", "a", text("0.9")), "a: \"0.9\"\n");
}

#[test]
fn an_empty_document_is_none() {
    let result = edited("a: {b: 1}\n---\n", &[("a.c", Leaf::Int(2))]).expect("one document");
    assert_eq!(result.text, "a: {b: 1, c: 2}\n---\n");
    assert_eq!(result.changes[0].document, None);
    assert!(edited("x: 1\n---\n# end\n", &[("new", Leaf::Int(2))]).is_ok());
}

#[test]
fn the_nearest_document_says_what_it_lacks() {
    let old = "kind: A\nmetadata: {name: x}\nspec: {image: {tag: v1}}\n---\nkind: B\nmetadata: {name: y}\nspec: {c: [{name: app, image: z}]}\n";
    let fault = |path| edited(old, &[(path, text("v"))]).expect_err(path);
    assert_eq!(
        fault("spec.imgae.tag").help[0],
        "did you mean `image` in A/x?"
    );
    let near = fault("spec.c[name=ap].image");
    assert!(
        near.message
            .ends_with("no entry of spec.c has the name `ap`"),
        "{near}"
    );
    assert_eq!(near.help, ["did you mean `[name=app]`?"]);
}

#[test]
fn a_value_keeps_its_quotes_comment_and_anchor() {
    let cases = [
        ("a: v1  # c\n", "a: v2  # c\n"),
        ("a: \"v1\"  # c\n", "a: \"v2\"  # c\n"),
        ("a: 'v1'\r\nb: 1\r\n", "a: 'v2'\r\nb: 1\r\n"),
        ("a: &t v1\nb: *t\n", "a: &t v2\nb: *t\n"),
        ("{b: 1, a: v1}", "{b: 1, a: v2}"),
        ("a:   # c\nb: 1\n", "a: v2   # c\nb: 1\n"),
        ("a:", "a: v2"),
        ("b: {a: , c: 1}\na: x", "b: {a: , c: 1}\na: v2"),
        ("---\na: v1\n...\n", "---\na: v2\n...\n"),
        ("a: one\n  two\nb: 1\n", "a: v2\nb: 1\n"),
        ("a: |\n  one\n  two\n\nb: 1\n", "a: |-\n  v2\n\nb: 1\n"),
        ("a: > # c\n\nb: 1\n", "a: \"v2\" # c\n\nb: 1\n"),
        ("\u{feff}a: v1\n", "\u{feff}a: v2\n"),
        ("a: v1\n# the end\n", "a: v2\n# the end\n"),
    ];
    for (old, new) in cases {
        assert_eq!(one(old, "a", text("v2")), new, "{old:?}");
    }
}

#[test]
fn ambiguous_strings_are_quoted_and_typed_values_are_not() {
    for value in [
        "72044e0",
        "1.10",
        "on",
        "0123",
        "null",
        "~",
        "2024-01-31",
        "",
        "- x",
        "{a}",
    ] {
        assert_eq!(
            one("a: v1\n", "a", text(value)),
            format!("a: \"{value}\"\n")
        );
    }
    assert_eq!(one("a: v1\n", "a", Leaf::Int(3)), "a: 3\n");
    assert_eq!(one("a: v1\n", "a", Leaf::Bool(true)), "a: true\n");
    assert_eq!(one("a: v1\n", "a", Leaf::Null), "a: null\n");
    assert_eq!(one("a: \"80\"\n", "a", Leaf::Int(81)), "a: \"81\"\n");
    assert_eq!(one("a: [x, y]\n", "a[1]", text("b,c")), "a: [x, \"b,c\"]\n");
}

#[test]
fn a_value_that_is_so_already_changes_nothing() {
    let old = "a: 'v1'\nb: 0x10\nc: on\n";
    let same = edited(
        old,
        &[
            ("a", text("v1")),
            ("b", Leaf::Int(16)),
            ("c", Leaf::Bool(true)),
        ],
    );
    let same = same.expect("edits");
    assert_eq!(same.text, old);
    assert_eq!(same.lines, Lines::default());
    assert!(same.changes.iter().all(|change| change.line.is_none()));
}

#[test]
fn a_new_key_stands_behind_its_siblings() {
    let cases = [
        (
            "a:\n  b: 1 # c\n\nd: 2\n",
            "a.new",
            "a:\n  b: 1 # c\n  new: v\n\nd: 2\n",
        ),
        ("a:\n    b: 1", "a.new", "a:\n    b: 1\n    new: v"),
        (
            "a:\r\n  b: 1\r\nc: 2\r\n",
            "a.new",
            "a:\r\n  b: 1\r\n  new: v\r\nc: 2\r\n",
        ),
        ("a: 1\r\nb: 2", "new", "a: 1\r\nb: 2\r\nnew: v"),
        ("a: {b: 1}\n", "a.new", "a: {b: 1, new: v}\n"),
        ("a: {}  # c\n", "a.new", "a: {new: v}  # c\n"),
        ("a: { b: 1, }\n", "a.new", "a: { b: 1, new: v, }\n"),
        (
            "a:\n- b: 1\n  c: 2\n- d: 3\n",
            "a[0].new",
            "a:\n- b: 1\n  c: 2\n  new: v\n- d: 3\n",
        ),
        (
            "a:\n  b:\n    c: 1\n  # note\nd: 2\n",
            "a.new",
            "a:\n  b:\n    c: 1\n  new: v\n  # note\nd: 2\n",
        ),
        (
            "a:\n  b: |\n    x\n\nd: 2\n",
            "a.new",
            "a:\n  b: |\n    x\n  new: v\n\nd: 2\n",
        ),
        (
            "a:\n  b:   # none\nc: 1\n",
            "a.new",
            "a:\n  b:   # none\n  new: v\nc: 1\n",
        ),
        (
            "a:\n  b:\n  - x\n  - {y: 1} # z\n",
            "a.new",
            "a:\n  b:\n  - x\n  - {y: 1} # z\n  new: v\n",
        ),
        (
            "{\"a\": {\"b\": 1}}\n",
            "a.new",
            "{\"a\": {\"b\": 1, \"new\": \"v\"}}\n",
        ),
        ("\u{feff}a: 1\n", "new", "\u{feff}a: 1\nnew: v\n"),
        ("a: 1\n", "x\\.y/z", "a: 1\nx.y/z: v\n"),
        ("a: 1\n", "on", "a: 1\n\"on\": v\n"),
    ];
    for (old, path, new) in cases {
        assert_eq!(one(old, path, text("v")), new, "{old:?}");
    }
}

#[test]
fn several_edits_are_one() {
    let old = "image: {}\na: {x: 1, y: }\nb:\n  c: v1\n";
    let edits = [
        ("b.d", Leaf::Int(1)),
        ("image.tag", text("v1")),
        ("b.c", text("v2")),
        ("image.digest", text("sha256:0a")),
        ("a.z", Leaf::Int(2)),
        ("a.y", Leaf::Int(3)),
        ("b.e", Leaf::Int(2)),
    ];
    let result = edited(old, &edits).expect("edits");
    let new = "image: {tag: v1, digest: sha256:0a}\na: {x: 1, y: 3, z: 2 }\nb:\n  c: v2\n  d: 1\n  e: 2\n";
    assert_eq!(result.text, new);
    assert_eq!(
        result.lines,
        Lines {
            changed: 3,
            added: 2,
            removed: 0
        }
    );
    let lines: Vec<_> = result.changes.iter().map(|change| change.line).collect();
    assert_eq!(lines, [5, 1, 4, 1, 2, 2, 6].map(Some));
}

#[test]
fn aliases_follow_their_anchor_and_are_named() {
    let old = "t: &t v1\na: {tag: *t}\nd: &d {x: 1}\nw:\n  <<: *d\n  y: 2\n";
    let result = edited(old, &[("t", text("v2")), ("d.x", Leaf::Int(5))]).expect("edits");
    assert_eq!(
        result.text,
        "t: &t v2\na: {tag: *t}\nd: &d {x: 5}\nw:\n  <<: *d\n  y: 2\n"
    );
    assert_eq!(result.shared, ["a.tag", "w.x"]);
}

#[test]
fn a_near_key_is_named_beside_a_new_one() {
    let result = edited("image:\n  tag: v1\n", &[("image.tga", text("v2"))]).expect("edits");
    assert_eq!(result.changes[0].near.as_deref(), Some("tag"));
}

#[test]
fn what_can_not_be_edited_is_refused() {
    let old =
        "image:\n  tag: v1\nt: &t x\nu: *t\nlist: [1, 2]\nw:\n  <<: &m {k: 1}\nn:\ng: !!str 1\n";
    let cases = [
        (
            "imge.tag",
            "there is no `imge` in values.yaml",
            "did you mean `image`?",
        ),
        (
            "other.tag",
            "there is no `other` in values.yaml",
            "write the map by hand",
        ),
        ("image", "image is a map", "such as `image.tag`"),
        ("list", "list is a list", "such as `list[0]`"),
        ("list[2]", "list has 2 entries", ""),
        ("list.x", "list is a list, not a map", "`list[0]`"),
        ("image[0]", "image is a map, not a list", "name a key"),
        ("image.tag.x", "image.tag is a single value", ""),
        ("u", "u is the alias *t", "edit the anchor &t instead"),
        ("u.x", "u is the alias *t", "edit the anchor &t instead"),
        ("w.k", "a merge key", "merged in"),
        ("w.new", "a merge key", "merged in"),
        ("n.x", "n is empty", "by hand"),
        ("g", "g has a tag", "by hand"),
    ];
    for (path, message, help) in cases {
        let fault = edited(old, &[(path, text("v2"))]).expect_err(path);
        assert!(fault.message.contains(message), "{path}: {fault}");
        assert!(fault.help.concat().contains(help), "{path}: {fault:?}");
        assert!(fault.place.is_some(), "{path}");
    }
    let twice = edited(old, &[("image.tag", text("a")), ("image.tag", text("b"))]);
    assert!(twice.expect_err("twice").message.contains("set twice"));
    for bad in [
        "",
        "# only a comment\n",
        "just text\n",
        "a: 1\na: 2\n",
        "a: [\n",
        "a:\n\t- b\n",
    ] {
        assert!(edited(bad, &[("a", text("v"))]).is_err(), "{bad:?}");
    }
}

#[test]
fn json_and_toml_keep_every_other_byte() {
    let json = "{\n\t\"image\" : {\"tag\": \"v1\", \"n\": [1, true]},\n\t\"e\": {}\n}";
    let toml = "# c\ntag = 'v1' # by CI\n[image]\r\nn = 1\nlist = [\n  1, # one\n]\n\n[[a]]\nb = \"x\"\n[t.u]\nv = 1";
    let cases = [
        (Form::Json, "image.tag", text("v\"2"), "\"tag\": \"v\\\"2\""),
        (Form::Json, "image.n[1]", Leaf::Bool(false), "[1, false]"),
        (Form::Json, "image.n[0]", text("1.10"), "[\"1.10\", true]"),
        (Form::Json, "image.tag", Leaf::Int(2), "\"tag\": \"2\""),
        (Form::Json, "image.new", Leaf::Null, "true], \"new\": null}"),
        (
            Form::Json,
            "new",
            text("on"),
            "\"e\": {},\n\t\"new\": \"on\"\n}",
        ),
        (Form::Json, "e.new", Leaf::Int(1), "\"e\": {\"new\": 1}\n}"),
        (Form::Toml, "tag", text("v2"), "tag = 'v2' # by CI"),
        (Form::Toml, "tag", text("it's"), "tag = \"it's\" # by CI"),
        (Form::Toml, "image.n", text("x"), "n = \"x\"\n"),
        (
            Form::Toml,
            "image.list[0]",
            Leaf::Float(1.0),
            "\n  1.0, # one",
        ),
        (Form::Toml, "a[0].b", text("\t"), "b = \"\\t\""),
        (
            Form::Toml,
            "new",
            Leaf::Int(1),
            "tag = 'v1' # by CI\nnew = 1\n",
        ),
        (
            Form::Toml,
            "image.a b",
            Leaf::Int(1),
            "]\n\"a b\" = 1\n\n[[a]]",
        ),
        (
            Form::Toml,
            "a[0].c",
            Leaf::Bool(true),
            "b = \"x\"\nc = true\n",
        ),
        (Form::Toml, "t.u.w", Leaf::Int(2), "v = 1\nw = 2"),
    ];
    for (form, path, value, expected) in cases {
        let old = match form {
            Form::Json => json,
            _ => toml,
        };
        let new = edit("f", form, old, &[asked(path, value)])
            .expect(path)
            .text;
        assert!(new.contains(expected), "{path}: {new}");
    }
    for (form, path, value) in [
        (Form::Json, "image", Leaf::Int(1)),
        (Form::Json, "imge.tag", Leaf::Int(1)),
        (Form::Json, "image.n[2]", Leaf::Int(1)),
        (Form::Json, "image.tag.x", Leaf::Int(1)),
        (Form::Json, "image.n[0]", Leaf::Float(f64::NAN)),
        (Form::Toml, "tag", Leaf::Null),
        (Form::Toml, "image", Leaf::Int(1)),
        (Form::Toml, "t.new", Leaf::Int(1)),
        (Form::Toml, "nothing.x", Leaf::Int(1)),
    ] {
        let old = match form {
            Form::Json => json,
            _ => toml,
        };
        assert!(
            edit("f", form, old, &[asked(path, value)]).is_err(),
            "{path}"
        );
    }
    for bad in ["{\"a\": 1, \"a\": 2}", "{\"a\": 1,}", "", "// c\n{}"] {
        let fault = edit("f", Form::Json, bad, &[asked("a", Leaf::Int(1))]).expect_err(bad);
        assert!(fault.place.is_some(), "{bad}");
    }
}

const MANIFESTS: &str = "\
# Two of a kind
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  containers:
  - {name: app, image: a:1}
  - {name: log, image: l:1}
--- # the other
kind: Deployment
metadata: {name: api}
spec:
  replicas: 1
---
kind: Service
spec:
  port: 80
";

#[test]
fn the_document_that_is_meant_is_edited() {
    let cases: [(&str, &[&str]); 6] = [
        ("Deployment/api:spec.replicas", &["  replicas: 2 #13"]),
        (
            "Deployment/*:spec.replicas",
            &["  replicas: 2 #5", "  replicas: 2 #13"],
        ),
        ("Deployment/web:/spec/replicas", &["  replicas: 2 #5"]),
        ("spec.port", &["  port: 2 #17"]),
        ("Deployment/api:spec.new", &["  new: 2 #14"]),
        (
            "spec.containers[name=log].image",
            &["  - {name: log, image: 2} #8"],
        ),
    ];
    for (path, expected) in cases {
        let edited = edited(MANIFESTS, &[(path, Leaf::Int(2))]).expect(path);
        let lines: Vec<String> = edited
            .changes
            .iter()
            .map(|change| {
                let line = change.line.expect("a line");
                let text = edited.text.lines().nth(line - 1).expect("there");
                format!("{text} #{line}")
            })
            .collect();
        assert_eq!(lines, expected, "{path}");
        assert!(
            edited
                .changes
                .iter()
                .all(|change| change.document.is_some())
        );
    }
    let both = [
        ("Deployment/web:spec.new", Leaf::Int(2)),
        ("Deployment/api:spec.replicas", Leaf::Int(3)),
    ];
    let both = edited(MANIFESTS, &both).expect("both");
    assert_eq!(both.changes[1].line, Some(14));
    assert_eq!((both.lines.changed, both.lines.added), (1, 1));
}

#[test]
fn what_may_mean_two_documents_or_none_is_refused() {
    for (path, message) in [
        (
            "spec.replicas",
            "spec.replicas is in several documents of values.yaml: Deployment/web, Deployment/api",
        ),
        (
            "spec.nothing.x",
            "no document of values.yaml has spec.nothing.x",
        ),
        (
            "Deployment/wep:spec.replicas",
            "values.yaml has no document Deployment/wep",
        ),
        (
            "Deployment/api:imge.tag",
            "there is no `imge` in values.yaml",
        ),
    ] {
        let fault = edited(MANIFESTS, &[(path, Leaf::Int(2))]).expect_err(path);
        assert_eq!(fault.message, message);
        if let Some(place) = fault.place {
            assert_eq!(place.line, 10, "{path}");
        }
    }
}

#[test]
fn every_leaf_of_the_corpus_can_be_replaced_alone() {
    let mut leaves_seen = 0;
    for (file, old) in corpus() {
        let tree = read("f", &old).expect("YAML");
        let source = Source::parse("f", &old).expect("YAML");
        for path in tree.leaves() {
            if source.is_shared(&path.0) {
                continue;
            }
            leaves_seen += 1;
            for value in [
                text("swept"),
                text("72044e0"),
                text("a: 'b' \"c\" #d"),
                Leaf::Int(7),
            ] {
                sweep_one(&file, &old, &source, &path, value);
            }
        }
    }
    assert!(leaves_seen > 100, "{leaves_seen}");
}

fn corpus() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let files = fs::read_dir(folder).expect("the corpus");
    let mut files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    files.sort();
    let read = |file: PathBuf| {
        let text = fs::read_to_string(&file).expect("UTF-8");
        (file, text)
    };
    files.into_iter().map(read).collect()
}

/// Replaces one leaf, and compares the lines around it by hand.
fn sweep_one(file: &Path, old: &str, source: &Source<'_>, path: &ValuePath, value: Leaf) {
    let context = format!("{} {path}", file.display());
    let site = source.locate(path).expect(&context);
    let result = edit("f", Form::Yaml, old, &[at(path, value)]).expect(&context);
    let (head, tail) = (&old[..site.span.start], &old[site.span.end..]);
    assert!(
        result.text.starts_with(head) && result.text.ends_with(tail),
        "{context}"
    );
    if !old[site.span].contains('\n') {
        assert_eq!(
            result.lines,
            Lines {
                changed: 1,
                added: 0,
                removed: 0
            },
            "{context}"
        );
        let pairs = old.lines().zip(result.text.lines());
        assert_eq!(
            pairs.filter(|(old, new)| old != new).count(),
            1,
            "{context}"
        );
    }
}

/// Strings that are likely to trip a writer of YAML.
fn tricky() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9.:/@_-]{0,12}",
        "[-+0-9._exo:]{1,9}",
        "[ '\"#:{},&*!|>%@`\\[\\]\\\\a?=~-]{0,8}",
        "[ \t\n\ra'\":#äß漢🐎\u{85}\u{a0}\u{2028}\u{feff}\u{7f}\u{0}]{0,6}",
        any::<String>(),
        prop::sample::select(vec![
            "on",
            "No",
            "~",
            "null",
            "1_0",
            "0o7",
            "1:30",
            ".inf",
            "=",
            "<<",
            "---",
            "2024-02-30"
        ])
        .prop_map(str::to_owned),
    ]
}

/// One way to write a leaf, and whatever may stand behind it.
fn leaf_source() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "v1",
        "\"v1\"",
        "'it''s'",
        "80",
        "true",
        "",
        "  # nothing",
        "~",
        "a b  # why",
        "&x v1",
        "\"a\\nb\" # c",
        "|\n%  one\n%  two",
        ">-  # c\n%  one\n%\n%  two",
        "|+\n%  x",
        "'a\n%  b'",
    ])
}

/// A map of maps, in lines; `%` becomes the indentation.
fn document() -> impl Strategy<Value = (String, Vec<String>)> {
    let map = prop::collection::vec(leaf_source(), 1..4);
    let eol = prop::sample::select(vec!["\n", "\r\n"]);
    (
        prop::collection::vec(map, 1..4),
        1..5usize,
        eol,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(maps, width, eol, last, blank)| {
            let (mut out, mut paths) = (String::from("# top\n"), Vec::new());
            for (i, map) in maps.iter().enumerate() {
                let _ = writeln!(out, "m{i}:");
                for (j, leaf) in map.iter().enumerate() {
                    let indent = " ".repeat(width);
                    let leaf = leaf.replace("&x", &format!("&x{i}{j}"));
                    let _ = writeln!(out, "{indent}k{j}: {}", leaf.replace('%', &indent));
                    paths.push(format!("m{i}.k{j}"));
                }
                paths.push(format!("m{i}.new"));
                if blank {
                    out.push_str("\n  # between\n");
                }
            }
            out.push_str(if last { "end: 1\n" } else { "end: 1" });
            (out.replace('\n', eol), paths)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_edits_change_one_place_and_read_back((old, paths) in document(), pick in any::<prop::sample::Index>(), value in tricky()) {
        let path = pick.get(&paths);
        let result = edited(&old, &[(path, text(&value))]);
        let result = match result {
            // The one thing that has no place: a key behind a `|+` block.
            Err(fault) if path.ends_with("new") && old.contains("|+") => {
                prop_assert!(fault.message.contains("not made"), "{}", fault);
                return Ok(());
            }
            result => result.map_err(|fault| TestCaseError::fail(fault.to_string()))?,
        };
        let tree = read("f", &result.text).map_err(|fault| TestCaseError::fail(fault.to_string()))?;
        let steps = ValuePath::parse(path).expect("a path").0;
        prop_assert_eq!(tree.get(&steps), Some(&Tree::Leaf(text(&value))));
        // The bytes before and after the place are the old ones.
        let kept_head = old.bytes().zip(result.text.bytes()).take_while(|(a, b)| a == b).count();
        let kept_tail = old.bytes().rev().zip(result.text.bytes().rev()).take_while(|(a, b)| a == b).count();
        let site = Source::parse("f", &old).expect("YAML").locate(&ValuePath(steps)).expect("a site");
        prop_assert!(result.line_is_so(&old) || kept_head >= site.span.start);
        prop_assert!(result.line_is_so(&old) || kept_tail >= old.len() - site.span.end);
    }

    /// Damaged files are refused or edited, and every edit that is made has
    /// been proven: what is left to see here is that nothing panics.
    #[test]
    fn no_damaged_file_makes_it_panic(
        file in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..5),
        pick in any::<prop::sample::Index>(),
    ) {
        const PIECES: [&str; 21] = [
            "", "\n", " ", "\t", ":", "- ", "&a ", "*a", "!", "|\n", "{", "}", "[", "]", "\"", "'", "#", "? ", ",", "---\n", "<<: ",
        ];
        let corpus = corpus();
        let (_, mut old) = file.get(&corpus).clone();
        let paths = read("f", &old).expect("YAML").leaves();
        for (at, piece) in damage {
            let letters: Vec<usize> = old.char_indices().map(|(at, _)| at).collect();
            let at = *at.get(&letters);
            let piece = piece.get(&PIECES);
            if piece.is_empty() { old.remove(at); } else { old.insert_str(at, piece); }
        }
        let _ = edit("f", Form::Yaml, &old, &[at(pick.get(&paths), text("x: #\n"))]);
    }

    #[test]
    fn no_text_makes_it_panic(old in "[a-c&*!|>{}\\[\\],:#?'\"% \t\n\r-]{0,60}", path in "[a-c\\[\\]0.]{1,6}") {
        if let Ok((path, _)) = assignment("--set", &format!("{path}=")) {
            let _ = edit("f", Form::Yaml, &old, &[Request::Value { query: path, value: text("x: #\n"), typing: Typing::Set }]);
        }
    }
}

impl Edited {
    fn line_is_so(&self, old: &str) -> bool {
        self.text == old
    }
}
