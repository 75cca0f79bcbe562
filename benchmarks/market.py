"""A generated world to measure on: a market town in which everybody trades, gossips, steals and covers up.

Sizes are arguments, so that one text serves for a small mind and for a large town.
"""

from __future__ import annotations


def market(people: int, places: int, goods: int) -> str:
    """The text of a world with that many characters, places on a ring, and things.

    Everybody wants their own thing above all and dislikes an empty purse. Ground actions: about
    people x (2 x places + 2 x places x goods + people x (2 x goods + places)).
    """
    names = [f"P{i}" for i in range(people)]
    stalls = [f"Stall{i}" for i in range(places)]
    wares = [f"Ware{i}" for i in range(goods)]
    lines = [
        "type place;",
        "type ware;",
        *(f"entity {name} : character;" for name in names),
        *(f"entity {stall} : place;" for stall in stalls),
        *(f"entity {ware} : ware;" for ware in wares),
        RULES,
        *(f"next({a}, {b}); next({b}, {a});" for a, b in zip(stalls, stalls[1:] + stalls[:1], strict=True)),
        *(f"at({name}) = {stalls[i % places]};" for i, name in enumerate(names)),
        *(f"coins({name}) = {3 + i % 4};" for i, name in enumerate(names)),
        *(f"lies({ware}) = {stalls[i % places]};" for i, ware in enumerate(wares)),
        *(f"wants({name}, {wares[i % goods]});" for i, name in enumerate(names)),
        *(f"believes({name}, lies({wares[i % goods]})) = {stalls[0]};" for i, name in enumerate(names)),
        *(f"utility({name}): {UTILITY.replace('ME', name)};" for name in names),
    ]
    return "\n".join(lines) + "\n"


RULES = """\
property next(a : place, b : place) : boolean;
property at(c : character) : place;
property lies(w : ware) : place;
property owner(w : ware) : character;
property coins(c : character) : number;
property wants(c : character, w : ware) : boolean;
property angry(c : character) : boolean;
action walk(c : character, from : place, to : place) {
    precondition: at(c) == from & next(from, to);
    effect: at(c) = to;
    consenting: c;
    observing(o : character): at(o) == from | at(o) == to;
};
action take(c : character, w : ware, p : place) {
    precondition: at(c) == p & lies(w) == p;
    effect: owner(w) = c & lies(w) = ?;
    consenting: c;
    observing(o : character): at(o) == p;
};
action hide(c : character, w : ware, p : place) {
    precondition: at(c) == p & owner(w) == c;
    effect: owner(w) = ? & lies(w) = p;
    consenting: c;
    observing(o : character): o == c;
};
action sell(s : character, b : character, w : ware) {
    precondition: s != b & at(s) == at(b) & owner(w) == s & coins(b) >= 1;
    effect: owner(w) = b & coins(s) = coins(s) + 1 & coins(b) = coins(b) - 1;
    consenting: s, b;
    observing(o : character): at(o) == at(s);
};
action steal(c : character, v : character, w : ware) {
    precondition: c != v & at(c) == at(v) & owner(w) == v;
    effect: owner(w) = c;
    consenting: c;
    observing(o : character): at(o) == at(c) & o != v;
};
action tell(s : character, l : character, p : place) {
    precondition: s != l & at(s) == at(l);
    effect: forall(w : ware) (if(believes(s, lies(w)) == p) believes(l, lies(w) = p));
    consenting: s;
    observing(o : character): o == s | o == l;
};
trigger notice(c : character, w : ware) {
    precondition: at(c) == lies(w) & believes(c, lies(w)) != lies(w);
    effect: believes(c, lies(w)) = lies(w);
};
trigger temper(c : character) {
    precondition: coins(c) < 1 & !angry(c);
    effect: angry(c);
};
"""

UTILITY = "sum(w : ware) (if(owner(w) == ME & wants(ME, w)) 5 else 0) + (if(angry(ME)) 0 else 1)"
