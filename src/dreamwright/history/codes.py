"""What can be wrong with a question about a story, by code."""

HISTORY_CODES: dict[str, str] = {
    "question": "a question has not the form of one",
    "question-event": "a question is about an action or trigger that the world does not have so",
    "question-fact": "a question is about an expression where it needs a single property",
    "question-layer": "a question is about a layer that the dream was not in, or about one of a run that is no dream",
    "question-name": "a question is about somebody, or a pattern, that the world does not have",
    "question-when": "a question is about a moment that the story does not have",
}
