"""The chronicle: where stories are kept, so that nothing is lost and anything can be taken back.

A chronicle is a database, one file on disk or a PostgreSQL server, that holds *runs*:

* A **run** is one beginning: a world, a seed, whom a person plays, how far people think. It has a short name such as
  `nightfall-3`. The world is kept as its whole source, imports included, each text once however many runs use it.
* A run has **branches**, which form a tree. The first is the run itself; a fork, `nightfall-3/second`, has a parent and
  shares the parent's past up to some point: making one writes a single row.
* A branch is a **log** to which records are only ever appended. A record is either something that happened, as its
  chronicle line and its pulse (what the story goes on from; `story/pulse.py`) with the running hash after it; or an
  *undo*: "back to where so many things had happened". An undo is a record rather than a fork of its own because taking
  back is part of how the person came here: the log shows it, in its order, and their story keeps its name.
* The **story** of a branch is what its log comes to: everything that happened and was not taken back. Positions in it
  count from 0. Its hash is the hash of what is left, so it depends on the choices that count and on nothing else:
  whether one was undone, forked, exported or resumed in between makes no difference.
* A fork begins after some record of its parent's log. What the parent does later, an undo included, is not its own.

Appending returns once the records are durable. One process at a time writes to a run; anybody may read. In a
database everything is plain text with names, nothing is pickled, and whatever is read back is checked against hashes.

To read, without running anything:

    with open_chronicle() as chronicle:
        branch = chronicle.find("nightfall-3")
        for record in branch.records(10, 20):
            print(record.position, record.line["action"], record.hash)

and with the truth and everybody's minds at each happening:

        telling = Telling.of(branch)
        for happening in telling.happenings():
            telling.engine.mind(happening.after, character)
"""

from dreamwright.chronicle.branch import Agreement, Branch, Entry, Record, Run, Setting
from dreamwright.chronicle.chronicle import Chronicle, open_chronicle
from dreamwright.chronicle.codes import CHRONICLE_CODES
from dreamwright.chronicle.telling import Telling
from dreamwright.chronicle.writer import Recorder, Writer

__all__ = [
    "CHRONICLE_CODES",
    "Agreement",
    "Branch",
    "Chronicle",
    "Entry",
    "Record",
    "Recorder",
    "Run",
    "Setting",
    "Telling",
    "Writer",
    "open_chronicle",
]
