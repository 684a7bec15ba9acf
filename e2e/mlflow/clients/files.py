# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
"""Files up and down again under names that are hard to carry."""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from pathlib import Path

import mlflow
from mlflow import MlflowClient

# Not among them is what looks percent-encoded: these clients encode a name only where it cannot be taken for encoded.
NAMES = [
    "plain.txt", "with space.txt", "a+b.txt", "100% sure.txt", "%.txt", "..a%.txt", "é 正則化 𝄞.txt",
    "quote'\".txt",
    "sub folder/b % c.bin", "sub folder/deeper/é.bin", "a&b=c.txt", "semi;colon.txt", "tilde~!@$()[]{}.txt",
]  # fmt: skip

mlflow.set_experiment(sys.argv[1])
client = MlflowClient()


def content(name: str) -> bytes:
    return name.encode() * 1000


def tree(folder: Path) -> dict[str, str]:
    """SHA-256 by path."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def listed(run: str, folder: str | None = None) -> dict[str, int]:
    found: dict[str, int] = {}
    for entry in client.list_artifacts(run, folder):
        found.update(listed(run, entry.path) if entry.is_dir else {entry.path: entry.file_size})
    return found


with tempfile.TemporaryDirectory() as temporary, mlflow.start_run() as run:
    source = Path(temporary) / "source"
    for name in NAMES:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(content(name))
    (source / "empty").write_bytes(b"")
    large = bytes(range(256)) * 200_000
    (source / "large.bin").write_bytes(large)
    mlflow.log_artifacts(str(source), "all of it")
    mlflow.log_artifact(str(source / "100% sure.txt"), "one + more")
    run_id = run.info.run_id
    whole = tree(
        Path(mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="all of it", dst_path=temporary))
    )
    single = Path(client.download_artifacts(run_id, "one + more/100% sure.txt", temporary)).read_bytes()
    sources = tree(source)
print(
    json.dumps(
        {
            "run": run_id,
            "sent": sources,
            "got": whole,
            "single": hashlib.sha256(single).hexdigest() == sources["100% sure.txt"],
            "listed": listed(run_id),
            "text": mlflow.artifacts.load_text(f"runs:/{run_id}/all of it/é 正則化 𝄞.txt")
            == content("é 正則化 𝄞.txt").decode(),
        }
    )
)
