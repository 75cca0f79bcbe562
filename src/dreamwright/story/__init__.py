"""The story: a world in motion. A clock, turns, chance, and everything that has happened."""

from dreamwright.story.clock import DAY, Clock
from dreamwright.story.commands import Act, Command, Wait, commands, replay
from dreamwright.story.follow import Told, UnlikeError, follow, retell
from dreamwright.story.happening import Happening, Past
from dreamwright.story.percepts import Percept
from dreamwright.story.record import chronicle_line, encode
from dreamwright.story.story import Mark, Story

__all__ = [
    "DAY",
    "Act",
    "Clock",
    "Command",
    "Happening",
    "Mark",
    "Past",
    "Percept",
    "Story",
    "Told",
    "UnlikeError",
    "Wait",
    "chronicle_line",
    "commands",
    "encode",
    "follow",
    "replay",
    "retell",
]
