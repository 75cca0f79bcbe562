"""A page about the results of an ensemble: one file that needs nothing else, to read, print or send."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamwright.ensembles.job import Job
from dreamwright.ensembles.plots import Format, pictures
from dreamwright.ensembles.summary import Results, Summary, group_name, summaries
from dreamwright.ensembles.telling import effect_told, heading, part_told
from dreamwright.errors import DreamwrightError
from dreamwright.story import DAY

if TYPE_CHECKING:
    from jinja2 import Environment

FEW = 30
"""Runs under a combination below which a page says that they are few."""


def page(results: Results) -> str:
    """The page, as HTML."""
    found = list(summaries(results))
    job = results.job
    return _environment().get_template("report.html").render(
        title=job.title,
        about=_about(job, results),
        factors=[_factor(job, number) for number in range(len(job.factors))],
        few=min(part.count for one in found for part in one.parts) < FEW if found else False,
        measures=[_measure(results, one) for one in found],
        edition=job.source.hash[:12],
    )  # fmt: skip


def _about(job: Job, results: Results) -> str:
    (row,) = results.ask("select count(*), count(distinct seed), min(seed), max(seed), avg(happenings) from runs")
    runs, seeds, first, last, happenings = row
    each = f" under each of {len(job.combinations)} combinations" if len(job.combinations) > 1 else ""
    until = f", or until {job.until}" if job.until else ""
    return (
        f"{runs:,} runs: {seeds:,} seeds ({first} to {last}){each}, for {job.minutes / DAY:g} days{until}. "
        f"On average {happenings:,.0f} things happened in a run."
    )


def _factor(job: Job, number: int) -> tuple[str, str]:
    factor = job.factors[number]
    if factor.drawn is not None:
        return factor.target, f"drawn for each seed from {factor.drawn[0]:g} to {factor.drawn[1]:g}"
    return factor.target, ", ".join(factor.values)


def _measure(results: Results, found: Summary) -> dict[str, Any]:
    return {
        "heading": heading(found),
        "parts": [
            (group_name(results.listed, part.group) or "all runs", part_told(found.scale, part)) for part in found.parts
        ],
        "effects": [effect_told(found, effect) for effect in found.effects],
        "pictures": [(about, _inline(svg)) for about, svg in pictures(results, found)],
    }


def _inline(svg: bytes) -> str:
    """An SVG file as it stands in a page; its ids are made its own, since a page has many pictures."""
    text = svg.decode()
    text = text[text.index("<svg") :]
    mark = f"p{sha256(svg).hexdigest()[:8]}-"
    text = re.sub(r'\bid="', f'id="{mark}', text)
    return re.sub(r'(url\(#|href="#)', rf"\g<1>{mark}", text)


def write_pictures(results: Results, folder: Path, format_: Format) -> list[Path]:
    """Write all pictures to a folder, as files called after their measures; which."""
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for found in summaries(results):
            for number, (_, content) in enumerate(pictures(results, found, format_), 1):
                stem = re.sub(r"\W+", "-", found.measure.name).strip("-")
                written.append(folder / f"{stem}-{number}.{format_}")
                written[-1].write_bytes(content)
    except OSError as error:
        raise DreamwrightError.of(
            "file-unwritable", f"cannot write to '{folder}': {error.strerror or error}"
        ) from error
    return written


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
