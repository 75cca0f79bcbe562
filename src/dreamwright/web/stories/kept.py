"""What the chronicle holds of a story: its run and branches, its debrief, and the file in which it travels."""

from __future__ import annotations

import tempfile
from pathlib import Path

from dreamwright.chronicle import Chronicle
from dreamwright.chronicle.exchange import export_run
from dreamwright.debrief import as_html, dream_debrief_of
from dreamwright.web.operator.views import Branch


def branches(chronicle: Chronicle, run: str) -> list[Branch]:
    """The branches of a run, as a tree: each says which it begins in, and after how many entries."""
    found = chronicle.branches(chronicle.find(run).run)
    labels = {branch.id: branch.label for branch in found}
    return [
        Branch(
            label=branch.label,
            parent=None if branch.parent is None else labels.get(branch.parent.id),
            fork=branch.parent_length,
            length=branch.length,
        )
        for branch in found
    ]


def debrief(chronicle: Chronicle, run: str) -> str:
    """What the subject lived through, and beside it what really happened, as one HTML page that needs nothing else."""
    return as_html(dream_debrief_of(chronicle.find(run)))


def export(chronicle: Chronicle, run: str) -> bytes:
    """The run with all its branches, as `dreamwright import` reads it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run"
        export_run(chronicle, chronicle.find(run).run, path)
        return path.read_bytes()
