"""Makes the fixtures of this folder anew, each by the tool whose format it is.

    make.py OUT [MAKER...]

Writes OUT/MAKER/... and OUT/expected.json: of every fixture the numbers that the
tool's own interface gives back.
"""

import gzip
import importlib.metadata
import io
import json
import math
import os
import random
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

OUT = Path(sys.argv[1]).resolve()
EXPECTED = {}


def expect(fixture, metrics, **more):
    """What the tool says of a fixture; JSON has no word for NaN and infinity."""
    shown = {name: value if math.isfinite(value) else str(value) for name, value in metrics.items()}
    EXPECTED[fixture] = {"metrics": shown, **more}


def folder(name):
    path = OUT / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def mlflow():
    os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    import mlflow as tool
    from mlflow.entities import Metric

    path = folder("mlflow")
    tool.set_tracking_uri((path / "mlruns").as_uri())
    client = tool.MlflowClient()
    experiment = client.create_experiment("churn")
    run = client.create_run(experiment, start_time=1700000000000, run_name="candidate").info.run_id
    logged = [
        Metric("accuracy", 0.5, 1700000000001, 0),
        Metric("accuracy", 0.91, 1700000000009, 2),
        Metric("accuracy", 0.75, 1700000000100, 1),
        # The same step and time: the larger value is the last.
        Metric("val/loss", 0.3, 1700000000001, 1),
        Metric("val/loss", 0.4, 1700000000001, 1),
        Metric("val/loss", 0.2, 1700000000001, 1),
        Metric("auc", float("nan"), 1700000000001, 0),
        Metric("negative step", 1e-7, 1700000000001, -3),
    ]
    client.log_batch(run, metrics=logged)
    client.log_param(run, "model/depth", 6)
    client.set_tag(run, "team", "growth")
    client.set_terminated(run, end_time=1700000001000)
    said = client.get_run(run)
    home = path / "run"
    shutil.move(path / "mlruns" / experiment / run, home)
    shutil.rmtree(path / "mlruns")
    for meta in home.rglob("meta.yaml"):
        text = meta.read_text()
        meta.write_text(re.sub("file://.*/mlruns", "file:///mlruns", text))
    about = {"id": said.info.run_id, "name": said.info.run_name, "status": said.info.status}
    expect("mlflow/run", said.data.metrics, run=about)
    # What the server answers is protobuf's JSON of the same run.
    from mlflow.protos.service_pb2 import GetRun
    from mlflow.utils.proto_json_utils import message_to_json

    response = GetRun.Response()
    response.run.MergeFrom(said.to_proto())
    response.run.info.artifact_uri = "file:///mlruns"
    (path / "runs-get.json").write_text(message_to_json(response))
    expect("mlflow/runs-get.json", said.data.metrics, run=about)


def wandb():
    os.environ.update(WANDB_MODE="offline", WANDB_SILENT="true")
    import wandb as tool
    from wandb.proto import wandb_internal_pb2

    path = folder("wandb")
    work = path / "work"
    settings = tool.Settings(
        host="host",
        console="off", x_disable_stats=True, x_disable_meta=True, x_disable_machine_info=True,
        disable_git=True, disable_code=True, x_save_requirements=False,
    )
    os.environ["WANDB_DIR"] = str(work)
    work.mkdir()
    run = tool.init(project="churn", name="candidate", id="tollgate", config={"lr": 0.1, "net": {"depth": 6}}, settings=settings)
    run.define_metric("best", summary="max")
    for step, (loss, best) in enumerate([(0.9, 0.1), (0.5, 0.8), (0.25, 0.4)]):
        run.log({"loss": loss, "best": best, "val/acc": 0.5 + step / 10, "nested": {"f1": step / 7}})
    run.log({"picture": tool.Histogram([1, 2, 3]), "nan": float("nan")})
    run.summary["final"] = 42
    run.summary.update({"test": {"auc": 0.8125}})
    run.summary["gone"] = 1
    del run.summary["gone"]
    # A record of more than one block of the log.
    run.summary["long"] = "x" * 40_000
    summary = run.summary._as_dict()
    run.finish()
    # The process that writes the log ends after the run.
    tool.teardown()
    log = next(work.glob("wandb/offline-run-*/*.wandb"))
    shutil.copy(log, path / "run-tollgate.wandb")
    def flat(tree, path=""):
        for key, value in tree.items():
            name = f"{path}{key}"
            if isinstance(value, dict) or hasattr(value, "items"):
                if "_type" not in value:
                    yield from flat(value, f"{name}.")
            elif isinstance(value, (int, float)) and not name.startswith("_"):
                yield name, value
    said = dict(flat(summary))
    expect("wandb/run-tollgate.wandb", said, run={"id": "tollgate", "name": "candidate", "status": "FINISHED"})

    shutil.rmtree(work)


def dvc():
    path = folder("dvc")
    os.environ["DVC_NO_ANALYTICS"] = "true"
    from dvclive import Live

    here = os.getcwd()
    os.chdir(path)
    subprocess.run(["git", "init", "-q"], check=True)
    subprocess.run([sys.executable, "-m", "dvc", "init", "-q"], check=True)
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a"], check=True)
    with Live(save_dvc_exp=False, report=None, dvcyaml=None) as live:
        for accuracy in (0.5, 0.75, 0.875):
            live.log_metric("accuracy", accuracy)
            live.log_metric("val/loss", 1 - accuracy)
            live.next_step()
        live.summary["best"] = 0.875
    files = {
        "metrics.yaml": "train:\n  acc: 0.93\n  by.class:\n    a b: .5\nnote: good\n",
        "metrics.toml": "auc = 0.9\n[test]\nrows = 1_000\nrate = 1e-3\n",
        "scalar.json": "0.125\n",
    }
    for name, text in files.items():
        Path(name).write_text(text)
    names = ["dvclive/metrics.json", *files]
    shown = subprocess.run(
        [sys.executable, "-m", "dvc", "metrics", "show", "--json", *names], check=True, capture_output=True
    )
    data = json.loads(shown.stdout)[""]["data"]

    def flat(value, path):
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from flat(inner, f"{path}.{key}" if path else key)
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from flat(inner, f"{path}.{index}")
        elif not isinstance(value, str):
            yield path, value

    for name in names:
        expect(f"dvc/{name}", dict(flat(data[name]["data"], "")))
    table = "dvclive/plots/metrics/accuracy.tsv"
    expect(f"dvc/{table}", {"accuracy": 0.875})
    os.chdir(here)
    for gone in (".git", ".dvc", ".dvcignore", "params.yaml", "dvclive/params.yaml", ".gitignore"):
        target = path / gone
        shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)


def kfp():
    from kfp import dsl, local

    path = folder("kfp")
    work = path / "work"
    local.init(runner=local.SubprocessRunner(use_venv=False), pipeline_root=str(work))

    @dsl.component
    def evaluate(metrics: dsl.Output[dsl.Metrics], classes: dsl.Output[dsl.ClassificationMetrics]) -> float:
        metrics.log_metric("accuracy", 0.875)
        metrics.log_metric("log/loss", 0.31)
        classes.log_confusion_matrix(["cat", "dog"], [[40, 2], [8, 30]])
        classes.log_roc_curve([0.0, 0.5, 1.0], [0.0, 0.8, 1.0], [0.9, 0.5, 0.1])
        return 0.5

    outputs = evaluate().outputs
    written = next(work.rglob("executor_output.json")).read_text()
    (path / "executor_output.json").write_text(written.replace(str(work), "/pipeline"))
    shutil.rmtree(work)
    metrics = outputs["metrics"].metadata
    matrix = outputs["classes"].metadata["confusionMatrix"]
    labels = [spec["displayName"] for spec in matrix["annotationSpecs"]]
    said = {"Output": outputs["Output"], **{f"metrics.{key}": value for key, value in metrics.items()}}
    for truth, row in zip(labels, matrix["rows"]):
        for label, count in zip(labels, row["row"]):
            said[f"classes.confusionMatrix.{truth}.{label}"] = count
    said["classes.confusionMatrix.accuracy"] = 70 / 80
    for index, point in enumerate(outputs["classes"].metadata["confidenceMetrics"]):
        said |= {f"classes.confidenceMetrics.{index}.{key}": value for key, value in point.items()}
    expect("kfp/executor_output.json", said)
    # Version 1 had no writer: its documentation gives this shape, and its
    # launcher packs the file alone into an archive.
    first = {"metrics": [{"name": "accuracy-score", "numberValue": 0.77, "format": "PERCENTAGE"}, {"name": "loss", "numberValue": 1.5, "format": "RAW"}]}
    text = json.dumps(first).encode()
    (path / "mlpipeline-metrics.json").write_bytes(text)
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as zipped, tarfile.open(fileobj=zipped, mode="w") as tar:
        info = tarfile.TarInfo("data")
        info.size = len(text)
        tar.addfile(info, io.BytesIO(text))
    (path / "mlpipeline-metrics.tgz").write_bytes(packed.getvalue())
    for name in ("mlpipeline-metrics.json", "mlpipeline-metrics.tgz"):
        expect(f"kfp/{name}", {"accuracy-score": 0.77, "loss": 1.5})


def sklearn():
    from sklearn.metrics import accuracy_score, classification_report, confusion_matrix

    path = folder("sklearn")
    random.seed(7)
    labels = ["cat", "dog", "red fox"]
    truth = random.choices(labels, [5, 3, 1], k=300)
    guess = [random.choice(labels) if random.random() < 0.3 else label for label in truth]
    report = classification_report(truth, guess, output_dict=True)
    (path / "report.json").write_text(json.dumps(report, indent=1))
    said = {"accuracy": accuracy_score(truth, guess)}
    for label, scores in report.items():
        if isinstance(scores, dict):
            said |= {f"{label}.{key}": value for key, value in scores.items()}
    matrix = confusion_matrix(truth, guess, labels=labels)
    n = {"accuracy": len(truth), "weighted avg.recall": len(truth)}
    for index, label in enumerate(labels):
        n[f"{label}.recall"] = int(matrix[index].sum())
        n[f"{label}.precision"] = int(matrix[:, index].sum())
    expect("sklearn/report.json", said, n=n)


def huggingface():
    from huggingface_hub import EvalResult, ModelCard, ModelCardData

    path = folder("huggingface")
    results = [
        EvalResult("text-classification", "glue", "GLUE", "accuracy", 0.91, dataset_config="sst2", dataset_split="validation"),
        EvalResult("text-classification", "imdb", "IMDb", "f1", 0.88, metric_name="F1"),
        EvalResult("asr", "librispeech", "LibriSpeech", "wer", 3.5, metric_name="Test WER"),
        EvalResult("asr", "librispeech", "LibriSpeech", "wer", 4.5, metric_name="Validation WER"),
    ]
    data = ModelCardData(language="en", license="mit", model_name="churn", eval_results=results)
    ModelCard.from_template(data, template_str="---\n{{ card_data }}\n---\n\n# A model\n").save(path / "README.md")
    back = ModelCard.load(path / "README.md", ignore_metadata_errors=False).data.eval_results
    said = {}
    for result in back:
        dataset = "/".join(filter(None, [result.dataset_type, result.dataset_config, result.dataset_split]))
        kind = result.metric_name if result.metric_type == "wer" else result.metric_type
        said[f"{dataset}.{kind}"] = result.metric_value
    expect("huggingface/README.md", said)


def lm_eval():
    os.environ.update(HF_DATASETS_OFFLINE="1", HF_HUB_OFFLINE="1")
    from lm_eval import simple_evaluate
    from lm_eval.loggers import EvaluationTracker
    from lm_eval.tasks import TaskManager

    path = folder("lm_eval")
    work = path / "work"
    work.mkdir()
    with open(work / "data.jsonl", "w") as data:
        for index in range(40):
            data.write(json.dumps({"question": f"q{index}", "choices": ["a", "b"], "label": index % 2}) + "\n")
    (work / "task.yaml").write_text(
        "task: parity\ndataset_path: json\n"
        f"dataset_kwargs:\n  data_files:\n    test: {work}/data.jsonl\n"
        "test_split: test\noutput_type: multiple_choice\ndoc_to_text: question\n"
        "doc_to_choice: choices\ndoc_to_target: label\n"
        "metric_list:\n- {metric: acc}\n- {metric: acc_norm}\n"
    )
    (work / "generate.yaml").write_text(
        "task: words\ndataset_path: json\n"
        f"dataset_kwargs:\n  data_files:\n    test: {work}/data.jsonl\n"
        "test_split: test\noutput_type: generate_until\ndoc_to_text: question\n"
        "doc_to_target: '{{choices[label]}}'\ngeneration_kwargs: {until: [\"\\n\"]}\n"
        "metric_list:\n- {metric: exact_match}\n"
        "filter_list:\n- name: strict-match\n  filter:\n  - {function: take_first}\n"
    )
    manager = TaskManager(include_path=str(work), include_defaults=False)
    results = simple_evaluate("dummy", tasks=["parity", "words"], task_manager=manager, bootstrap_iters=100, random_seed=1)
    results.pop("samples")
    tracker = EvaluationTracker(output_path=str(path / "results.json"))
    tracker.save_results_aggregated(results=results, samples=None)
    written = next(path.rglob("results*.json"))
    text = written.read_text().replace(str(work), "/data")
    shutil.rmtree(work)
    data = json.loads(text)
    # What tells of the machine.
    for key in ("pretty_env_info", "git_hash", "lm_eval_version", "transformers_version", "config", "upper_git_hash"):
        if key in data and key != "config":
            data[key] = ""
    for left in path.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    (path / "results_2026-01-02T03-04-05.678901.json").write_text(json.dumps(data, indent=2))
    said, errors = {}, {}
    for task, scores in results["results"].items():
        for key, value in scores.items():
            metric, _, kind = key.partition(",")
            if metric == "alias" or metric.endswith("_stderr") or isinstance(value, str):
                continue
            name = f"{task}.{metric}" if kind in ("none", "") else f"{task}.{key}"
            said[name] = value
            error = scores.get(f"{metric}_stderr,{kind}")
            if isinstance(error, float):
                errors[name] = error
    expect("lm_eval/results_2026-01-02T03-04-05.678901.json", said, standard_error=errors)


def prometheus():
    from prometheus_client import CollectorRegistry, Gauge, Histogram
    from prometheus_client.exposition import generate_latest as prometheus_text
    from prometheus_client.openmetrics.exposition import generate_latest as open_metrics_text
    from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
    from prometheus_client.parser import text_string_to_metric_families

    path = folder("prometheus")
    registry = CollectorRegistry()
    loss = Gauge("loss", "A loss with \"quotes\" and\nlines", ["set", "Model"], registry=registry)
    loss.labels("test", "a\"b\\c\nd").set(0.25)
    loss.labels("train, } 1", "x").set(float("nan"))
    Gauge("size_bytes", "", unit="bytes", registry=registry).set(float("inf"))
    Histogram("latency_seconds", "", buckets=[0.1, 1], registry=registry).observe(0.3)
    for name, text, parse in (
        ("metrics.prom", prometheus_text(registry).decode(), text_string_to_metric_families),
        ("openmetrics.txt", open_metrics_text(registry).decode(), open_metrics),
    ):
        text = re.sub(r"(?m)^(\w+_created) .*$", r"\1 1.5e+09", text)
        (path / name).write_text(text)
        said = {}
        for family in parse(text):
            for sample in family.samples:
                escape = lambda text: text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
                labels = ",".join(f'{key}="{escape(value)}"' for key, value in sorted(sample.labels.items()))
                said[sample.name + (f"{{{labels}}}" if labels else "")] = sample.value
        expect(f"prometheus/{name}", said)


def pytest():
    path = folder("pytest")
    work = path / "work"
    work.mkdir()
    (work / "test_model.py").write_text(
        "import pytest\n"
        "def test_a(): pass\n"
        "def test_b(): assert 1 == 2, '<&\"'\n"
        "@pytest.mark.skip\ndef test_c(): pass\n"
        "@pytest.fixture\ndef broken(): raise ValueError\n"
        "def test_d(broken): pass\n"
        "@pytest.mark.parametrize('n', range(6))\ndef test_e(n): pass\n"
    )
    report = path / "junit.xml"
    subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", str(work)], cwd=work, capture_output=True)
    shutil.rmtree(work)
    text = report.read_text().replace(str(work), "/work")
    text = re.sub(r' hostname="[^"]*"', "", re.sub(r' timestamp="[^"]*"', "", re.sub(r' time="[^"]*"', ' time="0.25"', text)))
    report.write_text(text)
    import xml.etree.ElementTree as tree

    suite = tree.parse(report).getroot()[0]
    said = {key: float(suite.attrib[key]) for key in ("tests", "failures", "errors", "skipped", "time")}
    expect("pytest/junit.xml", {**said, "passed": 7, "pass_rate": 7 / 9})


MAKERS = [mlflow, wandb, dvc, kfp, sklearn, huggingface, lm_eval, prometheus, pytest]
PACKAGES = ["mlflow-skinny", "wandb", "dvc", "dvclive", "kfp", "scikit-learn", "huggingface-hub", "lm-eval", "prometheus-client", "pytest"]


def main():
    wanted = [name for name in sys.argv[2:] if not name.startswith("-")]
    expected = OUT / "expected.json"
    OUT.mkdir(parents=True, exist_ok=True)
    if wanted and expected.exists():
        EXPECTED.update(json.loads(expected.read_text()))
    for maker in MAKERS:
        if not wanted or maker.__name__ in wanted:
            maker()
    expected.write_text(json.dumps(EXPECTED, indent=1, sort_keys=True, allow_nan=False) + "\n")


if __name__ == "__main__":
    main()
