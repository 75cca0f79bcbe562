"""Nothing a subject's connection can ask for contains the truth: a secret is planted, and all that came is searched."""

import random

from web.served import Served

SECRETS = (b"swordfish", b"7731977", b"7731978", b"7731979")
"""In the truth from the beginning, or once somebody has whispered; nobody but the host and the cook knows."""

PATHS = ("", "/panels", "?all=true", "/told", "/told?after=1", "/live", "/lines", "/truth", "/view", "/secret")
WORDS = (
    """
    look; think; think about host; examine host; journal all; actions; go to the yard; go to the hall; go to the cellar;
    wait 1 hour; wait until something happens; doubt; test lamp; remember; help; undo; about; map; inventory; yes; 1; 7;
    give lamp to host; skip this; slower; faster; pause; go on; whisper; examine code; plotting; host
""".replace("\n    ", " ")
    .strip()
    .split("; ")
)


def code_in(room, *minds):
    """The secret number as it is in truth, or as somebody believes it."""
    story = room.game.session.story
    world, engine, node = story.engine.program.world, story.engine, story.node
    for mind in minds:
        node = engine.mind(node, next(e for e in world.entities if e.name == mind).index)
    return engine.read(node, next(p for p in world.properties if p.name == "code"), ())


def test_no_byte_of_the_truth_reaches_the_subject(tmp_path):
    """A long game with all that a subject can type and fetch, over both ways in, and a second life after a restart."""
    received = bytearray()
    chance = random.Random(7)
    with Served(tmp_path / "c.db") as served:
        subject = served.subject("inn.stage")
        subject.enter("I consent")
        with subject.live() as live:
            for turn in range(120):
                live.say(chance.choice(WORDS), f"secret-{turn}")
                served.do(subject.room.obeyed)
                for base in (subject.page, subject.api):
                    answer = served.client.get(base + chance.choice(PATHS))
                    assert answer.status_code < 500
                    received += answer.content + str(answer.headers).encode()
            for line in ("go on", "faster", "wait 1 hour", "go on", "wait 2 hours"):
                subject.enter(line)
            while len(live.numbers()) < len(subject.room.feed):
                live.next()
        received += str(live.received).encode()
        assert code_in(subject.room) > 7731979  # it was there all the time, and has been whispered on
        assert code_in(subject.room, "Host") == code_in(subject.room)
        assert code_in(subject.room, "Guest") is None
    with Served(tmp_path / "c.db") as served:
        for base in (subject.page, subject.api):
            for path in PATHS:
                received += served.client.get(base + path).content
    assert len(received) > 500_000
    for secret in SECRETS:
        assert secret not in received
