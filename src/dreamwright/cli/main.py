"""The `dreamwright` command: its verbs and what they take. The work of each is in a file of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dreamwright.cli.errors import guarded

app = typer.Typer(
    name="dreamwright",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: twice as fast to show, and easier on a screen reader
    pretty_exceptions_enable=False,
)

World = Annotated[str, typer.Argument(metavar="WORLD", help="A world file, or the name of a bundled world.")]
Worlds = Annotated[list[str], typer.Argument(metavar="WORLD...", help="World files, or names of bundled worlds.")]
Seed = Annotated[int, typer.Option(help="Same world, same seed, same commands: same story.")]


@app.command()
def play(
    world: World,
    character: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Whom to play; else the world's subject.")
    ] = None,
    seed: Seed = 0,
    script: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Play the commands in this file, one a line, then end.")
    ] = None,
) -> None:
    """Live in a world as one of its characters.

    You are told only what that character perceives and believes. Type `help` in the game for what you can type.

    \b
    Examples:
      dreamwright play nightfall
      dreamwright play my.world --as Mara --seed 7
    """
    from dreamwright.cli.play.run import play_world

    raise typer.Exit(play_world(world, character, seed, script))


@app.command()
def watch(
    world: World,
    days: Annotated[float, typer.Option(min=0, help="How many days of the world to tell.")] = 3,
    seed: Seed = 0,
    foresight: Annotated[
        int | None, typer.Option(min=1, help="How many actions ahead its people think; else as the world has it.")
    ] = None,
    belief_depth: Annotated[
        int | None, typer.Option(min=0, help="How many levels of reasons within reasons they go through.")
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="Tell each action's motive.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Let a story unfold by itself, and read its chronicle.

    \b
    Examples:
      dreamwright watch nightfall --days 2 --seed 7 --why
      dreamwright watch nightfall --json | jq .event
    """
    from dreamwright.cli.watch import watch_world
    from dreamwright.planning import Limits

    limits = None
    if foresight is not None or belief_depth is not None:
        limits = Limits(3 if foresight is None else foresight, 1 if belief_depth is None else belief_depth)
    watch_world(world, days, seed, limits, why=why, as_json=as_json)


@app.command()
def plan(
    world: World,
    goal: Annotated[float, typer.Option(help="The utility of the author that the story has to reach.")],
    author_limit: Annotated[int, typer.Option(min=-1, help="Most actions in the story; -1: no limit.")] = -1,
    character_limit: Annotated[int, typer.Option(min=0, help="Most actions in anybody's reason.")] = 5,
    belief_depth: Annotated[int, typer.Option(min=-1, help="Levels of reasons within reasons; -1: no limit.")] = 1,
    time: Annotated[float | None, typer.Option(min=0, metavar="S", help="Give up after so many seconds.")] = None,
    why: Annotated[bool, typer.Option("--why", help="Tell everybody's reasons for each action, as a tree.")] = False,
    dot: Annotated[
        str | None, typer.Option(metavar="FILE", help="Draw story and reasons as a Graphviz graph; - prints it.")
    ] = None,
    svg: Annotated[
        str | None, typer.Option(metavar="FILE", help="Draw story and reasons as an SVG picture; - prints it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Find a story that brings the author's utility to a goal, every step of it explained.

    \b
    Examples:
      dreamwright plan my.world --goal 2
      dreamwright plan my.world --goal 1 --author-limit 8 --time 60 --why
      dreamwright plan my.world --goal 2 --svg story.svg
    """
    from dreamwright.cli.plan import Show, show_plan
    from dreamwright.planning import Limits

    if as_json and (dot or svg):
        raise typer.BadParameter("--json comes without pictures")
    if dot == svg == "-":
        raise typer.BadParameter("--dot and --svg cannot both go to standard output")
    limits = Limits(character_limit, belief_depth, author_limit)
    raise typer.Exit(show_plan(world, goal, limits, time, Show(why, as_json, dot, svg)))


@app.command()
def bench(
    suite: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A folder with a CSV file of settings, worlds beside it; or the CSV file."),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Run only settings with this name (* and ? allowed).")
    ] = None,
    time: Annotated[float, typer.Option(min=0, metavar="S", help="Give each setting up after so many seconds.")] = 300,
    memory: Annotated[float, typer.Option(min=0, metavar="GB", help="Give each setting up at so much memory.")] = 8,
    repeat: Annotated[int, typer.Option(min=1, metavar="N", help="Run each so many times; the median counts.")] = 1,
    output: Annotated[Path | None, typer.Option("-o", metavar="FILE", help="Keep the results as JSON.")] = None,
    compare: Annotated[
        tuple[Path, Path] | None, typer.Option(metavar="A B", help="Compare two files of results instead.")
    ] = None,
) -> None:
    """Plan for a whole suite of settings and measure it, or compare two such runs.

    The CSV file has the columns name, problem, goal, author_limit, character_limit and epistemic_limit. Each setting
    runs in a process of its own. A comparison fails when something that was solved is not any more.

    \b
    Examples:
      dreamwright bench --suite my-suite -o now.json
      dreamwright bench --suite my-suite --only "inn_*" --time 60 --repeat 3
      dreamwright bench --compare before.json now.json
    """
    from dreamwright.cli.bench import Effort, bench_suite, compare_files

    if (suite is None) == (compare is None):
        raise typer.BadParameter("give either --suite DIR or --compare A B")
    if compare is not None:
        raise typer.Exit(compare_files(*compare))
    assert suite is not None
    raise typer.Exit(bench_suite(suite, only or [], Effort(time, int(memory * 1e9), repeat), output))


@app.command()
def why(
    world: World,
    action: Annotated[str, typer.Argument(metavar="ACTION", help="A ground action, as in `give(Tom, Lamp, Mara)`.")],
    after: Annotated[
        list[str] | None, typer.Option(metavar="ACTION", help="Take this action first; may be repeated, in order.")
    ] = None,
    character_limit: Annotated[
        int | None, typer.Option(min=0, help="Most actions in anybody's reason; else as the world has it.")
    ] = None,
    belief_depth: Annotated[int, typer.Option(min=-1, help="Levels of reasons within reasons; -1: no limit.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Explain why each of those who must want an action would, or what stands in the way.

    The exit code is 0 if the action is possible and they all have a motive, else 1.

    \b
    Examples:
      dreamwright why nightfall "walk(Grist, Quay, Market)"
      dreamwright why my.world "buy(Ines, Bram, Oil)" --after "take(Bram, Oil, Boathouse)"
    """
    from dreamwright.cli.why import why_world

    raise typer.Exit(why_world(world, action, after or [], character_limit, belief_depth, as_json=as_json))


@app.command()
def check(
    worlds: Worlds,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for each world, a line each.")] = False,
) -> None:
    """Find what is wrong in a world: errors, and what can never matter.

    \b
    Examples:
      dreamwright check my.world
      dreamwright check --strict worlds/*.world
    """
    from dreamwright.cli.check import check_worlds

    raise typer.Exit(check_worlds(worlds, strict=strict, as_json=as_json))


@app.command()
def fmt(
    worlds: Annotated[list[str], typer.Argument(metavar="WORLD...", help="World files; - for standard input.")],
    only_check: Annotated[bool, typer.Option("--check", help="Write nothing; fail if a file would change.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,
) -> None:
    """Lay a world file out in the canonical way, in place.

    \b
    Examples:
      dreamwright fmt my.world
      dreamwright fmt --diff my.world
      dreamwright fmt - < my.world
    """
    from dreamwright.cli.fmt import format_worlds

    raise typer.Exit(format_worlds(worlds, only_check=only_check, diff=diff))


@app.command()
def worlds() -> None:
    """List the bundled worlds.

    \b
    Example:
      dreamwright worlds
    """
    from dreamwright.cli.worlds import list_worlds

    list_worlds()


@app.command()
def test(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Test files in the RegTest format.")],
    only: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Run only tests with this name (* and ? allowed).")
    ] = None,
    list_only: Annotated[bool, typer.Option("--list", help="Name the tests and run none.")] = False,
    vital: Annotated[bool, typer.Option("--vital", help="End each test at its first failure.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show what the game says.")] = False,
) -> None:
    """Play scripted commands and check what the game answers.

    The format is RegTest's, known from interactive fiction: `** world: nightfall`, then tests of
    `* name`, `> command`, and lines that the answer must hold; `!` negates, `/` begins a regular expression.

    \b
    Examples:
      dreamwright test tests/nightfall.regtest
      dreamwright test --only "hospital-*" --verbose tests/nightfall.regtest
    """
    from dreamwright.cli.regtest.run import run_files

    raise typer.Exit(run_files(files, only or ["*"], list_only=list_only, vital=vital, verbose=verbose))


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"dreamwright {version('dreamwright')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Living story worlds: play one, watch one, check the one you are writing.

    Start with: dreamwright play nightfall
    """


def main() -> None:
    """Run the command line and exit: 0 done, 1 a problem in a world or file, 2 wrong usage, 130 interrupted."""
    sys.exit(guarded(app))
