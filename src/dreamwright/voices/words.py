"""English word forms: verbs, articles, possessives, lists, and words out of an author's names.

Own rules instead of a library, after measuring one: `inflect` 7.5 takes 1.9 s to import, more than the whole time
allowed before the first prompt, and makes "ach" of "aches", "dy" of "dies" and "a usher". What is said here needs only
the present tense of verbs and a/an, which short tables cover; nouns are never made plural from a rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set: how the small tables of this room are written."""
    return frozenset(text.split())


_IRREGULAR = {"is": "are", "was": "were", "has": "have", "does": "do", "goes": "go"}
_THIRD = {"be": "is", "have": "has", "do": "does"} | {base: third for third, base in _IRREGULAR.items()}
_MODALS = word_set("can could may might must shall should will would ought dare")
_IE_VERBS = word_set("dies lies ties vies belies unties underlies")
_OE_VERBS = word_set("shoes hoes toes tiptoes canoes")
_ES_KEPT = word_set("aches caches axes")  # drop only the s
_DOUBLED = {"quizzes": "quiz", "whizzes": "whiz", "gases": "gas", "focuses": "focus", "biases": "bias", "buses": "bus"}
_DOUBLED_THIRD = {base: third for third, base in _DOUBLED.items()}


@cache
def base_form(verb: str) -> str:
    """The form that goes with "you" and "they": "gives" -> "give", "is" -> "are", "doesn't" -> "don't".

    `verb` is a third person singular; a word that is none (a modal, a past tense) comes back unchanged.
    """
    lowered = verb.lower()
    if lowered.endswith(("n't", "n’t")):
        return base_form(verb[:-3]) + verb[-3:]
    if lowered in _IRREGULAR or lowered in _DOUBLED:
        found = (_IRREGULAR | _DOUBLED)[lowered]
        return found[0].upper() + found[1:] if verb[0].isupper() else found
    if not lowered.endswith("s") or lowered.endswith("ss") or lowered in _MODALS:
        return verb
    if lowered in _IE_VERBS or lowered in _OE_VERBS or lowered in _ES_KEPT:
        return verb[:-1]
    if lowered.endswith("ies") and len(lowered) > 3:
        return verb[:-3] + "y"
    if lowered.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return verb[:-2]
    return verb[:-1]


@cache
def third_person(verb: str) -> str:
    """The third person singular of a base form: "give" -> "gives", "carry" -> "carries", "be" -> "is"."""
    lowered = verb.lower()
    found = _THIRD.get(lowered) or _DOUBLED_THIRD.get(lowered)
    if found:
        return found
    if lowered in _MODALS or not lowered:
        return verb
    if re.search(r"[^aeiou]y$", lowered):
        return verb[:-1] + "ies"
    if lowered.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    return verb + "s"


def is_third_person(verb: str) -> bool:
    """Whether a word looks like a third person singular, so that `base_form` can change it."""
    return base_form(verb) != verb


def negated(verb: str, plural: bool) -> str:
    """The negation of a third person singular, agreeing: "is" -> "is not" / "are not", "loves" -> "does not love"."""
    form = base_form(verb) if plural else verb
    if verb.lower() in ("is", "was", "does") or verb.lower() in _MODALS:
        return f"{form} not"
    base = "be" if verb == "is" else base_form(verb)
    return f"{'do' if plural else 'does'} not {base}"


_VOWEL_SOUND = re.compile(r"(?i)(hour|honest|hono[u]?r|heir|8|11(?!\d)|18(?!\d))")
_CONSONANT_SOUND = re.compile(
    r"(?i)(u(ni(?!n|m)|s[aeiu]|t[eio]|k|r(a|i(?!a))|biq|ful|vul|sur)|eu|ewe|one\b|once\b|ouija|u\b)"
)
_LETTERS_WITH_VOWEL_SOUND = "AEFHILMNORSX"


@cache
def indefinite_article(phrase: str) -> str:
    """ "a" or "an", by the sound a phrase begins with: "an hour", "a unicorn", "an FBI agent"."""
    found = re.search(r"\w[\w'’]*", phrase)
    word = found.group() if found else phrase
    if len(word) > 1 and word.isupper() and (len(word) < 4 or not re.search(r"[AEIOU]", word[1:])):
        # Spelled out, letter by letter.
        return "an" if word[0] in _LETTERS_WITH_VOWEL_SOUND else "a"
    if _VOWEL_SOUND.match(word):
        return "an"
    if _CONSONANT_SOUND.match(word):
        return "a"
    return "an" if word[:1].lower() in "aeiouàáâäèéêëìíîïòóôöùúûü" and word else "a"


def possessive(name: str, plural: bool = False) -> str:
    """The possessive of a name: "Mara's", "the bells'", "Jones's"."""
    return f"{name}'" if plural and name.endswith("s") else f"{name}'s"


def listed(items: Sequence[str], conjunction: str = "and") -> str:
    """A list in words: "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {conjunction} {items[-1]}"


def capitalised(text: str) -> str:
    """The text with its first letter in capitals, past opening quotes and brackets."""
    found = re.match(r"[\s\"'“‘(\[]*", text)
    start = found.end() if found else 0
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


_WORD_BREAK = re.compile(
    r"[_\s.]+"
    r"|(?<!Mac)(?<!Mc)(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])"  # camel|Case, but MacDuff
    r"|(?<=[A-Z])(?=[A-Z][a-z])"  # US|Army
    r"|(?<=[^\W\d_])(?=\d)"  # Day|1
)


def split_identifier(name: str) -> list[str]:
    """The words in an author's name, as written: "see_character_at", "BoneIsland", "Day1", "USArmy"."""
    return [word for word in _WORD_BREAK.split(name) if word]


_PARTICLES = ("up", "out", "off", "down", "away", "back", "over")
_PARTICLE_VERBS = word_set(
    "pick look lock log break wake stand sit lie lay put set get take give turn shut clean hand call back throw run "
    "walk fall knock cut dig drop light start shut slow calm cool"
)


def verb_words(name: str) -> list[str]:
    """The words of an event's name in lower case (acronyms kept), "pickup" as "pick up"."""
    words = [word if len(word) > 1 and word.isupper() else word.lower() for word in split_identifier(name)]
    if not words:
        return [name]
    for particle in _PARTICLES:
        stem = words[0].removesuffix(particle)
        if stem != words[0] and stem in _PARTICLE_VERBS:
            return [stem, particle, *words[1:]]
    return words


def number(value: float) -> str:
    """A number as people write it: "3", "2.5", "infinitely many"."""
    if value in (float("inf"), float("-inf")):
        return "infinity" if value > 0 else "minus infinity"
    return f"{value:.10g}"
