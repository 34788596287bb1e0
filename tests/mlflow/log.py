"""What a training job leaves with an MLflow server: runs with metrics and a
file of them, and versions of a model. Says their ids as JSON."""

import json
import sys

import mlflow
from mlflow import MlflowClient


def run(name, auc, file=True):
    with mlflow.start_run(run_name=name) as made:
        mlflow.log_metric("auc", auc / 2, step=0)
        mlflow.log_metric("auc", auc, step=1)
        mlflow.log_metric("latency", float("nan"))
        if file:
            mlflow.log_text(json.dumps({"auc": auc}), "metrics.json")
        return made.info.run_id


mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_experiment("churn & co")
client = MlflowClient()
client.create_registered_model("churn")
runs = [run("first", 0.9), run("second", 0.92), run("third", 0.95), run("fourth", 0.93, file=False)]
for made in runs:
    client.create_model_version("churn", f"runs:/{made}/model", run_id=made)
print(json.dumps(runs))
