#!/usr/bin/env python3
"""Writes a fitted scikit-learn IsolationForest as centinela-forest JSON.

    from export_sklearn import to_json
    open("forest.json", "w").write(to_json(model, ["logins", "exports"]))

Read by centinela::forest::import_sklearn_json; docs/forest-format.md describes the fields.
"""
import json

import sklearn


def to_json(model, feature_names):
    """model: a fitted IsolationForest; feature_names: one unique name a column."""
    trees = []
    for estimator, features in zip(model.estimators_, model.estimators_features_):
        tree = estimator.tree_
        trees.append({
            "features": features.tolist(),
            "children_left": tree.children_left.tolist(),
            "children_right": tree.children_right.tolist(),
            "feature": tree.feature.tolist(),
            "threshold": tree.threshold.tolist(),
            "n_node_samples": tree.n_node_samples.tolist(),
        })
    return json.dumps({
        "format": "centinela-forest",
        "version": 1,
        "origin": f"scikit-learn {sklearn.__version__}",
        "sample_size": int(model.max_samples_),
        "feature_names": list(feature_names),
        "trees": trees,
    }, separators=(",", ":"))
