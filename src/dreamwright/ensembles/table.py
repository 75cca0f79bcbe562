"""Rows as an Arrow table, and as a Parquet file that says of which job they are."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dreamwright.ensembles.extras import needed
from dreamwright.ensembles.job import OF_DREAMS, Job
from dreamwright.ensembles.play import Row
from dreamwright.ensembles.watching import series_of
from dreamwright.errors import DreamwrightError

JOB = b"dreamwright.job"
"""Under which name the job stands in a file."""

EXTRA = "ensemble"


def require() -> None:
    """Raises DreamwrightError (ensemble-extra) if there is nothing to make tables with."""
    needed("pyarrow", EXTRA)


def columns(job: Job, kinds: dict[str, str]) -> list[tuple[str, str]]:
    """The columns with their types, in order. `kinds` has for each expression that is measured what it is."""
    found = [("run", "int64"), ("seed", "int64")]
    found += [(f.target, "double" if f.is_numeric else "string") for f in job.factors]
    found += [("ended", "string"), ("minutes", "int64"), ("happenings", "int64"), ("story", "string")]
    if job.is_stage:
        found += list(zip(OF_DREAMS, ("double", "double", "string"), strict=True))
    for measure in job.measures:
        if measure.way != "end":
            found.append((measure.name, "int64"))
            continue
        kind = {"boolean": "bool", "number": "double", "entity": "string"}[kinds[measure.name]]
        found.append((measure.name, kind))
        if job.every is not None:
            found.append((series_of(measure.name), f"list {kind}"))
    return found


def to_arrow(job: Job, kinds: dict[str, str], rows: Sequence[Row]) -> Any:
    """The rows as an Arrow table, by number, with the job in its metadata."""
    arrow = needed("pyarrow", EXTRA)
    types = {"int64": arrow.int64(), "double": arrow.float64(), "string": arrow.string(), "bool": arrow.bool_()}
    types.update({f"list {name}": arrow.list_(type_) for name, type_ in types.items()})
    ordered = sorted(rows, key=lambda row: row["run"])
    fields = [arrow.field(name, types[kind]) for name, kind in columns(job, kinds)]
    schema = arrow.schema(fields, metadata={JOB: job.as_json().encode()})
    arrays = [arrow.array([row[field.name] for row in ordered], field.type) for field in fields]
    return arrow.Table.from_arrays(arrays, schema=schema)


def write(table: Any, path: Path) -> None:
    """Write a table as Parquet, whole or not at all. The same table is the same file, to the byte."""
    parquet = needed("pyarrow.parquet", EXTRA)
    try:
        with tempfile.NamedTemporaryFile(dir=path.absolute().parent, suffix=".tmp", delete=False) as file:
            parquet.write_table(table, file, compression="zstd")
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)
    except OSError as error:
        raise DreamwrightError.of("file-unwritable", f"cannot write '{path}': {error.strerror or error}") from error


def read(path: Path) -> tuple[Job, Any]:
    """The job and the table of a file. Raises DreamwrightError (ensemble-file)."""
    arrow, parquet = needed("pyarrow", EXTRA), needed("pyarrow.parquet", EXTRA)
    try:
        table = parquet.read_table(path)
        return job_of(table), table
    except FileNotFoundError:
        raise DreamwrightError.of("ensemble-file", f"there is no file '{path}'") from None
    except (arrow.ArrowException, OSError) as error:
        raise DreamwrightError.of("ensemble-file", f"'{path}' holds no results of an ensemble") from error


def job_of(table: Any) -> Job:
    """The job that a table's rows are of. Raises DreamwrightError (ensemble-file)."""
    try:
        return Job.from_json((table.schema.metadata or {})[JOB].decode())
    except (KeyError, ValueError, TypeError) as error:
        raise DreamwrightError.of("ensemble-file", "this table is not of an ensemble of this version") from error
