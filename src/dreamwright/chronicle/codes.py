"""What can go wrong with a chronicle, by code."""

CHRONICLE_CODES: dict[str, str] = {
    "chronicle-address": "this is no place for a chronicle",
    "chronicle-busy": "another process is writing to the run, or to the whole chronicle",
    "chronicle-damaged": "a chronicle, or one of its records, is not as it was written",
    "chronicle-driver": "a library that this kind of chronicle needs is not installed",
    "chronicle-foreign": "a file is no chronicle",
    "chronicle-full": "there is no room left for the chronicle",
    "chronicle-missing": "there is no chronicle at this place",
    "chronicle-newer": "a chronicle was written by a later version of Dreamwright",
    "chronicle-older": "a chronicle of an older version cannot be brought up to date where it is",
    "chronicle-unreachable": "a database server does not answer, or refuses",
    "chronicle-unwritable": "nothing can be written to the chronicle at this place",
    "export-format": "a file is no exported run",
    "fork-place": "there is no such point in a run",
    "no-such-run": "no run or branch has this name",
    "run-exists": "a branch of this name is there already",
    "run-name": "this cannot be the name of a branch",
    "run-unlike": "a story cannot have happened so in this world",
}
