# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Classify irises among noise, and let Runlore keep what each attempt gave.

    python iris_sklearn.py 0.5      # one run, regularization rate 0.5 (0.01 when left out)

Run it a few times with different rates, then compare:

    runlore history list -o table
"""

import pickle
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")  # draw into files: no screen is needed

import matplotlib.pyplot as plt
import numpy as np
import runlore
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import ConfusionMatrixDisplay, auc, confusion_matrix, recall_score, roc_curve
from sklearn.model_selection import train_test_split
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import label_binarize

NOISE_COLUMNS = 40


def noisy_iris():
    """Iris alone is too easy to show regularization at work: columns of pure noise make a model overfit."""
    iris = load_iris()
    noise = np.random.RandomState(0).randn(len(iris.data), NOISE_COLUMNS)
    split = train_test_split(np.c_[iris.data, noise], iris.target, test_size=0.35, random_state=0)
    return iris.target_names, split


def train(x, y, rate):
    """One binary model a class. liblinear takes no multi-class problem itself, and C is the inverse of the rate."""
    return OneVsRestClassifier(LogisticRegression(solver="liblinear", C=1 / rate)).fit(x, y)


def draw_confusion_matrix(actual, predicted, names, path):
    matrix = confusion_matrix(actual, predicted)
    ConfusionMatrixDisplay(matrix, display_labels=names).plot(cmap="Blues").figure_.savefig(path)


def draw_roc(actual, scores, names, path):
    figure, axes = plt.subplots()
    is_class = label_binarize(actual, classes=range(len(names)))
    for index, name in enumerate(names):
        false_positives, true_positives, _ = roc_curve(is_class[:, index], scores[:, index])
        axes.plot(false_positives, true_positives, label=f"{name} (area {auc(false_positives, true_positives):.2f})")
    axes.plot([0, 1], [0, 1], "k--", label="by chance")
    axes.set(xlabel="false positive rate", ylabel="true positive rate")
    axes.legend()
    figure.savefig(path)


def main(rate):
    # Leaving the block completes the run; an exception marks it as failed and is raised again.
    with runlore.start_run("iris") as run:
        run.log("Regularization Rate", rate)

        names, (x_train, x_test, y_train, y_test) = noisy_iris()
        model = train(x_train, y_train, rate)
        predicted = model.predict(x_test)

        accuracy = model.score(x_test, y_test)
        run.log("Accuracy", accuracy)
        # One value a class, in the order of the class names.
        run.log_list("Recall", recall_score(y_test, predicted, average=None))

        # Whatever lies in ./outputs when the run ends is kept with the run.
        outputs = Path("outputs")
        outputs.mkdir(exist_ok=True)
        (outputs / "model.pkl").write_bytes(pickle.dumps(model))
        draw_confusion_matrix(y_test, predicted, names, outputs / "cm.png")
        draw_roc(y_test, model.decision_function(x_test), names, outputs / "roc.png")

        print(f"Regularization rate {rate:g}: accuracy {accuracy:.6f}")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 0.01)
