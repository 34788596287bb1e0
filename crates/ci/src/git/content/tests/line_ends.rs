//! What becomes of files on their way into git.

use super::*;

const TEXTS: [(&str, &[u8]); 9] = [
    ("unix", b"a\nb\n"),
    ("dos", b"a\r\nb\r\n"),
    ("mixed", b"a\nb\r\n"),
    ("lone", b"a\rb\r\n"),
    ("end", b"a\r\nb\r"),
    ("binary", b"a\r\n\0"),
    ("eof", b"a\r\nb\x1a"),
    ("control", b"a\r\n\x01\x02"),
    ("empty", b""),
];

#[test]
fn line_ends_as_git_keeps_them() {
    for (attributes, auto) in [
        ("", "false"),
        ("", "true"),
        ("", "input"),
        ("* text\n", "false"),
        ("* text=auto\n", "false"),
        ("* text=auto eol=crlf\n", "false"),
        ("* eol=lf\n", "false"),
        ("* -text\n", "true"),
        ("* crlf=input\n", "false"),
        ("* text=auto\n*.b binary\n", "true"),
        ("[attr]mine text eol=crlf\n* mine\n", "false"),
    ] {
        let repo = Repo::new();
        repo.git(&["config", "core.safecrlf", "false"]);
        // Git leaves CRLF alone that it has already, where it only guesses.
        for (name, text) in TEXTS {
            repo.write(&format!("had/{name}"), text);
        }
        repo.commit();
        repo.git(&["config", "core.autocrlf", auto]);
        repo.write(".gitattributes", attributes);
        for (name, text) in TEXTS {
            repo.write(&format!("had/{name}"), [text, b"more\r\n"].concat());
            repo.write(&format!("new/{name}"), text);
            repo.write(&format!("new/{name}.b"), text);
        }
        let large = "line\r\n".repeat(50_000);
        repo.write("new/large", large);
        let before = repo.agrees(&["."]);
        repo.commit();
        assert_eq!(repo.lines(&["."]), before, "{attributes:?} {auto}");
        repo.git(&["clone", "--quiet", ".", "../clone"]);
        let clone = repo.at("../clone");
        assert_eq!(lines(&clone, &["."]).expect("content"), before);
    }
}

#[test]
fn a_pointer_of_lfs_and_its_file_are_one() {
    let repo = Repo::new();
    repo.write(
        ".gitattributes",
        "*.bin filter=lfs diff=lfs merge=lfs -text\n",
    );
    let weights = "weights\r\n".repeat(300);
    let sha256 = verdict::sha256_of_bytes(weights.as_bytes());
    let pointer = format!(
        "version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\nsize {}\n",
        weights.len()
    );
    repo.write("m.bin", &pointer);
    repo.write("empty.bin", "");
    let of_pointer = repo.agrees(&["."]);
    repo.write("m.bin", &weights);
    assert_eq!(shown(&repo.lines(&["."])), shown(&of_pointer));
    repo.write("m.bin", &pointer);
    repo.commit();
    assert_eq!(repo.lines(&["."]), of_pointer);
    repo.write("m.bin", &weights);
    assert_eq!(repo.lines(&["."]), of_pointer);
    repo.write("m.bin", "other");
    assert_ne!(repo.lines(&["."]), of_pointer);
    // What was committed as it is stays that, though it should be a pointer.
    let whole = Repo::new();
    whole.write("m.bin", &weights);
    whole.commit();
    whole.write(".gitattributes", "*.bin filter=lfs -text\n");
    let before = whole.agrees(&["m.bin"]);
    age(&whole.root);
    assert_eq!(whole.agrees(&["m.bin"]), before);
}

#[test]
fn a_filter_that_is_a_program_is_not_run() {
    let repo = Repo::new();
    repo.write(
        ".gitattributes",
        "*.ipynb filter=strip\n*.id ident\n*.enc working-tree-encoding=UTF-16\n",
    );
    repo.write("n.ipynb", "n\n");
    // Without a program it does nothing.
    repo.agrees(&["n.ipynb"]);
    repo.git(&["config", "filter.strip.clean", "tr n m"]);
    for (name, attribute) in [
        ("n.ipynb", "filter"),
        ("x.id", "ident"),
        ("x.enc", "working-tree-encoding"),
    ] {
        repo.write(name, "n\n");
        let fault = lines(&repo.root, &["."]).expect_err(name);
        assert!(fault.message.contains(&format!("`{attribute}`")), "{fault}");
        assert!(fault.help[0].contains("git add"), "{fault:?}");
        if attribute == "working-tree-encoding" {
            repo.write(name, b"\xff\xfen\0");
        }
        repo.git(&["add", name]);
        repo.agrees(&[name]);
    }
    repo.commit();
    repo.agrees(&["."]);
}
