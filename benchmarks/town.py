"""The world that a turn is measured on: a market town of twelve who trade, gossip, steal and cover up.

Ten places around a ring, four wares of which each person wants two. People know who is where they are and next
door, and learn of others when they meet them. Wares are carried in bags: one knows what those next to oneself carry,
and each has heard who has one of the wares that they want, and where. Who wants a ware may buy it from whoever
carries it, or steal it behind their back; who has one to sell tells of it whoever might buy. Being seen to steal
costs a good name, which a witness gives back for silver; stolen goods weigh on who carries them until they are
hidden; what others have hidden, whoever knows of it may take.
"""

from __future__ import annotations

PEOPLE = ["Ada", "Bela", "Cord", "Dora", "Egon", "Fay", "Gus", "Hilde", "Ivo", "Jutta", "Karl", "Lena"]
PLACES = ["Square", "Inn", "Harbour", "Tannery", "Mill", "Forge", "Church", "Well", "Bridge", "Garden"]
WARES = ["Salt", "Silk", "Honey", "Lamp"]
ROADS = [*zip(PLACES, PLACES[1:] + PLACES[:1], strict=True)]


def town() -> str:
    """The text of the world."""
    lines = [
        "type place;",
        "type ware;",
        *(f"entity {name} : character;" for name in PEOPLE),
        *(f"entity {place} : place;" for place in PLACES),
        *(f"entity {ware} : ware;" for ware in WARES),
        RULES,
        *(f"next({a}, {b}); next({b}, {a});" for a, b in ROADS),
    ]
    for i, name in enumerate(PEOPLE):
        lines.append(f"at({name}) = {PLACES[i % len(PLACES)]};")
        lines += [f"wants({name}, {ware});" for ware in _wanted(i)]
        if i % 2:
            lines.append(f"silver({name});")
    holders = {ware: (5 * i + 2) % len(PEOPLE) for i, ware in enumerate(WARES)}
    lines += [f"has({ware}) = {PEOPLE[holder]};" for ware, holder in holders.items()]
    for i, name in enumerate(PEOPLE):
        heard = _wanted(i)[0]
        near = [PLACES[(i + step) % len(PLACES)] for step in (-1, 0, 1)]
        lines += [
            f"believes({name}, at({other})) = ?;"
            for j, other in enumerate(PEOPLE)
            if PLACES[j % len(PLACES)] not in near and j != holders[heard]
        ]
        for ware, holder in holders.items():
            if (holder - i) % len(PLACES) and ware != heard:
                lines.append(f"believes({name}, has({ware})) = ?;")
    lines += [f"utility({name}): {UTILITY.replace('ME', name)};" for name in PEOPLE]
    return "\n".join(lines) + "\n"


def _wanted(person: int) -> tuple[str, str]:
    """Two different ones."""
    return WARES[person % len(WARES)], WARES[(person + 1 + person // len(WARES) % (len(WARES) - 1)) % len(WARES)]


RULES = """\
property next(a : place, b : place) : boolean;
property wants(c : character, w : ware) : boolean;
property at(c : character) : place;
property has(w : ware) : character;
property lies(w : ware) : place;
property hider(w : ware) : character;
property stolen(w : ware) : boolean;
property silver(c : character) : boolean;
property shamed(c : character) : boolean;
action walk(c : character, from : place, to : place) {
    precondition: at(c) == from & next(from, to);
    effect: at(c) = to;
    consenting: c;
    observing(o : character): at(o) == from | at(o) == to;
};
action sell(s : character, b : character, w : ware) {
    precondition: s != b & wants(b, w) & at(s) == at(b) & has(w) == s & silver(b);
    effect: has(w) = b & !silver(b) & silver(s) & !stolen(w);
    consenting: s, b;
    observing(o : character): at(o) == at(s);
};
action steal(c : character, v : character, w : ware) {
    precondition: c != v & wants(c, w) & at(c) == at(v) & has(w) == v;
    effect: has(w) = c & stolen(w)
        & (if(exists(o : character) (o != c & o != v & at(o) == at(c))) shamed(c));
    consenting: c;
    observing(o : character): at(o) == at(c) & o != v;
};
action hide(c : character, w : ware, p : place) {
    precondition: at(c) == p & has(w) == c;
    effect: has(w) = ? & lies(w) = p & hider(w) = c;
    consenting: c;
    observing(o : character): at(o) == p;
};
action take(c : character, w : ware, p : place) {
    precondition: at(c) == p & lies(w) == p;
    effect: has(w) = c & lies(w) = ? & hider(w) = ? & !stolen(w);
    consenting: c;
    observing(o : character): at(o) == p;
};
action tell(s : character, l : character, w : ware) {
    precondition: s != l & at(s) == at(l);
    effect: believes(l, has(w)) = believes(s, has(w)) & believes(l, lies(w)) = believes(s, lies(w));
    consenting: s;
    observing(o : character): o == s | o == l;
};
action hush(c : character, o : character) {
    precondition: c != o & at(c) == at(o) & shamed(c) & silver(c);
    effect: !shamed(c) & !silver(c) & silver(o);
    consenting: c, o;
    observing(b : character): b == c | b == o;
};
trigger meet(c : character, d : character) {
    precondition: at(c) == at(d) & believes(c, at(d)) != at(d);
    effect: believes(c, at(d)) = at(d);
};
trigger miss(c : character, d : character) {
    precondition: at(c) != ? & believes(c, at(d)) == at(c) & at(d) != at(c);
    effect: believes(c, at(d)) = ?;
};
"""

UTILITY = (
    "(sum(w : ware) (if(wants(ME, w) & (has(w) == ME | hider(w) == ME)) 4 else 0)) + (if(silver(ME)) 2 else 0)"
    " + (if(exists(w : ware) (has(w) == ME & stolen(w))) 0 else 1) + (if(shamed(ME)) 0 else 3)"
)
