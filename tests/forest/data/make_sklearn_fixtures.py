#!/usr/bin/env python3
"""Makes sklearn_small.json.gz and sklearn_full.json.gz, the forests that sklearn_json_test.cpp
compares with. Needs Debian's python3-sklearn (1.2.1):

    /usr/bin/python3 tests/forest/data/make_sklearn_fixtures.py

Each holds an exported model ("model"), rows that are float32 ("rows", some far outside, some
exactly on a threshold) and the negated score_samples of each ("scores").
"""
import gzip
import json
import pathlib
import sys

import numpy
import sklearn.ensemble

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "models"))
from export_sklearn import to_json  # noqa: E402


def make(name, trees, sample, columns, max_features=1.0):
    random = numpy.random.RandomState(20261121)
    train = random.standard_normal((1000, columns)).astype(numpy.float32)
    train[:, 1] = numpy.round(train[:, 1])  # ties, so leaves with several rows
    train[:, 2] = 0.25                      # a constant column
    model = sklearn.ensemble.IsolationForest(n_estimators=trees, max_samples=sample, random_state=1,
                                             max_features=max_features).fit(train)
    rows = numpy.concatenate([train[:40], 5 * random.standard_normal((20, columns))])
    rows = rows.astype(numpy.float32)
    # On a threshold: the root's own, rounded to float32 to either side.
    for i, (estimator, features) in enumerate(zip(model.estimators_, model.estimators_features_)):
        column, threshold = features[estimator.tree_.feature[0]], estimator.tree_.threshold[0]
        rows[i % 40, column] = numpy.float32(threshold)
    document = {
        "model": json.loads(to_json(model, [f"f{i}" for i in range(columns)])),
        "rows": [[float(x) for x in row] for row in rows],
        "scores": [float(x) for x in -model.score_samples(rows)],
    }
    with open(HERE / f"{name}.json.gz", "wb") as raw:
        with gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
            out.write(json.dumps(document, separators=(",", ":")).encode())


make("sklearn_small", 20, 64, 5, max_features=0.8)
make("sklearn_full", 100, 256, 20)
