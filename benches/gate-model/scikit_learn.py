"""The same with scikit-learn and NumPy: the relative drop of twelve metrics on
so many paired resamples, and the interval of each."""

import sys

import numpy as np
import pandas as pd
from sklearn import metrics

resamples = int(sys.argv[1])
base = pd.read_csv("baseline.csv")
candidate = pd.read_csv("candidate.csv")
both = candidate.merge(base, on="id", suffixes=("", "_base"), validate="one_to_one")
labels = both["label"].to_numpy()
scores = [both["score"].to_numpy(), both["score_base"].to_numpy()]


def calibration_error(y, p, bins=10):
    at = np.clip(np.ceil(p * bins).astype(int) - 1, 0, bins - 1)
    count = np.bincount(at, minlength=bins)
    apart = np.bincount(at, weights=p, minlength=bins) - np.bincount(at, weights=y, minlength=bins)
    return np.abs(apart[count > 0]).sum() / len(y)


def twelve(y, p):
    said = (p >= 0.5).astype(np.int64)
    false_positive, true_positive, _ = metrics.roc_curve(y, p)
    return np.array([
        metrics.accuracy_score(y, said),
        metrics.balanced_accuracy_score(y, said),
        metrics.precision_score(y, said),
        metrics.recall_score(y, said),
        metrics.f1_score(y, said),
        metrics.matthews_corrcoef(y, said),
        metrics.roc_auc_score(y, p),
        metrics.average_precision_score(y, p),
        metrics.log_loss(y, p),
        metrics.brier_score_loss(y, p),
        calibration_error(y, p),
        (true_positive - false_positive).max(),
    ])


def drop(rows):
    one, other = (twelve(labels[rows], score[rows]) for score in scores)
    return (other - one) / np.abs(other)


random = np.random.default_rng(0)
everything = slice(None)
estimate = drop(everything)
drawn = [drop(random.integers(0, len(labels), len(labels))) for _ in range(resamples)]
ends = np.quantile(drawn, [0.05, 0.95], axis=0)
for name, low, value, high in zip(range(12), ends[0], estimate, ends[1]):
    print(name, low, value, high)
