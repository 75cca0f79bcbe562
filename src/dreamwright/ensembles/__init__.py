"""Ensembles: a world or a stage run many times, and what the runs come to.

    table = ensemble("breakout", runs=1000, days=100, first={"out": "status() == Loose"}, vary=["budget()=0..3"])

A `Job` says all on which the rows depend; `Workers` (this process, several, a cluster) make them in any order; the
table is the same whoever does. `summary` makes estimates of it, `compare` holds two of them against each other,
`report` is a page about it. The libraries for this come with the extra `ensemble`.
"""

from dreamwright.ensembles.codes import ENSEMBLE_CODES
from dreamwright.ensembles.ensemble import Gathering, ensemble, job_of, workers_of
from dreamwright.ensembles.job import Job, Measure, Run
from dreamwright.ensembles.precision import Precision

__all__ = ["ENSEMBLE_CODES", "Gathering", "Job", "Measure", "Precision", "Run", "ensemble", "job_of", "workers_of"]
