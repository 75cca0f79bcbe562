"""Ways to break a world file.

A mutation takes a random generator, a file as bytes and the other seeds, and gives a broken file. Some damage bytes,
as a bad disk would; most damage tokens and declarations, as a tired author would, because those get furthest into the
rooms behind the parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

Mutation = Callable[[Random, bytes, Sequence[bytes]], bytes]

TOKEN = re.compile(r'\s+|//[^\n]*|/\*.*?\*/|"(?:[^"\\]|\\.)*"|[^\W\d][\w\'.?]*|-?\d+(?:\.\d*)?|[=!<>]=|.', re.DOTALL)
NAME = re.compile(r"[^\W\d][\w'.?]*\Z")
OPERATORS = (("&", "|"), ("==", "!=", "<", ">", "<=", ">="), ("+", "-", "*", "/"))
OPERATOR = re.compile(r"([=!<>]=|[&|<>+*/-])\Z")
PART = re.compile(r"(?:precondition|effect|observing\([^)]*\)|utility\([^)]*\)): *([^;{}]*);")
NUMBER = re.compile(r"-?\d+(?:\.\d*)?\Z")

WORDS = """
    type entity property action trigger utility precondition effect consenting observing believes if elseif else
    forall exists sum product True False ? character boolean number entity world import text tags motif uncanny
    duration schedule rate command name pronouns routine whim patience start subject == != >= <= > < = & | ! : ; ,
    ( ) { } [ ] + - * / " /// // /* */ 0 1 -1 .5 daily once every at on day minutes
""".split()  # noqa: SIM905 (a list of quoted symbols would be hard to read)

ODD_NUMBERS = ("0", "-0", "1" * 400, "0." + "0" * 400 + "1", "-" + "9" * 30, "1e999", "..5", "5.", "00", "0x10")

ODD_BYTES = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r",
    b"\xc3",
    "é".encode(),
    "\u202e".encode(),
    b"\x1b[2J",
    b"\x0c",
)


def _tokens(data: bytes) -> list[str]:
    return TOKEN.findall(data.decode("utf-8", errors="replace"))


def _join(tokens: Sequence[str]) -> bytes:
    return "".join(tokens).encode("utf-8", errors="replace")


def _places(tokens: Sequence[str], pattern: re.Pattern[str]) -> list[int]:
    return [i for i, token in enumerate(tokens) if pattern.match(token)]


def _cut(random: Random, size: int, longest: int) -> tuple[int, int]:
    start = random.randrange(size + 1)
    return start, min(size, start + random.randrange(1, longest + 1))


# ------------------------------------------------------------------------------------------------------ bytes
def flip_bytes(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    broken = bytearray(data)
    for _ in range(random.randrange(1, 8)):
        if broken:
            broken[random.randrange(len(broken))] = random.randrange(256)
    return bytes(broken)


def insert_odd_bytes(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + random.choice(ODD_BYTES) * random.choice((1, 1, 50)) + data[place:]


def truncate(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def delete_stretch(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    start, end = _cut(random, len(data), 60)
    return data[:start] + data[end:]


def encode_otherwise(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    return data.decode("utf-8", errors="replace").encode(random.choice(("utf-16", "utf-32", "utf-7", "utf-8-sig")))


def splice(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    other = random.choice(seeds)
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other) + 1) :]


# ----------------------------------------------------------------------------------------------------- tokens
def drop_tokens(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    tokens = _tokens(data)
    start, end = _cut(random, len(tokens), 4)
    return _join(tokens[:start] + tokens[end:])


def double_tokens(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    tokens = _tokens(data)
    start, end = _cut(random, len(tokens), 12)
    return _join(tokens[:end] + tokens[start:end] * random.choice((1, 1, 1, 40)) + tokens[end:])


def swap_tokens(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    tokens = _tokens(data)
    for _ in range(random.randrange(1, 4)):
        if tokens:
            i, j = random.randrange(len(tokens)), random.randrange(len(tokens))
            tokens[i], tokens[j] = tokens[j], tokens[i]
    return _join(tokens)


def insert_word(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    tokens = _tokens(data)
    place = random.randrange(len(tokens) + 1)
    return _join([*tokens[:place], " ", random.choice(WORDS), " ", *tokens[place:]])


def replace_token(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    tokens = _tokens(data)
    if tokens:
        tokens[random.randrange(len(tokens))] = f" {random.choice(WORDS)} "
    return _join(tokens)


def confuse_names(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """A name stands where another stood: what names and types are checked for."""
    tokens = _tokens(data)
    names = _places(tokens, NAME)
    for _ in range(random.randrange(1, 4)):
        if names:
            tokens[random.choice(names)] = tokens[random.choice(names)]
    return _join(tokens)


def odd_number(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    tokens = _tokens(data)
    numbers = _places(tokens, NUMBER) or _places(tokens, NAME)
    if numbers:
        tokens[random.choice(numbers)] = random.choice(ODD_NUMBERS)
    return _join(tokens)


def storm_of_brackets(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    tokens = _tokens(data)
    place = random.randrange(len(tokens) + 1)
    storm = random.choices("()[]{},;", k=random.choice((1, 5, 200, 5000)))
    return _join(tokens[:place] + storm + tokens[place:])


def nest_deeply(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """Something innocent becomes the innermost of very many."""
    tokens = _tokens(data)
    names = _places(tokens, NAME)
    if not names:
        return data
    place = random.choice(names)
    depth = random.choice((3, 30, 400, 5000))
    who = tokens[random.choice(names)]
    before, after = random.choice(
        (
            ("(", ")"),
            ("!", ""),
            (f"believes({who}, ", ")"),
            (f"if({who}()) ", ""),
            (f"if({who}()) (", ")"),
            ("(True & ", ")"),
            ("1 + ", ""),
            ("(0 < ", ")"),
            ("forall(x : entity) ", ""),
            ("{", "}"),
        )
    )
    return _join([*tokens[:place], before * depth, tokens[place], after * depth, *tokens[place + 1 :]])


# ----------------------------------------------------------------------------------------------- declarations
def _declarations(data: bytes) -> list[bytes]:
    return data.split(b";")


def drop_declaration(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    parts = _declarations(data)
    del parts[random.randrange(len(parts))]
    return b";".join(parts)


def double_declaration(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    parts = _declarations(data)
    parts.insert(random.randrange(len(parts) + 1), random.choice(parts))
    return b";".join(parts)


def borrow_declaration(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    parts = _declarations(data)
    parts.insert(random.randrange(len(parts) + 1), random.choice(_declarations(random.choice(seeds))))
    return b";".join(parts)


def shuffle_declarations(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    parts = _declarations(data)
    random.shuffle(parts)
    return b";".join(parts)


# ---------------------------------------------------------------------------- gentle: what may still be a world
def other_operator(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    tokens = _tokens(data)
    found = _places(tokens, OPERATOR)
    if found:
        place = random.choice(found)
        family = next(family for family in OPERATORS if tokens[place] in family)
        tokens[place] = random.choice(family)
    return _join(tokens)


def other_number(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    tokens = _tokens(data)
    numbers = _places(tokens, NUMBER)
    if numbers:
        tokens[random.choice(numbers)] = str(random.choice((0, 0, 1, 2, -1, 0.5, 1e6)))
    return _join(tokens)


def similar_name(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """A name for another that looks like one of its kind: by its first letter, and whether a bracket follows."""
    tokens = _tokens(data)
    looks = {i: (tokens[i][0].isupper(), tokens[i + 1 : i + 2] == ["("]) for i in _places(tokens, NAME)}
    if looks:
        place = random.choice(list(looks))
        tokens[place] = tokens[random.choice([i for i, look in looks.items() if look == looks[place]])]
    return _join(tokens)


def _groups(text: str) -> list[tuple[int, int]]:
    """Start and end of what stands in brackets, brackets included."""
    found, opened = [], []
    for i, char in enumerate(text):
        if char == "(":
            opened.append(i)
        elif char == ")" and opened:
            found.append((opened.pop(), i + 1))
    return found


def other_group(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """Something in brackets stands where something else in brackets stood."""
    text = data.decode("utf-8", errors="replace")
    groups = _groups(text)
    if not groups:
        return data
    (start, end), (first, last) = random.choice(groups), random.choice(groups)
    return (text[:start] + text[first:last] + text[end:]).encode()


def other_condition(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    """A whole precondition, effect or observing clause stands where another stood."""
    text = data.decode("utf-8", errors="replace")
    parts = [match.span(1) for match in PART.finditer(text)]
    if not parts:
        return data
    (start, end), (first, last) = random.choice(parts), random.choice(parts)
    glue = random.choice(("", f"{text[start:end]} & ", f"{text[start:end]} | ", "!", "if(True) "))
    return (text[:start] + glue + text[first:last] + text[end:]).encode()


GENTLE: tuple[Mutation, ...] = (
    other_operator,
    other_number,
    similar_name,
    other_group,
    other_condition,
    drop_declaration,
    shuffle_declarations,
)

MUTATIONS: tuple[Mutation, ...] = (
    *GENTLE,
    flip_bytes,
    insert_odd_bytes,
    truncate,
    delete_stretch,
    encode_otherwise,
    splice,
    drop_tokens,
    double_tokens,
    swap_tokens,
    insert_word,
    replace_token,
    confuse_names,
    odd_number,
    storm_of_brackets,
    nest_deeply,
    double_declaration,
    borrow_declaration,
)


def mutant(seeds: Sequence[bytes], number: int) -> bytes:
    """The broken file of that number: the same for the same seeds, on any machine."""
    random = Random(number)
    data = random.choice(seeds)
    kinds = random.choice((GENTLE, GENTLE, MUTATIONS))
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        data = random.choice(kinds)(random, data, seeds)
    return data
