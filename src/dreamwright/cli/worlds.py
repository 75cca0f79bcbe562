"""Which world or stage is meant by a word on the command line, and the list of what is bundled."""

from __future__ import annotations

from pathlib import Path

from dreamwright.errors import DreamwrightError, did_you_mean

BUNDLED = Path(__file__).parent.parent / "worlds"


def bundled(kind: str = "world") -> dict[str, Path]:
    """The bundled worlds (or stages) by name, in the order of the alphabet."""
    return {path.stem: path for path in sorted(BUNDLED.glob(f"*.{kind}"))}


def locate(world: str, *, stages: bool = False) -> Path:
    """The file of a WORLD argument: a path, or the name of what is bundled, which `.world` or `.stage` may follow.

    With `stages` it may be a stage's, and a name that both a stage and a world have means the stage. Raises
    DreamwrightError (`no-such-world`) if it is neither, naming the closest of what there is; and `stage-here`.
    """
    path = Path(world)
    if path.suffix == ".stage" and not stages:
        raise DreamwrightError.of(
            "stage-here",
            f"'{world}' is a stage, and this is about worlds",
            hint="`play`, `watch` and `check` take stages; else name one of its worlds",
        )
    known = _known(stages)
    if path.is_file() or (path.exists() and world not in known):
        return path
    if world in known:
        return known[world]
    near = path.parent.glob("*.world") if path.parent.is_dir() else ()
    hint = did_you_mean(world, [*known, *sorted(str(p) for p in near)])
    raise DreamwrightError.of(
        "no-such-world",
        f"there is no file '{world}' and no bundled world of that name",
        hint=hint or "`dreamwright worlds` lists the bundled worlds",
    )


def _known(stages: bool) -> dict[str, Path]:
    """What each word means that names something bundled."""
    paths = [*bundled().values(), *(bundled("stage").values() if stages else ())]
    return {path.stem: path for path in paths} | {path.name: path for path in paths}


def list_worlds() -> None:
    """Print what is bundled: stages, and worlds with their titles, what they are, who is in them; and the files."""
    from dreamwright.language import load

    staged = bundled("stage")
    for name, path in bundled().items():
        if name in staged:
            _print_stage(name, staged[name])
        world = load(path)
        named = path.name if name in staged else name
        print(f"{named}: {world.title}" if world.title else named)
        if world.attributes.doc:
            print(f"  {' '.join(world.attributes.doc.split())}")
        others = ", ".join(entity.name for entity in world.characters if entity is not world.subject)
        print(f"  with {world.subject.name} to play, or --as {others}" if world.subject else f"  --as {others}")
        print(f"  {path}")


def _print_stage(name: str, path: Path) -> None:
    """Its title and layers, without loading their worlds."""
    import yaml

    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    print(f"{name}: {written.get('title', name)}, a stage")
    print(f"  layers: {', '.join(written['layers'])}; {name}.world is its world alone")
    print(f"  {path}")
