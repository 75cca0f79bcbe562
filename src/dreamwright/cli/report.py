"""`dreamwright report`, `compare` and `open`: what is done with the results of ensembles."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dreamwright.chronicle import open_chronicle
from dreamwright.chronicle.keeper import Keeper
from dreamwright.cli.ensemble import Asked, job_for, processors, showing
from dreamwright.cli.today import now
from dreamwright.dream.keep import DreamKeeper
from dreamwright.ensembles import Gathering, workers_of
from dreamwright.ensembles.compare import compare
from dreamwright.ensembles.opening import opened
from dreamwright.ensembles.plots import Format
from dreamwright.ensembles.report import page, write_pictures
from dreamwright.ensembles.summary import Results
from dreamwright.ensembles.table import read
from dreamwright.ensembles.telling import compared
from dreamwright.errors import DreamwrightError
from dreamwright.story import Story


def write_report(results: Path, output: Path | None, pictures: Mapping[Format, Path | None]) -> int:
    """Write the page (None: RESULTS.html), and on request its pictures as files, each format to a folder."""
    asked = Results(read(results)[1])
    place = output or results.with_suffix(".html")
    if place == results:
        raise DreamwrightError.of("file-unwritable", f"'{place}' holds the results themselves")
    text = page(asked)
    try:
        place.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DreamwrightError.of("file-unwritable", f"cannot write '{place}': {error.strerror or error}") from error
    print(f"{place}: {len(text.encode()) / 1e6:.1f} MB")
    for format_, folder in pictures.items():
        for file in () if folder is None else write_pictures(asked, folder, format_):
            print(file)
    return 0


def compare_results(before: str, after: str, asked: Asked, workers: int | None) -> int:
    """Say what changed between two files of results; between two worlds, after running both."""
    first, second = (_results(named, asked, workers) for named in (before, after))
    for line in compared(compare(first, second), (before, after)):
        print(line)
    return 0


def _results(named: str, asked: Asked, workers: int | None) -> Results:
    if named.endswith(".parquet"):
        return Results(read(Path(named))[1])
    gathering = Gathering(job_for(named, asked))
    with workers_of(workers or processors(), None) as found, showing() as progress:
        gathering.run(found, progress)
    return Results(gathering.table)


def open_run(results: Path, number: int, address: str | None) -> int:
    """Put a run into the chronicle, told again from its seed."""
    job, table = read(results)
    run = opened(job, table, number)
    keeper: Keeper | DreamKeeper
    path = Path(f"{results.stem}-{number}")
    if isinstance(run, Story):
        keeper = Keeper(open_chronicle(address), path, now)
        keeper.keep(run)
    else:
        keeper = DreamKeeper(open_chronicle(address), path, now)
        keeper.keep(run)
    label = keeper.label
    keeper.close()
    if label is None:
        raise DreamwrightError.of("ensemble-none", f"nothing happened in run {number}")
    print(f"{label}: `dreamwright show {label}`, `dreamwright debrief {label}`")
    return 0
