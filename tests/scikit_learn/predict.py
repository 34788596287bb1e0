"""Two real models of real data, what they say of a test set, and what
scikit-learn and SciPy say of that."""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats
from sklearn import datasets, ensemble, linear_model, metrics, model_selection, pipeline, preprocessing

folder = Path(sys.argv[1])


def write(name, frame):
    frame.to_csv(folder / f"{name}.csv", index=False)
    frame.to_parquet(folder / f"{name}.parquet", index=False)


def classes():
    features, labels = datasets.load_breast_cancer(return_X_y=True)
    train, test, y_train, y = model_selection.train_test_split(
        features[:, :4], labels, test_size=0.6, random_state=0
    )
    models = {
        "baseline": ensemble.RandomForestClassifier(20, max_depth=2, random_state=0),
        "candidate": pipeline.make_pipeline(
            preprocessing.StandardScaler(), linear_model.LogisticRegression(C=0.02)
        ),
    }
    said = {}
    for name, model in models.items():
        p = model.fit(train, y_train).predict_proba(test)[:, 1]
        said[name] = p
        write(name, pd.DataFrame({"id": [f"e{i}" for i in range(len(y))], "label": y, "score": p}))
    p, q = said["candidate"], said["baseline"]
    at = (p >= 0.5).astype(int)
    numbers = {
        "accuracy": metrics.accuracy_score(y, at),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, at),
        "precision": metrics.precision_score(y, at),
        "recall_macro": metrics.recall_score(y, at, average="macro"),
        "f1_weighted": metrics.f1_score(y, at, average="weighted"),
        "mcc": metrics.matthews_corrcoef(y, at),
        "roc_auc": metrics.roc_auc_score(y, p),
        "pr_auc": metrics.average_precision_score(y, p),
        "log_loss": metrics.log_loss(y, p),
        "brier": metrics.brier_score_loss(y, p),
    }

    def apart(y, p, q, axis=-1):
        loss = lambda p: -np.where(y == 1, np.log(p), np.log(1 - p)).mean(axis=axis)
        return loss(p) - loss(q)

    drawn = stats.bootstrap(
        (y, p, q), apart, paired=True, vectorized=True, confidence_level=0.9,
        n_resamples=20000, method="BCa", random_state=np.random.default_rng(0),
    )
    return numbers, list(drawn.confidence_interval)


def numbers():
    features, y = datasets.load_diabetes(return_X_y=True)
    train, test, y_train, y = model_selection.train_test_split(features, y, random_state=0)
    said = linear_model.Ridge(0.1).fit(train, y_train).predict(test)
    write("regression", pd.DataFrame({"id": range(len(y)), "target": y, "prediction": said}))
    return {
        "mae": metrics.mean_absolute_error(y, said),
        "rmse": metrics.root_mean_squared_error(y, said),
        "mape": metrics.mean_absolute_percentage_error(y, said),
        "r2": metrics.r2_score(y, said),
        "pinball@0.9": metrics.mean_pinball_loss(y, said, alpha=0.9),
    }


of_classes, interval = classes()
json.dump(
    {"classes": of_classes, "interval": interval, "numbers": numbers()},
    (folder / "expected.json").open("w"),
)
