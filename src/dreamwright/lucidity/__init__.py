"""Lucidity: whether reality holds up for the one inside it. Accounts, anomalies, suspicion."""

from dreamwright.lucidity.model import Account, Finding, Kind, Settings, UnseenStep
from dreamwright.lucidity.motifs import Motifs
from dreamwright.lucidity.suspicion import Mood, Step
from dreamwright.lucidity.witness import Witness
from dreamwright.lucidity.words import Wording

__all__ = ["Account", "Finding", "Kind", "Mood", "Motifs", "Settings", "Step", "UnseenStep", "Witness", "Wording"]
