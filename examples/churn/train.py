#!/usr/bin/env python3
"""Train a churn model and judge it on held-out customers.

    python train.py --model gradient-boosting --out models/candidate

Writes into --out:

    metrics.json     what gate-model reads: how good the model is on the test split
    predictions.csv  id,label,score,prediction of every customer in the test split
    model.pkl        what serve.py loads (not kept in git)

The same data, arguments and versions (requirements.txt) give the same numbers.
"""

import argparse
import csv
import importlib.util
import json
import os
import pickle
from pathlib import Path

import numpy as np
from sklearn import metrics
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

ID, LABEL = "rownames", "churn"
TEXT = ["state", "area_code", "international_plan", "voice_mail_plan"]
# The four *_charge columns are minutes times a fixed tariff: nothing to learn from them.
NUMBERS = [
    "account_length", "number_vmail_messages", "number_customer_service_calls",
    "total_day_minutes", "total_day_calls", "total_eve_minutes", "total_eve_calls",
    "total_night_minutes", "total_night_calls", "total_intl_minutes", "total_intl_calls",
]  # fmt: skip

# Not the --seed: every model is judged on the same customers, or a comparison means nothing.
SPLIT_SEED = 20240501
TEST_FRACTION = 0.3
THRESHOLD = 0.5


def read(path):
    """The ids, the features (one dict a customer) and the labels (1: left) of a CSV file."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    ids = np.array([int(row[ID]) for row in rows])
    labels = np.array([int(row[LABEL] == "yes") for row in rows])
    features = [
        {name: row[name] for name in TEXT} | {name: float(row[name]) for name in NUMBERS}
        for row in rows
    ]
    return ids, features, labels


def build(model, seed):
    """An untrained pipeline from feature dicts to the probability of churn."""
    estimator = {
        "logistic": LogisticRegression(max_iter=1000, random_state=seed),
        "gradient-boosting": GradientBoostingClassifier(
            n_estimators=200, max_depth=4, learning_rate=0.08, subsample=0.8, random_state=seed
        ),
        # One question, two answers: what a broken feature pipeline might leave of a model.
        "stump": DecisionTreeClassifier(max_depth=1, random_state=seed),
    }[model]
    return make_pipeline(DictVectorizer(sparse=False), StandardScaler(), estimator)


def measure(labels, scores):
    """Every metric of the test split, by name."""
    predicted = scores >= THRESHOLD
    values = {
        "roc_auc": metrics.roc_auc_score(labels, scores),
        "pr_auc": metrics.average_precision_score(labels, scores),
        "log_loss": metrics.log_loss(labels, scores),
        "brier": metrics.brier_score_loss(labels, scores),
        "accuracy": metrics.accuracy_score(labels, predicted),
        "recall": metrics.recall_score(labels, predicted, zero_division=0),
        "precision": metrics.precision_score(labels, predicted, zero_division=0),
        "f1": metrics.f1_score(labels, predicted, zero_division=0),
    }
    return {name: round(float(value), 6) for name, value in values.items()}


def write_predictions(path, ids, labels, scores):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "label", "score", "prediction"])
        for i in np.argsort(ids):
            writer.writerow([ids[i], labels[i], f"{scores[i]:.6f}", int(scores[i] >= THRESHOLD)])


def log_to_mlflow(params, report):
    """Log the run to MLflow, where it is installed and MLFLOW_TRACKING_URI says where."""
    if not os.environ.get("MLFLOW_TRACKING_URI") or not importlib.util.find_spec("mlflow"):
        return
    import mlflow

    mlflow.set_experiment("churn")
    with mlflow.start_run():
        mlflow.log_params(params)
        mlflow.log_metrics({k: v for k, v in report.items() if not isinstance(v, dict)})
        for group in (k for k, v in report.items() if isinstance(v, dict)):
            mlflow.log_metrics({f"{group}.{k}": v for k, v in report[group].items()})


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--model", choices=["logistic", "gradient-boosting", "stump"], default="gradient-boosting"
    )
    parser.add_argument("--data", type=Path, default=Path("data/churn.csv"))
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--seed", type=int, default=1, help="of the model, not of the split")
    return parser.parse_args()


def main():
    args = arguments()
    ids, features, labels = read(args.data)
    train, test = train_test_split(
        np.arange(len(ids)), test_size=TEST_FRACTION, stratify=labels, random_state=SPLIT_SEED
    )
    pipeline = build(args.model, args.seed)
    pipeline.fit([features[i] for i in train], labels[train])

    # Rounded first, so that whoever recomputes a metric from predictions.csv gets the same.
    scores = pipeline.predict_proba([features[i] for i in test])[:, 1].round(6)
    model = pickle.dumps(
        {"pipeline": pipeline, "text": TEXT, "numbers": NUMBERS, "threshold": THRESHOLD}
    )
    report = measure(labels[test], scores) | {
        "test": {"rows": len(test), "positives": int(labels[test].sum())},
        "model": {"size_bytes": len(model)},
    }

    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "model.pkl").write_bytes(model)
    (args.out / "metrics.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    write_predictions(args.out / "predictions.csv", ids[test], labels[test], scores)
    log_to_mlflow({"model": args.model, "seed": args.seed, "data": args.data.name}, report)
    print(f"{args.out}: roc_auc {report['roc_auc']:.3f}, recall {report['recall']:.3f}")


if __name__ == "__main__":
    main()
