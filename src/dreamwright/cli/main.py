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
Place = Annotated[
    str | None,
    typer.Option("--chronicle", metavar="PLACE", help="Where stories are kept: a file, or a postgresql:// address."),
]
RunName = Annotated[str, typer.Argument(metavar="RUN", help="A run, or RUN/BRANCH; `dreamwright runs` lists them.")]
Seed = Annotated[int, typer.Option(help="Same world, same seed, same commands: same story.")]
MOST_RUNS = 1_000_000
"""Seeds of an ensemble."""
MOST_DAYS = 3_000_000
"""Days of a story: the calendar has room for no more."""
Results = Annotated[Path, typer.Argument(metavar="RESULTS", help="A file of results that `ensemble` wrote.")]


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
    keep: Annotated[bool, typer.Option("--keep/--no-keep", help="Keep the story, to go on with `resume`.")] = True,
    chronicle: Place = None,
) -> None:
    """Live in a world as one of its characters, or in a stage as its subject.

    You are told only what that character perceives and believes. Type `help` in the game for what you can type, and
    `stop` to end it at any moment. Your story is kept by itself; `dreamwright resume` goes on with it. A stage begins
    once you have consented to it.

    \b
    Examples:
      dreamwright play nightfall
      dreamwright play my.world --as Mara --seed 7
      dreamwright play my.stage
    """
    from dreamwright.cli.play.run import play_world

    raise typer.Exit(play_world(world, character, seed, script, keep, chronicle))


@app.command()
def resume(
    run: Annotated[
        str | None, typer.Argument(metavar="[RUN]", help="A run, or RUN/BRANCH; else the one played last.")
    ] = None,
    edited: Annotated[
        bool | None,
        typer.Option("--edited/--stored", help="If the world has been edited since: go on in the new one, or the old."),
    ] = None,
    script: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Play the commands in this file, one a line, then end.")
    ] = None,
    chronicle: Place = None,
) -> None:
    """Go on with a story that you played.

    \b
    Examples:
      dreamwright resume
      dreamwright resume nightfall-3/second
    """
    from dreamwright.cli.play.resume import resume_run

    raise typer.Exit(resume_run(run, chronicle, script, edited=edited))


@app.command()
def serve(
    stories: Annotated[list[str], typer.Argument(metavar="STORY...", help="Stage or world files, or bundled ones.")],
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen; else only this machine can.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Which port; 0: one that is free.")] = 8000,
    seed: Seed = 0,
    new: Annotated[bool, typer.Option("--new", help="Begin anew, even if a story of it is going on.")] = False,
    chronicle: Place = None,
) -> None:
    """Open stories as pages in the browser, and say under which links.

    A story that was going on when the server ended goes on where it was, and links given out earlier still work.
    Needs what `pip install 'dreamwright[web]'` brings.

    \b
    Examples:
      dreamwright serve nightfall
      dreamwright serve my.stage --host 0.0.0.0 --port 80
    """
    from dreamwright.cli.serve import serve_stories

    serve_stories(stories, host, port, chronicle, seed, new=new)


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
    keep: Annotated[bool, typer.Option("--keep", help="Keep the story, for `show`, `fork` and the like.")] = False,
    chronicle: Place = None,
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
    watch_world(world, days, seed, limits, why=why, as_json=as_json, keep=keep, address=chronicle)


@app.command()
def plan(
    world: World,
    goal: Annotated[float, typer.Option(help="The utility of the author that the story has to reach.")],
    author_limit: Annotated[int, typer.Option(min=-1, help="Most actions in the story; -1: no limit.")] = -1,
    character_limit: Annotated[int, typer.Option(min=0, help="Most actions in anybody's reason.")] = 5,
    belief_depth: Annotated[int, typer.Option(min=-1, help="Levels of reasons within reasons; -1: no limit.")] = 1,
    method: Annotated[
        str | None, typer.Option(metavar="NAME", help="One way of searching; else several take turns.")
    ] = None,
    time: Annotated[float | None, typer.Option(min=0, metavar="S", help="Give up after so many seconds.")] = None,
    memory: Annotated[float, typer.Option(min=0, metavar="GB", help="Give up at so much memory.")] = 4,
    nodes: Annotated[int | None, typer.Option(min=0, metavar="N", help="Give up after so many states.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Tell all stories there are, the shortest first.")] = False,
    count: Annotated[int | None, typer.Option(min=1, metavar="K", help="Tell the first K of them.")] = None,
    after: Annotated[
        list[str] | None, typer.Option(metavar="ACTION", help="This has happened already; may be repeated, in order.")
    ] = None,
    having: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="ACTION", help="The story has this; may be repeated, in order."),
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="ACTION", help="The story does not have this; may be repeated.")
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="Tell everybody's reasons for each action, as a tree.")] = False,
    dot: Annotated[
        str | None, typer.Option(metavar="FILE", help="Draw story and reasons as a Graphviz graph; - prints it.")
    ] = None,
    svg: Annotated[
        str | None, typer.Option(metavar="FILE", help="Draw story and reasons as an SVG picture; - prints it.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object; of several stories one a line, and one about them all.")
    ] = False,
) -> None:
    """Find a story that brings the author's utility to a goal, every step of it explained.

    Nothing in a story is needless: without any of its steps it would not get as far. So `--with` asks for stories that
    need an action. The exit code is 0 if there is a story, else 1, and 130 after Ctrl-C, which ends a search with what
    it has found.

    \b
    Examples:
      dreamwright plan my.world --goal 2
      dreamwright plan my.world --goal 1 --author-limit 8 --time 60 --why
      dreamwright plan my.world --goal 2 --svg story.svg
      dreamwright plan my.world --goal 1 --all --without "steal(Bram, Oil)"
    """
    from dreamwright.cli.plan import Asked, Show, plan_world
    from dreamwright.planning import Limits

    several = every or count is not None
    if every and count is not None:
        raise typer.BadParameter("--all and --count contradict each other")
    if method is not None and (several or having):
        raise typer.BadParameter("--all, --count and --with search in a way of their own, without --method")
    if (as_json or several) and (dot or svg):
        raise typer.BadParameter("pictures are of one story, and come without --json, --all and --count")
    if dot == svg == "-":
        raise typer.BadParameter("--dot and --svg cannot both go to standard output")
    asked = Asked(
        world,
        goal,
        Limits(character_limit, belief_depth, author_limit),
        method=_known_method(method),
        several=several,
        most=count,
        after=tuple(after or ()),
        having=tuple(having or ()),
        without=tuple(without or ()),
        seconds=time,
        memory=int(memory * 1e9),
        nodes=nodes,
    )
    raise typer.Exit(plan_world(asked, Show(why, as_json, dot, svg)))


def _known_method(name: str | None) -> str | None:
    """A method of searching. Raises BadParameter, with a suggestion, if there is none of that name."""
    from dreamwright.errors import DreamwrightError
    from dreamwright.planning.plan import known_method

    try:
        known_method(name)
    except DreamwrightError as error:
        about = error.diagnostics[0]
        raise typer.BadParameter(f"{about.message}; {about.hint}", param_hint="'--method'") from None
    return name


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
    method: Annotated[
        str | None, typer.Option(metavar="NAME", help="One way of searching; else several take turns.")
    ] = None,
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
    effort = Effort(time, int(memory * 1e9), repeat, _known_method(method))
    raise typer.Exit(bench_suite(suite, only or [], effort, output))


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
    stories: Annotated[
        int | None, typer.Option("--stories", min=1, metavar="N", help="Play N stories and report their plot holes.")
    ] = None,
    happenings: Annotated[int, typer.Option("--happenings", min=1, help="With --stories: how long each is.")] = 60,
    script: Annotated[
        str | None, typer.Option("--script", metavar="EVENTS", help="Check a file of events, one a line, instead.")
    ] = None,
) -> None:
    """Find what is wrong in a world or a stage: errors, and what can never matter.

    With --stories it plays, and reports acts without a motive, knowledge nobody could have, the dead acting, things in
    two places, and what nobody who perceived it could account for. With --script it checks a hand-written sequence of
    events: what is impossible, what is unexplained, what somebody could not know.

    \b
    Examples:
      dreamwright check my.world
      dreamwright check my.stage
      dreamwright check --strict worlds/*.world
      dreamwright check --stories 5 my.world
      dreamwright check --script night.events my.world
    """
    from dreamwright.cli.check import check_script, check_stories, check_worlds

    if script is not None and stories is not None:
        raise typer.BadParameter("either --stories or --script: one after the other")
    if script is not None:
        raise typer.Exit(max(check_script(world, script, as_json=as_json) for world in worlds))
    if stories is not None:
        raise typer.Exit(check_stories(worlds, stories, happenings, as_json=as_json))
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


@app.command()
def runs(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False, chronicle: Place = None
) -> None:
    """List the stories that are kept, with their branches.

    \b
    Example:
      dreamwright runs
    """
    from dreamwright.cli.runs import list_runs

    raise typer.Exit(list_runs(chronicle, as_json=as_json))


@app.command()
def show(
    run: RunName,
    last: Annotated[int, typer.Option(min=0, metavar="N", help="How many happenings, counted from the end.")] = 20,
    log: Annotated[bool, typer.Option("--log", help="What was taken back as well, in the order it was done.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    chronicle: Place = None,
) -> None:
    """Show the last happenings of a kept story, with their numbers.

    \b
    Examples:
      dreamwright show nightfall-3
      dreamwright show nightfall-3 --last 100
    """
    from dreamwright.cli.runs import show_run

    raise typer.Exit(show_run(run, last, chronicle, log=log, as_json=as_json))


@app.command()
def fork(
    run: RunName,
    at: Annotated[int, typer.Option("--at", min=0, metavar="N", help="After how many happenings it parts.")],
    name: Annotated[str | None, typer.Option(help="What the branch is called; else fork-1 and so on.")] = None,
    chronicle: Place = None,
) -> None:
    """Make a branch of a kept story: the same up to a point, and open from there.

    \b
    Example:
      dreamwright fork nightfall-3 --at 120 --name second
    """
    from dreamwright.cli.runs import fork_run

    raise typer.Exit(fork_run(run, at, name, chronicle))


@app.command()
def diff(
    run: RunName,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The run or branch to compare it with.")],
    chronicle: Place = None,
) -> None:
    """Show where two kept stories part, and what followed in each.

    \b
    Example:
      dreamwright diff nightfall-3 nightfall-3/second
    """
    from dreamwright.cli.runs import compare_runs

    raise typer.Exit(compare_runs(run, other, chronicle))


@app.command()
def export(
    run: RunName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it.")],
    chronicle: Place = None,
) -> None:
    """Write a kept story to one file: all branches, and its world.

    \b
    Example:
      dreamwright export nightfall-3 night.story
    """
    from dreamwright.cli.runs import export_to

    raise typer.Exit(export_to(run, file, chronicle))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `export` wrote.")], chronicle: Place = None
) -> None:
    """Add a story that was exported, here or elsewhere.

    \b
    Example:
      dreamwright import night.story
    """
    from dreamwright.cli.runs import import_from

    raise typer.Exit(import_from(file, chronicle))


@app.command()
def rm(
    run: RunName,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    chronicle: Place = None,
) -> None:
    """Remove a kept story, or one of its branches, after asking.

    \b
    Example:
      dreamwright rm nightfall-3/second
    """
    from dreamwright.cli.runs import remove_run

    raise typer.Exit(remove_run(run, chronicle, sure=yes))


@app.command()
def replay(
    run: RunName,
    verify: Annotated[bool, typer.Option("--verify", help="Say only whether it comes out the same.")] = False,
    chronicle: Place = None,
) -> None:
    """Play a kept story again from its world, everybody thinking anew, and compare what comes out.

    \b
    Example:
      dreamwright replay nightfall-3 --verify
    """
    from dreamwright.cli.runs import replay_run

    raise typer.Exit(replay_run(run, chronicle, silent=verify))


@app.command()
def ask(
    run: RunName,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="What to ask; see the examples.")],
    at: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="As it was after so many happenings; else at the end.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, metavar="N", help="How many answers to show.")] = 20,
    layer: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of a dream: the layer; else the last that the question fits.")
    ] = None,
    chronicle: Place = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, with all answers.")] = False,
) -> None:
    """Ask about a story: what was so when, who knew it and from whom, why it happened, what patterns it has.

    In place of EXPRESSION and CONDITION stands anything that the world language can say, `believes(...)` included; an
    EVENT is an action or trigger with its arguments, `_` for any. The exit code is 1 if the answer is no or never.

    \b
    Questions:
      value EXPRESSION       each value it had, and what changed it
      when CONDITION         when it held; also: first, last, ever, always, count
      when EVENT             when it happened; also: first, last, ever, count
      who knows PROPERTY     what everybody believes of it
      how NAME PROPERTY      how somebody came to believe what they do, and from whom
      why NUMBER | EVENT     the reasons of those who did it
      wrong NAME [PROPERTY]  what somebody was wrong about, and for how long
      never known NAME       what somebody never found out
      patterns [NAME]        betrayals, rescues, revenges and others

    \b
    Examples:
      dreamwright ask nightfall-1 "when believes(Hale, at(Bobbin)) != at(Bobbin)"
      dreamwright ask nightfall-2 "how Vance guilty(Hale)" --at 120
      dreamwright ask nightfall-1 "why swear(Bobbin, _)"
      dreamwright ask nightfall-1 "patterns betrayal"
    """
    from dreamwright.cli.ask import ask_run

    raise typer.Exit(ask_run(run, question, chronicle, at=at, most=most, as_json=as_json, layer=layer))


@app.command()
def injects(
    stage: Annotated[str, typer.Argument(metavar="STAGE", help="A stage, or a world with --list.")],
    table: Annotated[
        str | None, typer.Option("--list", metavar="FILE", help="A list (a CSV file) instead of the stage's own.")
    ] = None,
    output: Annotated[
        str | None, typer.Option("--export", metavar="FILE", help="Write the list as a CSV file; - prints it.")
    ] = None,
) -> None:
    """Check and show what is fed into an exercise, and what is expected to be done about it.

    A list has the columns time, event, channel, from, to, expected action and objective, in any order; it may come
    from a spreadsheet. `dreamwright debrief --injects` holds what was expected against what was done.

    \b
    Examples:
      dreamwright injects blackout
      dreamwright injects my.world --list evening.csv
      dreamwright injects blackout --export mine.csv
    """
    from dreamwright.cli.injects import show_injects

    raise typer.Exit(show_injects(stage, table, output))


@app.command()
def debrief(
    run: RunName,
    output: Annotated[
        str | None,
        typer.Option("-o", metavar="FILE", help="A file in .html, .md or .json, or - to print; else RUN.html."),
    ] = None,
    character: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Through whose eyes; else whom a person played.")
    ] = None,
    seeds: Annotated[
        int, typer.Option(min=0, help="Try each choice otherwise with so many seeds; 0: no turning points.")
    ] = 5,
    reruns: Annotated[int, typer.Option(min=0, help="Let the story run again at most so many times.")] = 20,
    injects: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="A list of injects: what was expected is held against what was done."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is no debrief.")] = False,
    chronicle: Place = None,
) -> None:
    """Tell a run as somebody lived it, and beside it what really happened: one page, to read or print.

    With a timeline, wrong beliefs, numbers and patterns, and the choices after which the outcome differed; Ctrl-C
    while these are looked for gives the page without the rest.

    \b
    Examples:
      dreamwright debrief nightfall-1
      dreamwright debrief nightfall-1 --as Crake --seeds 0 -o crake.md
    """
    from dreamwright.cli.debrief import debrief_run
    from dreamwright.debrief import Effort

    raise typer.Exit(debrief_run(run, character, Effort(seeds, reruns), output, chronicle, injects, force=force))


@app.command()
def ensemble(
    world: Annotated[str, typer.Argument(metavar="WORLD", help="A world or stage: a file, or a bundled one's name.")],
    runs: Annotated[
        int, typer.Option(min=1, max=MOST_RUNS, metavar="N", help="How many seeds; each under all that is varied.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where the results go, as Parquet.")],
    days: Annotated[
        float, typer.Option(min=0, max=MOST_DAYS, help="How many days of the story each run goes on, at most.")
    ] = 10,
    seed: Annotated[int, typer.Option(help="The first seed; the others follow it.")] = 0,
    vary: Annotated[
        list[str] | None, typer.Option(metavar="TARGET=VALUES", help="What is otherwise in some runs; may be repeated.")
    ] = None,
    measure: Annotated[
        list[str] | None, typer.Option(metavar="[NAME=]EXPR", help="What an expression is in the end; may be repeated.")
    ] = None,
    whiles: Annotated[
        list[str] | None, typer.Option("--while", metavar="[NAME=]COND", help="For how long a condition held, in all.")
    ] = None,
    first: Annotated[
        list[str] | None, typer.Option(metavar="[NAME=]COND", help="How long it took until a condition first held.")
    ] = None,
    pattern: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="How often a pattern is found; may be repeated.")
    ] = None,
    every: Annotated[
        float | None,
        typer.Option(min=0, max=24 * MOST_DAYS, metavar="H", help="Also take each --measure every so many hours."),
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="COND", help="End a run when this comes to hold.")] = None,
    precision: Annotated[
        float | None,
        typer.Option(
            min=0, metavar="P", help="Stop once every interval is within P of its share, or P times its mean."
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How many processes; else one for each processor.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask scheduler; `local` starts one on this machine alone.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with results that are there, or add runs.")] = False,
) -> None:
    """Run a world or stage many times and say what the runs come to.

    Each seed is run under every combination of what is varied: an initial value (`budget()=0..3`), a number
    (`Mara.whim=0.1, 0.5`, `storm.rate=0.2~2`: drawn), or a law (`theft=on, off`: actions of that name or with that
    tag). Ctrl-C keeps what is done. Needs what `pip install 'dreamwright[ensemble]'` brings.

    \b
    Examples:
      dreamwright ensemble breakout --runs 100 --days 50 --first "out=status() == Loose" -o out.parquet
      dreamwright ensemble breakout --runs 100 --vary "budget()=0..3" --measure "victims()" -o budget.parquet
      dreamwright ensemble my.stage --runs 20 --days 1 --vary "stage.subject.attention=0.2, 0.6" -o seen.parquet
    """
    from dreamwright.cli.ensemble import Asked, How, run_ensemble

    asked = Asked(runs, days, seed, vary or (), measure or (), whiles or (), first or (), pattern or (), every, until)
    raise typer.Exit(run_ensemble(world, asked, How(workers, cluster, precision, resume), output))


@app.command()
def report(
    results: Results,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="The page; else RESULTS.html.")
    ] = None,
    png: Annotated[Path | None, typer.Option(metavar="DIR", help="Also write its pictures there, as PNG.")] = None,
    svg: Annotated[Path | None, typer.Option(metavar="DIR", help="Also write its pictures there, as SVG.")] = None,
) -> None:
    """Tell what an ensemble came to on one page that needs nothing else: estimates, intervals, plots.

    \b
    Examples:
      dreamwright report out.parquet
      dreamwright report out.parquet -o out.html --png pictures
    """
    from dreamwright.cli.report import write_report

    raise typer.Exit(write_report(results, output, {"png": png, "svg": svg}))


@app.command()
def compare(
    before: Annotated[str, typer.Argument(metavar="A", help="A file of results, or a world or stage.")],
    after: Annotated[str, typer.Argument(metavar="B", help="Another, or another version of it.")],
    runs: Annotated[int, typer.Option(min=1, max=MOST_RUNS, metavar="N", help="Of worlds: how many seeds.")] = 100,
    days: Annotated[float, typer.Option(min=0, max=MOST_DAYS, help="Of worlds: how many days each run goes on.")] = 10,
    seed: Seed = 0,
    measure: Annotated[
        list[str] | None, typer.Option(metavar="[NAME=]EXPR", help="Of worlds, as for `ensemble`.")
    ] = None,
    whiles: Annotated[
        list[str] | None, typer.Option("--while", metavar="[NAME=]COND", help="Of worlds, as for `ensemble`.")
    ] = None,
    first: Annotated[
        list[str] | None, typer.Option(metavar="[NAME=]COND", help="Of worlds, as for `ensemble`.")
    ] = None,
    pattern: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Of worlds, as for `ensemble`.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, metavar="N", help="Of worlds: how many processes.")] = None,
) -> None:
    """Hold the same seeds under two versions of a world against each other: what changed, by how much, what to read.

    \b
    Examples:
      dreamwright compare before.parquet after.parquet
      dreamwright compare old.world new.world --runs 200 --measure "dead(Tom)"
    """
    from dreamwright.cli.ensemble import Asked
    from dreamwright.cli.report import compare_results

    asked = Asked(runs, days, seed, (), measure or (), whiles or (), first or (), pattern or ())
    raise typer.Exit(compare_results(before, after, asked, workers))


@app.command("open")
def open_(
    results: Results,
    run: Annotated[int, typer.Argument(min=0, metavar="RUN", help="The number of the run, in the column `run`.")],
    chronicle: Place = None,
) -> None:
    """Put a run of an ensemble among the kept stories, told again from its seed: for `show`, `ask`, `debrief`, `fork`.

    \b
    Example:
      dreamwright open out.parquet 17
    """
    from dreamwright.cli.report import open_run

    raise typer.Exit(open_run(results, run, chronicle))


@app.command()
def questions(
    world: World,
    count: Annotated[int, typer.Option(min=1, metavar="N", help="How many questions.")] = 100,
    order: Annotated[
        list[int] | None, typer.Option(min=1, max=4, metavar="K", help="How many minds deep; may be repeated.")
    ] = None,
    seed: Seed = 0,
    happenings: Annotated[int, typer.Option(min=1, metavar="N", help="How long a story is, at most.")] = 12,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="A file of JSON lines; else they are printed.")
    ] = None,
) -> None:
    """Make questions from stories: who believes what about whom, with answers, reasons and control questions.

    One JSON object a line. Of each order (1 and 2 unless told otherwise) as many are about true beliefs as about
    false ones.

    \b
    Examples:
      dreamwright questions nightfall --count 200 -o minds.jsonl
      dreamwright questions breakout --order 1 --order 2 --order 3
    """
    from dreamwright.cli.questions import write_questions

    raise typer.Exit(write_questions(world, count, order or (1, 2), seed, happenings, output))


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
