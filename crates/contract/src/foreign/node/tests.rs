use super::{Node, Value, parse};

fn tree(text: &str) -> Node {
    parse(text).expect("it can be read")
}

#[test]
fn values_know_where_they_stand() {
    let text = "a:\n  - 'x y'  # a comment\n  - {b: 1.5, \"c\": null}\nd: >\n  folded\n  text\n";
    let root = tree(text);
    let list = root.get("a").expect("a");
    assert_eq!(&text[list.items()[0].span.clone()], "'x y'");
    let (key, value) = list.items()[1].entry("c").expect("c");
    assert_eq!(
        (&text[key.span()], &text[value.span.clone()]),
        ("\"c\"", "null")
    );
    assert_eq!(&text[list.items()[1].span.clone()], "{b: 1.5, \"c\": null}");
    assert_eq!(
        &text[list.span.clone()],
        "- 'x y'  # a comment\n  - {b: 1.5, \"c\": null}"
    );
    assert_eq!(root.get("d").and_then(Node::text), Some("folded text\n"));
}

#[test]
fn scalars_are_those_of_the_core_schema_and_of_python() {
    let value = |text: &str| format!("{:?}", tree(&format!("[{text}]")).items()[0].value);
    for (text, found) in [
        ("yes", "Text(\"yes\")"),
        ("True", "Boolean(true)"),
        ("~", "Null"),
        ("0x1F", "Integer(31)"),
        ("-7", "Integer(-7)"),
        ("007", "Integer(7)"),
        ("1e3", "Number(1000.0)"),
        ("1.", "Number(1.0)"),
        ("1.2.3", "Text(\"1.2.3\")"),
        ("2024-01-01", "Text(\"2024-01-01\")"),
        ("NaN", "Number(NaN)"),
        ("-Infinity", "Number(-inf)"),
        ("99999999999999999999", "Number(1e20)"),
        ("'1'", "Text(\"1\")"),
        ("!!str 1", "Text(\"1\")"),
        ("e", "Text(\"e\")"),
        ("\"\\u00e4\\/\\n\"", "Text(\"ä/\\n\")"),
    ] {
        assert_eq!(value(text), found, "{text}");
    }
}

#[test]
fn json_is_read_whatever_its_spaces() {
    for text in [
        "{\"a\":[1,2],\"b\":{\"c\":\"d\"}}",
        "{\n\t\"a\": [1,\n\t\t2],\r\n\t\"b\": {\"c\":\t\"d\"}\n}\n",
        "\n  {\"a\" : [1 , 2] , \"b\" : {\"c\" : \"d\"} }",
    ] {
        let root = tree(text);
        assert_eq!(
            root.get("a").map(|list| list.items().len()),
            Some(2),
            "{text}"
        );
        let inner = root.get("b").and_then(|map| map.get("c"));
        assert_eq!(inner.and_then(Node::text), Some("d"), "{text}");
    }
    let long = format!(
        "{{\"{}\": {{\"b\": \"{}\"}}}}",
        "k".repeat(5_000),
        "v".repeat(100_000)
    );
    assert_eq!(tree(&long).entries().len(), 1);
}

#[test]
fn anchors_and_merges_repeat() {
    let root =
        tree("base: &base {a: 1, b: 2}\nother:\n  <<: *base\n  b: 3\nlist: [*base, *base]\n");
    let other = root.get("other").expect("other");
    assert_eq!(other.get("a").and_then(Node::count), Some(1));
    assert_eq!(other.get("b").and_then(Node::count), Some(3));
    assert_eq!(root.get("list").map(|list| list.items().len()), Some(2));
}

#[test]
fn wrong_texts_have_a_place() {
    for (text, message, at) in [
        ("a: 1\na: 2\n", "`a` stands twice in one map", 5),
        ("{\"a\": 1, \"a\": 2}", "`a` stands twice in one map", 9),
        ("a: [1, 2\n", "neither YAML nor JSON", 3),
        ("a: *nothing\n", "neither YAML nor JSON", 3),
        ("a: &x [*x]\n", "an alias of a value within itself", 7),
        ("a: 1\n---\nb: 2\n", "a second document begins here", 5),
        ("[a]: 1\n", "a key that is no text", 0),
    ] {
        let wrong = parse(text).expect_err(text);
        assert!(wrong.message.contains(message), "{text}: {}", wrong.message);
        let start = wrong.span.expect("a place").start;
        assert!(start.abs_diff(at) <= 1, "{text}: {start}");
    }
}

#[test]
fn hostile_texts_end_early() {
    let deep = "[".repeat(100_000);
    assert!(parse(&deep).is_err());
    let nested = format!("{}1{}", "[".repeat(99), "]".repeat(99));
    assert!(parse(&nested).is_ok());
    let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
    for at in 1..12 {
        let aliases = vec![format!("*a{}", at - 1); 10].join(",");
        bomb.push_str(&format!("a{at}: &a{at} [{aliases}]\n"));
    }
    let wrong = parse(&bomb).expect_err("too many values");
    assert!(wrong.message.contains("values"), "{}", wrong.message);
}

#[test]
fn nothing_is_null() {
    assert!(matches!(tree("").value, Value::Null));
    assert!(matches!(tree("# only a comment\n").value, Value::Null));
}
