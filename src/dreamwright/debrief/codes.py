"""What can go wrong with a debrief, by code."""

NO_SUBJECT = "debrief-subject"
OVER = "debrief-over"
FORM = "debrief-form"

DEBRIEF_CODES: dict[str, str] = {
    FORM: "a debrief cannot be written in the form that a file's name asks for",
    OVER: "a file that is there already is no debrief, and stays",
    NO_SUBJECT: "nobody is played in a run, so it must be said through whose eyes it is told",
}
