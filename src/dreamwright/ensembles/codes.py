"""What can be wrong with what is asked of an ensemble, by code."""

ENSEMBLE_CODES: dict[str, str] = {
    "ensemble-different": "a file of results is of other runs than those asked for",
    "ensemble-extra": "a library that this needs is not installed",
    "ensemble-file": "a file holds no results of an ensemble",
    "ensemble-measure": "a measure cannot be made of what it is given",
    "ensemble-name": "two columns of the results would have one name",
    "ensemble-none": "nothing is left to be compared or reported",
    "ensemble-there": "a file of results is there already, and stays",
    "ensemble-vary": "a factor is nothing that can be varied",
    "ensemble-workers": "the workers keep dying, or cannot be reached",
}
"""Code -> what it is about."""
