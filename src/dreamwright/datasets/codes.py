"""What can be wrong with what is asked of a set of questions, by code."""

QUESTIONS_CODES: dict[str, str] = {
    "questions-none": "a world's stories give no such questions",
}
"""Code -> what it is about."""
