"""Before a stage is played: what this is, what its limits are, and whether the person agrees. Nobody else can."""

from __future__ import annotations

from collections.abc import Callable

from dreamwright.dream import Asking, Consent
from dreamwright.dream.signals import RETURN, heard
from dreamwright.errors import DreamwrightError
from dreamwright.playing.describe import sentence
from dreamwright.voices.paragraphs import Paragraph, Speaker, Style
from dreamwright.voices.words import listed

CONSENT = "i consent"

KEPT = (
    "It is kept as it goes, in your chronicle: `quit` leaves it, and `dreamwright resume` goes on another day. What "
    "you `stop` is over. `dreamwright rm` removes what is kept."
)

_ALWAYS = (
    ("stop", "it ends at once"),
    ("pause", "nothing happens until you say so"),
    ("slower", "you are told one thing at a time"),
    ("skip this", "what is going on passes untold"),
)
_COMMANDS = (
    ("line TAG", "what has this tag never happens"),
    ("veil TAG", "it may happen, and is not told"),
    ("lift TAG", "takes back a limit that you added"),
    ("limits", "what holds now"),
    ("I consent", "begins"),
    ("stop", "leaves; nothing has begun"),
)


class Asker:
    """Tells a person what they are asked to agree to, and takes their answers."""

    def __init__(self, asking: Asking, speaker: Speaker, *, kept: bool = False, again: bool = False) -> None:
        """`kept`: whether the dream will be kept. `again`: whether they have agreed before, and go on with theirs."""
        self.asking = asking
        self._kept = kept
        self._again = again
        self.consent: Consent | None = None
        self.declined = False
        self._speaker = speaker

    def explain(self) -> None:
        """Everything a person needs to know before they decide."""
        stage = self.asking.stage
        self._say(stage.title, "heading")
        if self._again:
            self._remind()
            return
        if stage.about:
            self._say(" ".join(stage.about.split()))
        if stage.draws_on:
            self._say(f"It draws on: {', '.join(stage.draws_on)}.")
        self._say(
            "You will be somebody in a story. You are told what that person perceives and believes, which need not be "
            "so; the story may even claim that it is over when it is not. It is over when this program says that you "
            "are in front of this screen, and ends."
        )
        self._limits()
        self._say("At any moment, here and in the dream, you can type one of these. No reason is asked, and nothing in "
                  "it can take them away:")  # fmt: skip
        self._table(_ALWAYS)
        self._say("Now you can type:")
        self._table(_COMMANDS)
        self._say(KEPT if self._kept else "This dream is not kept: when you leave it, it is over.", "quiet")

    def _remind(self) -> None:
        """What they agreed to before, in short."""
        self._say(
            "You began this dream before, and would go on where you left it. You are told what somebody perceives and "
            "believes, which need not be so. It is over when this program says that you are in front of this screen, "
            "and ends."
        )
        self._limits()
        self._say(
            "As ever, `stop` ends it at once, and for good; `pause`, `slower` and `skip this` work at any moment."
        )
        self._say("Do you still consent to it? `I consent` goes on. `stop` leaves it as it is.")

    def enter(self, line: str) -> None:
        """Take one line."""
        if heard(line) is not None:
            self._signal(line)
            return
        words = line.split()
        folded = " ".join(words).casefold().rstrip(".!")
        if folded == CONSENT:
            self.consent = self.asking.agree()
            return
        if folded == "limits":
            self._limits()
            return
        if self._again:
            self._say("To go on, type `I consent`, in these words; `stop` leaves. The limits are those with which it "
                      "began: with others, begin anew (`dreamwright play`).")  # fmt: skip
            return
        change = self._changes().get(words[0].casefold()) if words else None
        if change is None or len(words) < 2:
            self._say("To begin, type `I consent`, in these words. `stop` leaves. "
                      "`line TAG`, `veil TAG` and `lift TAG` set your limits.")  # fmt: skip
            return
        try:
            for tag in words[1:]:
                change(tag.strip(","))
        except DreamwrightError as error:
            self._say(" ".join(sentence(part) for d in error.diagnostics for part in (d.message, d.hint) if part))
            return
        self._limits()

    def _signal(self, line: str) -> None:
        if heard(line) == "stop":
            self.declined = True
            self._say("Nothing has begun. " * (not self._again) + RETURN[1].partition(".")[0] + ".")
        else:
            self._say("Nothing happens here until you decide. In the dream this works at any moment.")

    def _changes(self) -> dict[str, Callable[[str], None]]:
        asking = self.asking
        return {"line": asking.draw_line, "veil": asking.draw_veil, "lift": asking.take_back}

    def _limits(self) -> None:
        stage, limits = self.asking.stage, self.asking.limits
        if stage.tags:
            free = [tag for tag in stage.tags if tag not in (*limits.lines, *limits.veils)]
            if free:
                self._say(f"What happens in it may have to do with: {', '.join(free)}.")
        if limits.lines:
            self._say(f"Never happens: {listed(limits.lines)}.")
        if limits.veils:
            self._say(f"Happens off screen, if at all: {listed(limits.veils)}.")

    def _table(self, rows: tuple[tuple[str, str], ...]) -> None:
        for name, meaning in rows:
            self._speaker.say(Paragraph(f"{name}: {meaning}", lead="  ", tight=True))

    def _say(self, text: str, style: Style = "plain") -> None:
        self._speaker.say(Paragraph(text, style))
