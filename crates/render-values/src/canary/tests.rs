use super::*;

fn weights(text: &str, canary: &str) -> Result<Vec<String>, String> {
    let trees = crate::yaml::read_all("f", text).expect("YAML");
    let trees: Vec<&Tree> = trees.iter().collect();
    let canary = Canary::read(canary).expect(canary);
    let written = canary.write("f", &trees).and_then(|found| found);
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
