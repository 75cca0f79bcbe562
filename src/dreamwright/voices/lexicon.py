"""What the default wording knows about English verbs and about the names authors give to parameters.

Only used for worlds without texts, and only to choose a preposition; an unknown word always gets a safe default.
"""

from __future__ import annotations

from dreamwright.voices.words import word_set

GIVING = word_set(
    "give hand send offer sell show pass lend pay bring throw deliver return feed promise toss entrust donate grant "
    "award present gift"
)
"""The thing is the object, the person gets "to"."""
TAKING = word_set(
    "take steal buy borrow loot pillage receive grab snatch confiscate collect get seize plunder demand extort inherit "
    "obtain acquire retrieve purchase"
)
"""The thing is the object, the person gets "from"."""
ROBBING = word_set("rob strip relieve deprive cheat")
"""The person is the object, the thing gets "of"."""
TELLING = word_set("tell ask inform warn question teach advise remind lecture interrogate")
"""The person is the object, the thing gets "about"."""
ADDRESSING = word_set(
    "propose talk speak listen apologise apologize kneel bow lie confess reply sing surrender appeal nod whisper"
)
"""A person gets "to"."""
SHARED = word_set(
    "argue quarrel dance flirt negotiate play chat duel reconcile agree disagree sleep sit sail dine cooperate"
)
"""A person gets "with"."""
MUTUAL = word_set("marry kiss hug embrace meet greet wed befriend divorce date")
"""What two do together, each of them doing it to the other."""
TRADING = word_set("buy sell purchase trade exchange swap")
"""A second thing is what the first is given "for"."""
PUTTING = word_set("put hide place store drop leave throw stash bury insert pour deposit")
MOVING = word_set(
    "go travel walk run move return sail flee escape climb ride fly crawl sneak swim come drive head march journey "
    "retreat wander teleport hike sprint row jump dive advance withdraw"
)
"""A place is where to."""
PLACE_TAKING = word_set(
    "enter leave visit search explore guard open close lock unlock burn destroy clean reach scout fortify defend "
    "attack patrol raid inspect watch haunt bless curse flood besiege conquer cross"
)
"""A place is the object when there is no other."""
ORDERING = word_set("command force persuade compel convince instruct allow urge help beg")
"""A further verb in the name is what somebody else is made to do."""
BEGINNING = word_set("begin start try continue need want plan prepare")
"""A further verb in the name follows with "to"."""
SEEING = word_set("see notice observe spot hear")
"""What follows may be a whole clause: "sees that she is not there"."""
SEEMING = word_set("appear seem look sound")
"""Whoever it seems so gets "to"."""

PARTICLES = word_set("up out off down away back over free on along around apart together through forward")
PREPOSITIONS = word_set(
    "about above across after against along among around as at before behind below beside between beyond by down for "
    "from in inside into near of off on onto out over past through to toward towards under up upon via with within"
)
PLACED = word_set("at in on inside near under behind beside above below")

NAMED = {word: word for word in PREPOSITIONS - {"up", "out", "off", "down", "as"}} | {
    "using": "with",
    "weapon": "with",
    "tool": "with",
    "instrument": "with",
    "crime": "for",
    "reason": "for",
    "reward": "for",
    "price": "for",
    "topic": "about",
    "subject": "about",
    "rumor": "about",
    "rumour": "about",
    "source": "from",
    "origin": "from",
    "destination": "to",
    "vehicle": "in",
    "container": "in",
}
"""Parameters (or types) of these names get these prepositions."""

_VERBS_IN_ION = word_set(
    "mention question position caution auction ration motion station function partition sanction petition commission"
)


def is_noun(word: str) -> bool:
    """Whether an action's first word is rather something one does: "recreation", "chores"."""
    if word.endswith(("tion", "sion", "ness")):
        return word not in _VERBS_IN_ION
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "as", "os")) and word != "has"


_ADJECTIVES = word_set(
    "angry happy hungry thirsty sad tired afraid alive dead awake asleep sick drunk brave safe free hot cold aware"
)


_LOOK_LIKE_PARTICIPLES = word_set("bring string spring sting swing cling fling exceed proceed succeed speed wedding")


def is_adjective(words: list[str]) -> bool:
    """Whether the words of a property describe somebody rather than name something they have."""
    word = words[-1]
    if word in _LOOK_LIKE_PARTICIPLES:
        return False
    return (
        words[0] in PREPOSITIONS
        or word in _ADJECTIVES
        or (word.endswith(("ed", "ing", "ful", "ous", "able", "less")) and len(word) > 4)
    )
