use super::*;

fn weights(text: &str, canary: &str) -> Result<Vec<String>, String> {
    let canary = match canary.split_once('=') {
        Some(_) => Canary::read(canary).expect(canary),
        None => Canary::rolled_back(canary),
    };
    let documents = crate::document::documents("f", crate::form::Form::Yaml, text);
    let documents = documents.expect("YAML");
    let written = canary.write("f", &documents).and_then(|found| found);
    let written = written.map_err(|fault| fault.message)?;
    let show = |(document, path, leaf): Place| format!("{document} {path}={leaf}");
    Ok(written.into_iter().map(show).collect())
}

const ISTIO: &str = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: churn}\nspec:\n  http:\n  - match: [{uri: {prefix: /health}}]\n    route: [{destination: {host: churn}}]\n  - route:\n    - {destination: {host: churn.ml.svc.cluster.local, subset: v1}, weight: 90}\n    - {destination: {host: churn.ml.svc.cluster.local, subset: v2}, weight: 10}\n";

const GATEWAY: &str = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: churn}\nspec:\n  rules:\n  - backendRefs: [{name: a, port: 80}, {name: b, port: 80}]\n  - backendRefs: [{name: a, port: 80, weight: 1}, {name: c, port: 80, weight: 2}, {name: b, weight: 0}]\n";

#[test]
fn each_kind_has_its_unit() {
    let cases: [(&str, &str, &[&str]); 10] = [
        (
            ISTIO,
            "v2=25%",
            &[
                "0 spec.http[1].route[0].weight=75",
                "0 spec.http[1].route[1].weight=25",
            ],
        ),
        (
            GATEWAY,
            "b=10",
            &[
                "0 spec.rules[0].backendRefs[0].weight=90",
                "0 spec.rules[0].backendRefs[1].weight=10",
                "0 spec.rules[1].backendRefs[0].weight=30",
                "0 spec.rules[1].backendRefs[1].weight=60",
                "0 spec.rules[1].backendRefs[2].weight=10",
            ],
        ),
        (
            "apiVersion: split.smi-spec.io/v1alpha2\nkind: TrafficSplit\nspec: {backends: [{service: a, weight: 1000}, {service: b, weight: 0}]}",
            "b=2.5%",
            &[
                "0 spec.backends[0].weight=975",
                "0 spec.backends[1].weight=25",
            ],
        ),
        (
            "apiVersion: mlops.seldon.io/v1alpha1\nkind: Experiment\nspec: {default: a, candidates: [{name: a, weight: 50}, {name: b, weight: 50}], mirror: {name: m, percent: 100}}",
            "b=5",
            &[
                "0 spec.candidates[0].weight=95",
                "0 spec.candidates[1].weight=5",
            ],
        ),
        (
            "apiVersion: machinelearning.seldon.io/v1\nkind: SeldonDeployment\nspec: {predictors: [{name: main, traffic: 100}, {name: canary}]}",
            "canary=20",
            &[
                "0 spec.predictors[0].traffic=80",
                "0 spec.predictors[1].traffic=20",
            ],
        ),
        (
            "apiVersion: route.openshift.io/v1\nkind: Route\nspec: {to: {name: a}, alternateBackends: [{name: b}]}",
            "b=20",
            &[
                "0 spec.to.weight=160",
                "0 spec.alternateBackends[0].weight=40",
            ],
        ),
        (
            "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: churn}\nspec: {predictor: {model: {}}}",
            "churn=10",
            &["0 spec.predictor.canaryTrafficPercent=10"],
        ),
        (
            "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: churn}\nspec: {strategy: {canary: {trafficRouting: {maxTrafficWeight: 1000}, steps: [{setWeight: 5}, {pause: {}}]}}}",
            "churn=12.5%",
            &["0 spec.strategy.canary.steps[0].setWeight=125"],
        ),
        (
            "apiVersion: serving.kserve.io/v1alpha2\nkind: LLMInferenceService\nmetadata: {name: a}\nspec: {router: {route: {group: g, weight: 9}}}\n---\napiVersion: serving.kserve.io/v1alpha2\nkind: LLMInferenceService\nmetadata: {name: b}\nspec: {router: {route: {group: g, weight: 1}}}\n",
            "b=50",
            &[
                "0 spec.router.route.weight=50",
                "1 spec.router.route.weight=50",
            ],
        ),
        (
            "apiVersion: policy.linkerd.io/v1beta3\nkind: HTTPRoute\nspec: {rules: [{backendRefs: [{name: a, weight: 0}, {name: b, weight: 100}]}]}",
            "b=0",
            &[
                "0 spec.rules[0].backendRefs[0].weight=100",
                "0 spec.rules[0].backendRefs[1].weight=0",
            ],
        ),
    ];
    for (text, canary, expected) in cases {
        assert_eq!(weights(text, canary).expect(text), expected, "{text}");
    }
}

#[test]
fn what_can_not_be_split_is_refused() {
    let owned = format!(
        "{ISTIO}---\napiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {{name: roll}}\nspec: {{strategy: {{canary: {{trafficRouting: {{istio: {{virtualService: {{name: churn}}}}}}}}}}}}\n"
    );
    let cases = [
        (ISTIO, "v3=5", "no version `v3` has traffic in f"),
        (
            ISTIO,
            "v2=2.5%",
            "2.5 % is no whole weight in VirtualService/churn, whose weights add up to 100",
        ),
        (
            ISTIO,
            "churn=5",
            "several versions of VirtualService/churn are called `churn`",
        ),
        (
            &owned,
            "v2=5",
            "VirtualService/churn takes no weight: Rollout/roll writes its weights",
        ),
        ("a: 1", "v2=5", "no traffic is split in f"),
        (
            "apiVersion: split.smi-spec.io/v1alpha1\nkind: TrafficSplit\nmetadata: {name: x}\nspec: {backends: [{service: a, weight: 900m}]}",
            "a=5",
            "spec.backends[0].weight of TrafficSplit/x is no weight: 900m",
        ),
        (
            "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {name: x, annotations: {serving.kserve.io/deploymentMode: Standard}}\nspec: {predictor: {model: {}}}",
            "x=5",
            "InferenceService/x takes no weight: in mode Standard KServe reads no such percentage",
        ),
        (
            "apiVersion: mlops.seldon.io/v1alpha1\nkind: Experiment\nmetadata: {name: x}\nspec: {candidates: [{name: a, weight: 0}, {name: b, weight: 0}, {name: c, weight: 1}]}",
            "c=5",
            "in Experiment/x no other version has traffic that the rest could go to",
        ),
    ];
    for (text, canary, expected) in cases {
        assert_eq!(weights(text, canary).expect_err(text), expected);
    }
    for text in [
        "",
        "a",
        "a=",
        "=5",
        "a=101",
        "a=-1",
        "a=1.00001",
        "a=x",
        "a=1e1",
    ] {
        assert!(Canary::read(text).is_err(), "{text}");
    }
}

/// A manifest of one object.
fn object(version: &str, kind: &str, name: &str, spec: &str) -> String {
    format!("apiVersion: {version}\nkind: {kind}\nmetadata: {{name: {name}}}\nspec: {spec}\n---\n")
}

fn rollout(routing: &str) -> String {
    let spec = format!("{{strategy: {{canary: {{trafficRouting: {routing}}}}}}}");
    object("argoproj.io/v1alpha1", "Rollout", "roll", &spec)
}

#[test]
fn a_route_that_a_controller_claims_is_refused() {
    let backends = "{rules: [{backendRefs: [{name: a}, {name: b}]}]}";
    let http = object(
        "gateway.networking.k8s.io/v1",
        "HTTPRoute",
        "churn",
        backends,
    );
    let grpc = http.replace("HTTPRoute", "GRPCRoute");
    let split = "{backends: [{service: a, weight: 9}, {service: b, weight: 1}]}";
    let split = object("split.smi-spec.io/v1alpha1", "TrafficSplit", "roll", split);
    let to = "{to: {name: a}, alternateBackends: [{name: b}]}";
    let to = object("route.openshift.io/v1", "Route", "churn", to);
    let istio = "{http: [{route: [{destination: {host: a}}, {destination: {host: b}}]}]}";
    let istio = object("networking.istio.io/v1", "VirtualService", "churn", istio);
    let gateway = |part: &str| {
        rollout(&format!(
            "{{plugins: {{argoproj-labs/gatewayAPI: {{{part}}}}}}}"
        ))
    };
    let canary = |spec: &str| object("flagger.app/v1beta1", "Canary", "flag", spec);
    let cases = [
        (&http, gateway("httpRoute: churn"), true),
        (
            &http,
            gateway("httpRoutes: [{name: x}, {name: churn}]"),
            true,
        ),
        (&http, gateway("grpcRoutes: [{name: churn}]"), false),
        (
            &http,
            gateway("httpRouteSelector: {matchLabels: {a: b}}"),
            true,
        ),
        (&grpc, gateway("grpcRoutes: [{name: churn}]"), true),
        (&grpc, gateway("grpcRoute: other"), false),
        (
            &to,
            rollout("{plugins: {argoproj-labs/openshift: {routes: [x, churn]}}}"),
            true,
        ),
        (&split, rollout("{smi: {}}"), true),
        (&split, rollout("{smi: {trafficSplitName: other}}"), false),
        (
            &istio,
            rollout("{istio: {virtualService: {name: churn.ns}}}"),
            true,
        ),
        (
            &istio,
            rollout("{istio: {virtualServices: [{name: churn}]}}"),
            true,
        ),
        (
            &istio,
            canary("{service: {name: churn}, targetRef: {name: x}}"),
            true,
        ),
        (
            &http,
            canary("{service: {port: 80}, targetRef: {name: churn}}"),
            true,
        ),
        (
            &http,
            canary("{service: {name: x}, targetRef: {name: churn}}"),
            false,
        ),
        (
            &http,
            canary("{routeRef: {name: churn}, targetRef: {name: x}}"),
            false,
        ),
        // Whatever else has such fields claims nothing.
        (
            &http,
            gateway("httpRoute: churn").replace("kind: Rollout", "kind: Other"),
            false,
        ),
        // No owner at all ends no search.
        (
            &http.replace("{name: churn}", "{name: churn, ownerReferences: []}"),
            gateway("httpRoute: churn"),
            true,
        ),
        (
            &http.replace(
                "{name: churn}",
                "{name: churn, ownerReferences: [{kind: K, name: n}]}",
            ),
            String::new(),
            true,
        ),
    ];
    for (route, claimant, owned) in cases {
        let found = weights(&format!("{route}{claimant}"), "b=10");
        let refused = found.is_err_and(|why| why.contains("writes its weights"));
        assert_eq!(refused, owned, "{route}{claimant}");
    }
}

#[test]
fn a_name_in_several_objects_wants_one_of_them() {
    let route = |name: &str| {
        let backends = "{rules: [{backendRefs: [{name: a}, {name: b}]}]}";
        object("gateway.networking.k8s.io/v1", "HTTPRoute", name, backends)
    };
    let text = route("r1") + &route("r2");
    assert_eq!(
        weights(&text, "b=10").expect_err("two"),
        "`b` is in several objects: HTTPRoute/r1, HTTPRoute/r2"
    );
    let one = weights(&text, "HTTPRoute/r2:b=10").expect("one");
    assert_eq!(one[1], "1 spec.rules[0].backendRefs[1].weight=10");
    assert_eq!(one.len(), 2);
    assert_eq!(weights(&text, "HTTPRoute/*:b=10").expect("all").len(), 4);
    assert_eq!(weights(&text, "HTTPRoute/r2:b").expect("back").len(), 2);
    let why = weights(&text, "HTTPRoute/z:b=10").expect_err("none");
    assert_eq!(why, "no version `HTTPRoute/z:b` has traffic in f");

    // A backend goes before an object of the same name.
    let served = "{predictor: {model: {}}}";
    let served = object("serving.kserve.io/v1beta1", "InferenceService", "b", served);
    let text = route("x") + &served;
    assert_eq!(weights(&text, "b=10").expect("the backend").len(), 2);
    assert_eq!(
        weights(&text, "InferenceService/b:b=10").expect("the object"),
        ["1 spec.predictor.canaryTrafficPercent=10"]
    );
    let one = "{rules: [{backendRefs: [{name: b}]}]}";
    let one = object("gateway.networking.k8s.io/v1", "HTTPRoute", "x", one);
    assert_eq!(
        weights(&format!("{one}{served}"), "b=10").expect("the object behind a service"),
        ["1 spec.predictor.canaryTrafficPercent=10"]
    );
}

#[test]
fn a_rollout_takes_a_weight_only_where_it_waits() {
    let rollout = |steps: &str| {
        let spec = format!("{{strategy: {{canary: {{steps: {steps}}}}}}}");
        object("argoproj.io/v1alpha1", "Rollout", "churn", &spec)
    };
    for (steps, is_taken) in [
        ("[{setWeight: 5}, {pause: {}}]", true),
        (
            "[{setWeight: 5}, {analysis: {}}, {pause: {duration: null}}]",
            true,
        ),
        ("[{setWeight: 5}]", false),
        ("[{setWeight: 5}, {pause: {duration: 10m}}]", false),
        ("[{pause: {}}, {setWeight: 5}]", false),
        ("[{setWeight: 5}, {pause: {}}, {setWeight: 50}]", false),
    ] {
        assert_eq!(
            weights(&rollout(steps), "churn=10").is_ok(),
            is_taken,
            "{steps}"
        );
    }
    let steps = rollout("[{setWeight: 5}, {pause: {}}]");
    assert_eq!(
        weights(&steps, "churn").expect_err("back"),
        "no weight brings Rollout/churn back to its stable version"
    );
}

#[test]
fn a_route_to_one_version_splits_nothing() {
    let rules = "{rules: [{backendRefs: [{name: b}]}, {backendRefs: [{name: a}, {name: b}]}]}";
    let route = object("gateway.networking.k8s.io/v1", "HTTPRoute", "x", rules);
    assert_eq!(
        weights(&route, "b=10").expect("the second rule"),
        [
            "0 spec.rules[1].backendRefs[0].weight=90",
            "0 spec.rules[1].backendRefs[1].weight=10"
        ]
    );
    assert_eq!(
        weights(&route, "b").expect_err("all traffic"),
        "HTTPRoute/x sends all to `b` alone, at spec.rules[0].backendRefs[0]"
    );
    assert!(weights(&route, "a").is_ok());
    let one = object(
        "gateway.networking.k8s.io/v1",
        "HTTPRoute",
        "x",
        "{rules: [{backendRefs: [{name: b}]}]}",
    );
    assert!(weights(&one, "b=10").expect_err("one").contains("alone"));
    // Another object that only leads there is not one of several.
    let other = one.replace("name: x", "name: w");
    assert_eq!(
        weights(&format!("{other}{route}"), "b=10")
            .expect("x")
            .len(),
        2
    );
    assert!(weights(&format!("{route}{other}"), "b").is_err());
}

#[test]
fn what_only_sees_a_copy_of_the_traffic_has_no_share() {
    let spec =
        "{predictors: [{name: a, traffic: 100}, {name: s, shadow: true}, {name: b, traffic: 0}]}";
    let text = object(
        "machinelearning.seldon.io/v1",
        "SeldonDeployment",
        "x",
        spec,
    );
    assert_eq!(
        weights(&text, "b=20").expect("two"),
        [
            "0 spec.predictors[0].traffic=80",
            "0 spec.predictors[2].traffic=20"
        ]
    );
    assert!(weights(&text, "s=20").is_err());
}

#[test]
fn a_group_is_one_of_a_namespace() {
    let one = |version: &str, namespace: &str, name: &str| {
        object(
            version,
            "LLMInferenceService",
            &format!("{name}, namespace: {namespace}"),
            "{router: {route: {group: g, weight: 50}}}",
        )
    };
    let version = "serving.kserve.io/v1alpha2";
    let text = one(version, "p", "a") + &one(version, "p", "b") + &one(version, "q", "c");
    let text = text + &one("other.io/v1", "p", "d");
    assert_eq!(
        weights(&text, "b=10").expect("two of p"),
        [
            "0 spec.router.route.weight=90",
            "1 spec.router.route.weight=10"
        ]
    );
}

#[test]
fn a_mode_that_is_not_known_is_refused() {
    for (mode, is_read) in [
        ("Serverless", true),
        ("Knative", true),
        ("ModelMesh", false),
        ("RawDeployment", false),
    ] {
        let text = format!(
            "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata: {{name: x, annotations: {{serving.kserve.io/deploymentMode: {mode}}}}}\nspec: {{predictor: {{model: {{}}}}}}"
        );
        assert_eq!(weights(&text, "x=5").is_ok(), is_read, "{mode}");
    }
}

#[test]
fn shares_are_exact() {
    for (text, total, expected) in [
        ("10", 100, Some(10)),
        ("12.5", 1000, Some(125)),
        ("12.5", 100, None),
        ("0.0001", 1_000_000, Some(1)),
        ("100", 256, Some(256)),
        ("33.3", 1000, Some(333)),
    ] {
        let share = Share::of_percent(text).expect(text);
        assert_eq!(share.of(total), expected, "{text}");
        assert_eq!(share.to_string(), format!("{text} %"));
    }
}
