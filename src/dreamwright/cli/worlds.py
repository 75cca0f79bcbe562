"""Which world is meant by a word on the command line, and the list of bundled worlds."""

from __future__ import annotations

from pathlib import Path

from dreamwright.errors import DreamwrightError, did_you_mean

BUNDLED = Path(__file__).parent.parent / "worlds"


def bundled() -> dict[str, Path]:
    """The bundled worlds by name, in the order of the alphabet."""
    return {path.stem: path for path in sorted(BUNDLED.glob("*.world"))}


def locate(world: str, *, stages: bool = False) -> Path:
    """The file of a WORLD argument: a path, or the name of a bundled world. With `stages` it may be a stage's.

    Raises DreamwrightError (`no-such-world`) if it is neither, naming the closest of what there is; and `stage-here`.
    """
    path, known = Path(world), bundled()
    if path.suffix == ".stage" and not stages:
        raise DreamwrightError.of(
            "stage-here", f"'{world}' is a stage, and this is about worlds", hint="`play` and `check` take stages"
        )
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


def list_worlds() -> None:
    """Print each bundled world: its name and title, what it is, who is in it, and where its file is."""
    from dreamwright.language import load

    for name, path in bundled().items():
        world = load(path)
        print(f"{name}: {world.title}" if world.title else name)
        if world.attributes.doc:
            print(f"  {' '.join(world.attributes.doc.split())}")
        others = ", ".join(entity.name for entity in world.characters if entity is not world.subject)
        print(f"  with {world.subject.name} to play, or --as {others}" if world.subject else f"  --as {others}")
        print(f"  {path}")
