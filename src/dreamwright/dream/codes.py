"""Every code a problem with a stage file can carry, and what it is about.

Each has a tiny stage in `tests/dream/problems/` that raises it. Expressions in a stage carry the codes of the world
language.
"""

from __future__ import annotations

from dreamwright.errors import Register

STAGE_CODES: dict[str, str] = {
    "stage-yaml": "the file cannot be read as YAML",
    "stage-empty": "the file holds nothing",
    "stage-shape": "something is not written as it has to be: a text, a list, keys with values",
    "stage-key": "a key that nothing reads",
    "stage-repeated": "a key stands twice in one place",
    "stage-missing": "something that cannot be left out",
    "stage-value": "a value that is none of those there are",
    "stage-world": "a layer's world is not there",
    "stage-file": "a file that a stage names is not there",
    "stage-layer": "a name that no layer has",
    "stage-character": "somebody that the layer's world does not have, or nobody to be",
    "stage-way": "a way out of a layer that leads nowhere, or whose occasion is not clear",
    "stage-fact": "a memory that is no plain fact",
    "stage-property": "a property that a layer's world does not have",
    "stage-fixed": "something that never changes in a layer's world, so that nobody there can come to believe it",
    "stage-thresholds": "thresholds that do not rise",
    "stage-curve": "a curve whose minutes do not rise",
    "stage-tag": "a tag that nothing in the worlds carries",
    "stage-unreached": "a layer that no way leads into",
}
"""Code -> what it is about."""


_register = Register(STAGE_CODES)
problem, warning = _register.problem, _register.warning
