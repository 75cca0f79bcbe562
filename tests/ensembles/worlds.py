"""Worlds that are run many times, small enough for it."""

HARBOUR = """\
world "Harbour" { start: "2000-01-01 08:00"; foresight: 2; };
type place;
entity Quay : place;
entity Tavern : place;
entity Ada : character { whim: 0.5; };
entity Bo : character;
property at(c : character) : place;
property coins(c : character) : number;
property watch() : number;
property storms() : number;
property sunk() : boolean;
at(Ada) = Quay;
at(Bo) = Tavern;
coins(Ada) = 2;
coins(Bo) = 2;
watch() = 1;
action walk(c : character, to : place) {
  precondition: at(c) != to;
  effect: at(c) = to;
  consenting: c;
  duration: 10;
};
action steal(thief : character, victim : character) {
  precondition: thief != victim & at(thief) == at(victim) & coins(victim) > 0;
  effect: coins(thief) = coins(thief) + 1 & coins(victim) = coins(victim) - 1;
  consenting: thief;
  observing(c : character): c == thief;
  duration: 60;
  tags: crime, harm;
};
action storm() {
  effect: storms() = storms() + 1;
  rate: 2;
};
action sinking() {
  precondition: !sunk() & storms() > watch();
  effect: sunk() = True;
  rate: 1;
};
utility(Ada): coins(Ada);
utility(Bo): coins(Bo);
"""

DREAM = """\
title: Two harbours
layers:
  waking: {world: harbour.world, subject: Ada, ways: [{do: sleep, into: deep, when: storms() >= 1}]}
  deep: {world: deep.world, subject: Ada}
subject: {attention: 0.4}
"""


def laid_out(folder):
    """The world, and the stage beside it, as files."""
    (folder / "harbour.world").write_text(HARBOUR)
    (folder / "deep.world").write_text(HARBOUR.replace("watch() = 1", "watch() = 0"))
    (folder / "dream.stage").write_text(DREAM)
    return folder / "harbour.world", folder / "dream.stage"
