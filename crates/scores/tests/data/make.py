"""Writes what scikit-learn and Fairlearn say of random predictions.

    pip install scikit-learn==1.9.1 fairlearn==0.15.0 numpy==2.4.6
    python make.py

Each file holds cases: columns of rows, and the value of each metric by our name
for it, or null where the library gives NaN or refuses. What neither library has
is computed here, plainly, from its definition.
"""

import json
import pathlib
import warnings

import fairlearn
import fairlearn.metrics as fair
import numpy as np
import sklearn
import sklearn.metrics as sk
from sklearn.calibration import calibration_curve

warnings.simplefilter("ignore")
HERE = pathlib.Path(__file__).parent
VERSIONS = {"scikit-learn": sklearn.__version__, "fairlearn": fairlearn.__version__, "numpy": np.__version__}


def attempt(function, *arguments, **options):
    try:
        value = float(function(*arguments, **options))
    except (ValueError, IndexError, ZeroDivisionError):
        return None
    return value if np.isfinite(value) else None


def repeat(columns, counts):
    """The rows as often as they were drawn."""
    return {name: np.repeat(column, counts, axis=0) if column is not None else None for name, column in columns.items()}


def case(columns, counts, values, rng):
    """A case: the rows, how often each is drawn, and the values of the drawn rows."""
    drawn = repeat(columns, counts) if counts is not None else columns
    kept = {name: column.tolist() for name, column in columns.items() if column is not None}
    return {
        "columns": kept,
        "draws": None if counts is None else counts.tolist(),
        "values": values(drawn, rng),
    }


def sample_weights(rng, rows):
    weights = np.round(rng.gamma(2, 1, rows), 3)
    weights[rng.random(rows) < 0.1] = 0
    return weights


def draws(rng, rows):
    return np.bincount(rng.integers(0, rows, rows), minlength=rows)


def variants(rng, rows):
    """None, sample weights, draws, both."""
    for weighted in (False, True):
        for drawn in (False, True):
            yield sample_weights(rng, rows) if weighted else None, draws(rng, rows) if drawn else None


# --- classes ---------------------------------------------------------------


def class_values(c, _):
    y, p, w, other = c["labels"], c["predicted"], c["weights"], c["reference"]
    said = {
        "accuracy": attempt(sk.accuracy_score, y, p, sample_weight=w),
        "balanced_accuracy": attempt(sk.balanced_accuracy_score, y, p, sample_weight=w),
        "matthews_corrcoef": attempt(sk.matthews_corrcoef, y, p, sample_weight=w),
        "cohen_kappa": attempt(sk.cohen_kappa_score, y, p, sample_weight=w),
        "churn": attempt(sk.zero_one_loss, other, p, sample_weight=w),
        "cost": attempt(np.average, np.array(COSTS)[y, p], weights=w),
    }
    one = {"y_true": y == 1, "y_pred": p == 1, "sample_weight": w}
    for beta, name in ((0.5, "f0.5"), (1, "f1"), (2, "f2")):
        for average in ("macro", "micro", "weighted"):
            said[f"{name}_{average}"] = attempt(sk.fbeta_score, y, p, beta=beta, average=average, sample_weight=w)
        said[name] = attempt(sk.fbeta_score, beta=beta, **one)
    for name, function in (("precision", sk.precision_score), ("recall", sk.recall_score)):
        for average in ("macro", "micro", "weighted"):
            said[f"{name}_{average}"] = attempt(function, y, p, average=average, sample_weight=w)
        said[name] = attempt(function, **one)
    said["specificity"] = attempt(sk.recall_score, y != 1, p != 1, sample_weight=w, zero_division=np.nan)
    said["selection_rate"] = attempt(fair.selection_rate, y, p, pos_label=1, sample_weight=w)
    if len(set((y == 1).tolist())) == 2 and positive_weight(y == 1, w) and positive_weight(y != 1, w):
        said["false_positive_rate"] = attempt(fair.false_positive_rate, (y == 1) * 1, (p == 1) * 1, sample_weight=w)
        said["false_negative_rate"] = attempt(fair.false_negative_rate, (y == 1) * 1, (p == 1) * 1, sample_weight=w)
    return said


def positive_weight(mask, w):
    return (mask if w is None else mask * w).sum() > 0


COSTS = [[0, 1, 2.5, 7], [10, -1, 3, 7], [0.25, 4, -0.5, 7], [1, 1, 1, 0]]


def classes(rng):
    for rows in (1, 2, 7, 60):
        for count in (2, 3, 4):
            for weights, counts in variants(rng, rows):
                y = rng.integers(0, count, rows)
                p = np.where(rng.random(rows) < 0.6, y, rng.integers(0, count, rows))
                other = np.where(rng.random(rows) < 0.8, p, rng.integers(0, count, rows))
                if count == 4:  # a class that is never true, one that is never predicted
                    y, p = np.where(y == 2, 0, y), np.where(p == 3, 1, p)
                columns = {"labels": y, "predicted": p, "reference": other, "weights": weights}
                yield case(columns, counts, class_values, rng)
    for constant in (0, 1):
        y = np.full(5, constant)
        yield case({"labels": y, "predicted": y, "reference": y, "weights": None}, None, class_values, rng)


# --- scores ----------------------------------------------------------------


def top_hits(y, s, w, taken):
    """Mean hits of the first `taken` over all orders of equal scores."""
    hits, seen = 0.0, 0.0
    for score in np.unique(s)[::-1]:
        tie = s == score
        share = min(1.0, (taken - seen) / w[tie].sum()) if w[tie].sum() > 0 else 0.0
        hits, seen = hits + share * (w * y)[tie].sum(), seen + share * w[tie].sum()
        if seen >= taken:
            break
    return hits


def ece(y, s, w, bins, strategy, edges_of):
    """From the bins of calibration_curve (which takes no weights)."""
    if strategy == "quantile":
        edges = np.percentile(edges_of, np.linspace(0, 1, bins + 1) * 100)
    else:
        edges = np.linspace(0, 1, bins + 1)
    ids = np.searchsorted(edges[1:-1], s)
    apart = sum(abs((w * (y - s))[ids == bin].sum()) for bin in range(bins))
    if strategy == "uniform" and (w == 1).all() and len(set(y.tolist())) == 2:
        true, said = calibration_curve(y, s, n_bins=bins)
        mass = np.bincount(ids, minlength=bins)
        own = np.sum(mass[mass > 0] * abs(true - said)) / len(y)
        assert abs(own - apart / len(y)) < 1e-12
    return apart / w.sum()


def score_values(c, _):
    y, s, w = c["labels"], c["scores"], c["weights"]
    ones = np.ones(len(y)) if w is None else w
    both = positive_weight(y == 1, ones) and positive_weight(y == 0, ones)
    said = {
        "roc_auc": attempt(sk.roc_auc_score, y, s, sample_weight=w) if both else None,
        "brier_score_loss": attempt(sk.brier_score_loss, y, s, sample_weight=w, pos_label=1),
        "log_loss": attempt(sk.log_loss, y, s, sample_weight=w, labels=[0, 1]),
    }
    for bins in (4, 10):
        said[f"ece@{bins}"] = attempt(ece, y, s, ones, bins, "uniform", None)
    if positive_weight(y == 1, ones):
        said["average_precision"] = attempt(sk.average_precision_score, y, s, sample_weight=w)
        precision, recall, _ = sk.precision_recall_curve(y, s, sample_weight=w)
        for level in (0.5, 0.9):
            said[f"recall_at_{level}_precision"] = attempt(np.max, recall[precision >= level])
            said[f"precision_at_{level}_recall"] = attempt(np.max, precision[recall >= level])
        total, positives = ones.sum(), (ones * y).sum()
        for name, taken in (("3", min(3, total)), ("20_percent", 0.2 * total)):
            hits = top_hits(y, s, ones, taken)
            said[f"precision_at_{name}"] = hits / taken
            said[f"recall_at_{name}"] = hits / positives
            said[f"lift_at_{name}"] = hits / taken / (positives / total)
    if both:
        fpr, tpr, _ = sk.roc_curve(y, s, sample_weight=w, drop_intermediate=False)
        said["ks"] = attempt(np.max, tpr - fpr)
    return said


def mass_values(c, _):
    y, s, w = c["labels"], c["scores"], c["weights"]
    return {f"ece_equal_mass@{bins}": attempt(ece, y, s, np.ones(len(y)) if w is None else w, bins, "quantile", s) for bins in (4, 10)}


def scores(rng):
    for rows in (1, 2, 9, 50):
        for digits in (1, 2, 6):
            for weights, counts in variants(rng, rows):
                y = (rng.random(rows) < rng.choice([0.2, 0.5])) * 1
                s = np.round(np.clip(0.35 * y + 0.65 * rng.random(rows), 0, 1), digits)
                columns = {"labels": y, "scores": s, "weights": weights}
                found = case(columns, counts, score_values, rng)
                if counts is None:
                    found["values"] |= mass_values(columns, rng)
                yield found
    for constant in (0, 1):
        y = np.full(4, constant)
        yield case({"labels": y, "scores": np.array([0, 0.5, 0.5, 1.0]), "weights": None}, None, score_values, rng)


# --- probabilities ---------------------------------------------------------


def restricted(y, q, average, w):
    """One against one, with the rows of both classes only (sample weights: ours)."""
    areas, shares = [], []
    present = np.unique(y[w > 0])
    for at, a in enumerate(present):
        for b in present[at + 1 :]:
            rows = (y == a) | (y == b)
            area = [sk.roc_auc_score(y[rows] == k, q[rows, k], sample_weight=w[rows]) for k in (a, b)]
            areas.append(np.mean(area))
            shares.append(w[rows].sum())
    return np.average(areas, weights=shares if average == "weighted" else None)


def matrix_values(c, _):
    y, q, w = c["labels"], np.array(c["probabilities"]), c["weights"]
    count, ones = q.shape[1], np.ones(len(y)) if w is None else w
    every = list(range(count))
    said = {
        "log_loss": attempt(sk.log_loss, y, q, sample_weight=w, labels=every),
        "brier_score_loss": attempt(sk.brier_score_loss, y, q, sample_weight=w, labels=every),
        "top_k_accuracy_at_1": attempt(sk.top_k_accuracy_score, y, q, k=1, sample_weight=w, labels=every),
        "top_k_accuracy_at_2": attempt(sk.top_k_accuracy_score, y, q, k=2, sample_weight=w, labels=every),
    }
    best = q.argmax(axis=1)
    said["ece@10"] = attempt(ece, (best == y) * 1, q.max(axis=1), ones, 10, "", None)
    present = {k for k in every if positive_weight(y == k, ones)}
    if len(present) > 1:
        for average in ("macro", "weighted"):
            if average == "macro" and len(present) < count:
                said["roc_auc_ovr"] = said["average_precision_macro"] = None
            else:
                suffix = "" if average == "macro" else "_weighted"
                one = [k for k in every if k in present]
                each = [attempt(sk.roc_auc_score, y == k, q[:, k], sample_weight=w) for k in one]
                ap = [attempt(sk.average_precision_score, y == k, q[:, k], sample_weight=w) for k in one]
                mass = [ones[y == k].sum() if suffix else 1 for k in one]
                said[f"roc_auc_ovr{suffix}"] = attempt(np.average, each, weights=mass)
                said[f"average_precision_{average}"] = attempt(np.average, ap, weights=mass)
                if len(present) == count == len(set(y.tolist())):
                    whole = sk.roc_auc_score(y, q, multi_class="ovr", average=average, sample_weight=w)
                    assert abs(whole - said[f"roc_auc_ovr{suffix}"]) < 1e-12
                    whole = sk.average_precision_score(y, q, average=average, sample_weight=w)
                    assert abs(whole - said[f"average_precision_{average}"]) < 1e-12
            suffix = "" if average == "macro" else "_weighted"
            said[f"roc_auc_ovo{suffix}"] = attempt(restricted, y, q, average, ones)
            if w is None and len(present) == count:
                whole = sk.roc_auc_score(y, q, multi_class="ovo", average=average)
                assert abs(whole - said[f"roc_auc_ovo{suffix}"]) < 1e-12
    return said


def matrices(rng):
    for rows in (3, 40):
        for count in (3, 4):
            for digits in (1, 12):
                for weights, counts in variants(rng, rows):
                    y = rng.integers(0, count, rows)
                    q = rng.dirichlet(np.ones(count), rows) + 0.5 * np.eye(count)[y]
                    # Rows that sum to one, with ties; some of them certain, and wrong.
                    q = np.floor(q / q.sum(axis=1, keepdims=True) * 10**digits) / 10**digits
                    q[:, 0] = 1 - q[:, 1:].sum(axis=1)
                    q[rng.random(rows) < 0.05] = np.eye(count)[0]
                    q = np.clip(q, 0, 1)
                    columns = {"labels": y, "probabilities": q, "weights": weights}
                    yield case(columns, counts, matrix_values, rng)


# --- numbers ---------------------------------------------------------------


def number_values(c, _):
    y, p, w = c["targets"], c["forecasts"], c["weights"]
    said = {
        "mae": attempt(sk.mean_absolute_error, y, p, sample_weight=w),
        "mse": attempt(sk.mean_squared_error, y, p, sample_weight=w),
        "rmse": attempt(sk.root_mean_squared_error, y, p, sample_weight=w),
        "median_absolute_error": attempt(sk.median_absolute_error, y, p, sample_weight=w),
        "mape": attempt(sk.mean_absolute_percentage_error, y, p, sample_weight=w),
        "pinball@0.9": attempt(sk.mean_pinball_loss, y, p, alpha=0.9, sample_weight=w),
        "pinball": attempt(sk.mean_pinball_loss, y, p, sample_weight=w),
    }
    weighs = np.ones(len(y), bool) if w is None else w > 0
    if weighs.any():
        said["max_error"] = attempt(sk.max_error, y[weighs], p[weighs])
    constant = len(set(y[weighs].tolist())) < 2
    said["r2"] = None if constant else attempt(sk.r2_score, y, p, sample_weight=w)
    said["explained_variance"] = None if constant else attempt(sk.explained_variance_score, y, p, sample_weight=w)
    return said


def numbers(rng):
    for rows in (1, 2, 3, 8, 60):
        for scale, shift in ((1, 0), (0.01, 1000)):
            for weights, counts in variants(rng, rows):
                y = np.round(scale * rng.normal(size=rows) + shift, 3)
                y[y == 0] = 0.5
                p = np.round(y + scale * rng.normal(size=rows), 3)
                yield case({"targets": y, "forecasts": p, "weights": weights}, counts, number_values, rng)
    y = np.full(6, 0.1)
    yield case({"targets": y, "forecasts": np.linspace(0, 1, 6), "weights": None}, None, number_values, rng)


# --- queries ---------------------------------------------------------------


def ranks(s):
    return (s[None, :] >= s[:, None]).sum(axis=1)


def query_figures(r, s):
    """Of one query; of equal scores every item has the last rank."""
    place, relevant = ranks(s), r > 0
    first = place[relevant].min() if relevant.any() else np.inf
    said = {"mrr": 1 / first, "mrr@3": 1 / first if first <= 3 else 0.0}
    for k in (1, 3):
        said[f"hit_rate@{k}"] = float(first <= k)
    for name, k in (("map", len(r)), ("map@3", 3)):
        inside = [(relevant & (place <= place[i])).sum() / place[i] for i in np.flatnonzero(relevant) if place[i] <= k]
        said[name] = sum(inside) / min(relevant.sum(), k) if relevant.any() else 0.0
    if 0 < relevant.sum() < len(r):
        assert abs(said["map"] - sk.average_precision_score(relevant, s)) < 1e-12
        if relevant.sum() == 1:
            assert abs(said["mrr"] - sk.label_ranking_average_precision_score([relevant], [s])) < 1e-12
    for name, k in (("ndcg", None), ("ndcg@3", 3)):
        if len(r) > 1:
            said[name] = sk.ndcg_score([r], [s], k=k)
        else:
            said[name] = float(r[0] > 0)
    return said


def queries(rng):
    for digits in (1, 8):
        for size in (1, 4, 12):
            for weighted in (False, True):
                for drawn in (False, True):
                    count = 6
                    query = rng.permutation(np.repeat(np.arange(count), rng.integers(1, size + 1, count)))
                    r = rng.integers(0, 4, len(query)) * (rng.random(len(query)) < 0.6) * 1.0
                    s = np.round(0.1 * r + rng.random(len(query)), digits)
                    w = np.round(rng.gamma(2, 1, count), 3) if weighted else np.ones(count)
                    n = draws(rng, count) if drawn else np.ones(count, int)
                    figures = [query_figures(r[query == q], s[query == q]) for q in range(count)]
                    values = {name: float(np.average([f[name] for f in figures], weights=w * n)) for name in figures[0]}
                    columns = {"queries": query.tolist(), "targets": r.tolist(), "scores": s.tolist()}
                    if weighted:
                        columns["weights"] = w[query].tolist()
                    yield {"columns": columns, "draws": n[query].tolist() if drawn else None, "values": values}


# --- groups ----------------------------------------------------------------


def group_values(c, _):
    y, p, g, w = c["labels"], c["predicted"], c["groups"], c["weights"]
    ones = np.ones(len(y)) if w is None else w
    said = {}
    present = [k for k in np.unique(g) if positive_weight(g == k, ones)]
    if len(present) < 2:
        return {name: None for name in ("demographic_parity_difference", "demographic_parity_ratio")}
    # A group of no weight is none.
    kept = np.isin(g, present)
    y, p, g, w = y[kept], p[kept], g[kept], None if w is None else w[kept]
    ones = ones[kept]
    given = {"sensitive_features": g, "sample_weight": w}
    said["demographic_parity_difference"] = attempt(fair.demographic_parity_difference, y, p, **given)
    said["demographic_parity_ratio"] = attempt(fair.demographic_parity_ratio, y, p, **given)
    full = all(positive_weight((g == k) & (y == label), ones) for k in present for label in (0, 1))
    said["equalized_odds_difference"] = attempt(fair.equalized_odds_difference, y, p, **given) if full else None
    ratio = attempt(fair.equalized_odds_ratio, y, p, **given) if full else None
    if full and not all(positive_weight((p == 1) & (y == label), ones) for label in (0, 1)):
        ratio = None  # A ratio of zeros, which Fairlearn leaves out.
    said["equalized_odds_ratio"] = ratio
    return said


def groups(rng):
    for rows in (2, 20, 60):
        for count in (2, 3):
            for weights, counts in variants(rng, rows):
                g = rng.integers(0, count, rows)
                y = (rng.random(rows) < 0.3 + 0.2 * g) * 1
                p = np.where(rng.random(rows) < 0.7, y, rng.integers(0, 2, rows))
                columns = {"labels": y, "predicted": p, "groups": g, "weights": weights}
                yield case(columns, counts, group_values, rng)


def write(name, cases, seed):
    document = {"versions": VERSIONS, "cases": list(cases(np.random.default_rng(seed)))}
    text = json.dumps(document, separators=(",", ":"), allow_nan=False)
    (HERE / f"{name}.json").write_text(text.replace('{"columns"', '\n{"columns"') + "\n")


for seed, (name, cases) in enumerate(
    [("classes", classes), ("scores", scores), ("matrices", matrices), ("numbers", numbers), ("queries", queries), ("groups", groups)]
):
    write(name, cases, seed)
