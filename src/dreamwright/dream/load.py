"""Stage files: from the text of one to a `Stage` in which every name is looked up and every expression checked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from dreamwright.director import Brief, Exposure, Leaning
from dreamwright.director.brief import MEANS, USUAL_EBB
from dreamwright.dream.codes import warning
from dreamwright.dream.document import Document, StageError, compose
from dreamwright.dream.expressions import condition, facts, leaning
from dreamwright.dream.stage import (
    AWAKENINGS,
    GOINGS,
    POWERS,
    Awakening,
    Back,
    Fact,
    Going,
    Layer,
    Limits,
    Link,
    Lucid,
    Stage,
    Subject,
    Thresholds,
    Way,
)
from dreamwright.errors import Diagnostic, DreamwrightError, Source, did_you_mean
from dreamwright.grounding import Program, load_program
from dreamwright.grounding.fluents import signature
from dreamwright.grounding.formula import Condition
from dreamwright.language.files import STANDARD, read_source
from dreamwright.language.world import Entity

if TYPE_CHECKING:
    from yaml.nodes import Node


WHOLE = (
    "title", "about", "draws on", "layers", "subject", "limits", "director", "thresholds", "lucid", "going back",
    "operators", "injects",
)  # fmt: skip
LAYER = ("world", "subject", "ways", "carries", "pace", "links")
SUBJECT = ("memories", "attention", "credulity", "fears", "hopes")
DIRECTOR = ("aims", "means", "tension", "ceiling", "newcomers", "exposure")
MOST_WEIGHT = 1_000.0
LONGEST_DREAM = 1_000_000
"""Minutes of a tension curve."""
ALL = "all"


def load_stage(path: str | Path, standard: Path | None = None) -> Stage:
    """The stage of a file. Raises StageError or WorldError with everything that is wrong with it.

    `standard`: the folder of the standard worlds, beside which the bundled ones are; None: Dreamwright's own.
    """
    source = read_source(Path(path), str(path))
    return _Loader(source, Path(path).parent, standard or STANDARD).stage()


def stage_of(program: Program, subject: Entity) -> Stage:
    """The stage that a world alone is played on: one layer, no limits, and every decision may be taken back.

    Its subject is not attentive: a world alone is no dream that somebody could see through. It has a text like any
    other, as if that stood beside the world, so it can be kept.
    """
    path = Path(program.world.sources[0].name)
    text = "\n".join(
        (
            f"title: {_quoted(program.world.title or path.stem)}",
            "layers:",
            f"  {_quoted(path.stem)}: {{world: {_quoted(path.name)}, subject: {_quoted(subject.name)}}}",
            "subject: {attention: 0}",
            "",
        )
    )
    loader = _Loader(Source(str(path.with_suffix(".stage")), text), path.parent, STANDARD)
    loader.programs[path.parent / path.name] = program
    return loader.stage()


def _quoted(text: str) -> str:
    """A text so that YAML takes it as it is: in double quotes, with JSON's escapes, which are among YAML's."""
    return json.dumps("".join(letter if letter.isprintable() else " " for letter in text), ensure_ascii=False)


class _Loader:
    """Reads one stage file."""

    def __init__(self, source: Source, folder: Path, standard: Path) -> None:
        self.source = source
        self.folder = folder
        self.standard = standard
        self.document = Document(source)
        self.warnings: list[Diagnostic] = []
        self.layers: dict[str, Layer | None] = {}
        """By name; None where its world cannot be had."""
        self.programs: dict[Path, Program] = {}
        """By the file of their world: layers may share one."""
        self.tags: list[tuple[Node, str]] = []
        self.led_into: set[str] = set()

    def stage(self) -> Stage:
        """Everything. What is wrong is raised together."""
        document = self.document
        root = compose(self.source)
        parts = document.mapping(root, "a stage", WHOLE, needed=("layers",))
        if "layers" in parts:
            self._layers(parts["layers"])
        if not self.layers:
            raise StageError(document.problems)
        stage = Stage(
            title=self._text(parts, "title") or Path(self.source.name).stem,
            layers=(),
            source=self.source,
            about=self._text(parts, "about") or "",
            draws_on=self._texts(parts, "draws on"),
            subject=self._subject(parts["subject"]) if "subject" in parts else Subject(),
            limits=self._limits(parts["limits"]) if "limits" in parts else Limits(),
            director=self._director(parts["director"]) if "director" in parts else Brief(),
            thresholds=self._thresholds(parts["thresholds"]) if "thresholds" in parts else Thresholds(),
            lucid=self._lucid(parts["lucid"]) if "lucid" in parts else Lucid(),
            back=self._back(parts["going back"]) if "going back" in parts else Back(),
            operators=self._words(parts, "operators", POWERS),
            injects=self._table(parts["injects"]) if "injects" in parts else None,
        )
        if document.problems:
            raise StageError(sorted(document.problems, key=self._place))
        stage = replace(stage, layers=tuple(layer for layer in self.layers.values() if layer is not None))
        self._look_over(stage, parts["layers"])
        return replace(stage, warnings=tuple(sorted(self.warnings, key=self._place)))

    def _place(self, diagnostic: Diagnostic) -> tuple[bool, int]:
        span = diagnostic.span
        mine = span is not None and span.source is self.source
        return (not mine, span.start if mine and span is not None else 0)

    # ------------------------------------------------------------------------------------------ layers
    def _layers(self, node: Node) -> None:
        """First what each layer is, then how they hang together, which may name any of them."""
        written = self.document.named(node, "the list of layers")
        parts: dict[str, dict[str, Node]] = {}
        for name, (_, layer) in written.items():
            parts[name] = self.document.mapping(layer, "a layer", LAYER, needed=("world",))
            self.layers[name] = self._layer(name, layer, parts[name])
        for name in written:
            layer = self.layers[name]
            if layer is not None:
                self.layers[name] = self._joined(layer, parts[name])

    def _layer(self, name: str, node: Node, parts: dict[str, Node]) -> Layer | None:
        path = self._world(parts["world"]) if "world" in parts else None
        if path is None:
            return None
        try:
            program = self.programs.get(path) or load_program(path, self.standard)
        except DreamwrightError as error:
            self.document.problems += error.diagnostics
            return None
        self.programs[path] = program
        subject = self._subject_of(program, parts.get("subject"), node)
        return None if subject is None else Layer(name, path, program, subject)

    def _world(self, node: Node) -> Path | None:
        """The file of a layer's world: a path from the stage's own folder on, or the name of a bundled one."""
        named = self.document.text(node, "a world")
        if named is None:
            return None
        bundled = {path.stem: path for path in sorted(self.standard.parent.glob("*.world"))}
        path = self.folder / named
        if path in self.programs or path.is_file():
            return path
        if named in bundled:
            return bundled[named]
        near = sorted(p.name for p in self.folder.glob("*.world"))
        self.document.note("stage-world", f"there is no file '{named}' beside the stage, nor a bundled world of that "
                           "name", node, hint=did_you_mean(named, [*near, *bundled]))  # fmt: skip
        return None

    def _subject_of(self, program: Program, node: Node | None, layer: Node) -> Entity | None:
        if node is not None:
            return self._character(program, node)
        subject = program.world.subject
        if subject is None:
            self.document.note("stage-character", "this world names no subject, so the layer must", layer,
                               expected="`subject: NAME`")  # fmt: skip
        return subject

    def _character(self, program: Program, node: Node) -> Entity | None:
        named = self.document.text(node, "a character")
        characters = {entity.name: entity for entity in program.world.characters}
        if named is None or named in characters:
            return None if named is None else characters[named]
        self.document.note("stage-character", f"there is no character '{named}' in this layer's world", node,
                           expected=f"one of {', '.join(characters)}" if characters else None,
                           hint=did_you_mean(named, list(characters)))  # fmt: skip
        return None

    def _joined(self, layer: Layer, parts: dict[str, Node]) -> Layer:
        document = self.document
        ways = [self._way(layer.program, node) for node in document.items(parts.get("ways"))]
        links = [self._link(layer.program, node) for node in document.items(parts.get("links"))]
        pace = document.number(parts["pace"], "pace", 0, 1_000) if "pace" in parts else None
        return replace(
            layer,
            ways=tuple(way for way in ways if way is not None),
            links=tuple(link for link in links if link is not None),
            carries=self._carried(layer.program, parts["carries"]) if "carries" in parts else (),
            pace=pace or 0.0,
        )

    def _way(self, program: Program, node: Node) -> Way | None:
        document = self.document
        parts = document.mapping(node, "a way", ("do", "into", "when", "tag"), needed=("do",))
        going = document.choice(parts["do"], "what a way does", GOINGS) if "do" in parts else None
        into = self._layer_name(parts["into"]) if "into" in parts else None
        if going is not None:
            self._check_target(node, going, "into" in parts, needs=("sleep", "fail"), may=("wake",))
        if ("when" in parts) == ("tag" in parts):
            document.note("stage-way", "a way is taken either when a condition holds, or at an action with a tag", node,
                          expected="one of `when:` and `tag:`")  # fmt: skip
            return None
        when = self._condition(program, parts["when"]) if "when" in parts else None
        tag = document.text(parts["tag"], "a tag") if "tag" in parts else None
        if tag is not None:
            self.tags.append((parts["tag"], tag))
        return None if going is None else Way(cast(Going, going), into, when, tag)

    def _check_target(self, node: Node, going: str, given: bool, needs: Sequence[str], may: Sequence[str]) -> None:
        if given and going not in (*needs, *may):
            self.document.note("stage-way", f"'{going}' leads into no layer of its own", node, expected="no `into:`")
        elif not given and going in needs:
            self.document.note("stage-way", f"'{going}' needs a layer that it leads into", node, expected="`into:`")

    def _layer_name(self, node: Node) -> str | None:
        named = self.document.text(node, "the name of a layer")
        if named is None:
            return None
        if named not in self.layers:
            self.document.note("stage-layer", f"there is no layer '{named}'", node,
                               expected=f"one of {', '.join(self.layers)}",
                               hint=did_you_mean(named, list(self.layers)))  # fmt: skip
            return None
        self.led_into.add(named)
        return named

    def _program_of(self, node: Node | None) -> tuple[str, Program] | None:
        """The layer that a part names, else the first, with its world; None if either cannot be had."""
        led = set(self.led_into)
        name = next(iter(self.layers)) if node is None else self._layer_name(node)
        self.led_into = led  # to be about a layer is not to lead there
        layer = None if name is None else self.layers[name]
        return None if layer is None else (layer.name, layer.program)

    def _carried(self, program: Program, node: Node) -> tuple[str, ...] | None:
        if self.document.is_scalar(node) and node.value in (ALL, "none"):
            return None if node.value == ALL else ()
        return self._properties(program, node)

    def _properties(self, program: Program, node: Node) -> tuple[str, ...]:
        known = list(dict.fromkeys(declared.name for declared in program.world.properties))
        found: list[str] = []
        for item in self.document.items(node):
            named = self.document.text(item, "a property")
            if named is not None and named not in known:
                self.document.note("stage-property", f"this layer's world has no property '{named}'", item,
                                   hint=did_you_mean(named, known))  # fmt: skip
            elif named is not None:
                if not any(fluent.property.name == named for fluent in program.fluents):
                    self._warn_fixed(f"{named}() of anything", item)
                found.append(named)
        return tuple(dict.fromkeys(found))

    def _link(self, program: Program, node: Node) -> Link | None:
        needed = ("who", "layer", "driver", "shares")
        parts = self.document.mapping(node, "a link", (*needed, "when"), needed=needed)
        if any(key not in parts for key in needed):
            return None
        who = self._character(program, parts["who"])
        outer = self._program_of(parts["layer"])
        shares = self._properties(program, parts["shares"])
        if outer is None:
            return None
        driver = self._character(outer[1], parts["driver"])
        when = self._condition(outer[1], parts["when"]) if "when" in parts else None
        return None if who is None or driver is None else Link(who, outer[0], driver, shares, when)

    # ------------------------------------------------------------------------------------------ the subject
    def _subject(self, node: Node) -> Subject:
        parts = self.document.mapping(node, "the subject", SUBJECT)
        for item in self.document.items(parts.get("memories")):
            self._memory(item)
        usual = Subject()
        return Subject(
            attention=self._share(parts, "attention", usual.attention),
            credulity=self._share(parts, "credulity", usual.credulity),
            fears=self._leanings(parts, "fears"),
            hopes=self._leanings(parts, "hopes"),
        )

    def _memory(self, node: Node) -> None:
        parts = {"believes": node}
        if self.document.is_mapping(node):
            parts = self.document.mapping(node, "a memory", ("believes", "layer"), needed=("believes",))
        about = self._program_of(parts.get("layer"))
        if about is None or "believes" not in parts:
            return
        name, program = about
        found: tuple[Fact, ...] | None = self.document.within(
            parts["believes"], lambda text, place: facts(program, text, place)
        )
        for property_, arguments, _ in found or ():
            if program.place(property_, arguments) is None:
                self._warn_fixed(signature(property_.name, arguments), parts["believes"])
        layer = self.layers[name]
        assert layer is not None
        self.layers[name] = replace(layer, memories=(*layer.memories, *(found or ())))

    def _leanings(self, parts: dict[str, Node], key: str) -> tuple[Leaning, ...]:
        found = [self._leaning(node) for node in self.document.items(parts.get(key))]
        return tuple(one for one in found if one is not None)

    def _leaning(self, node: Node) -> Leaning | None:
        """An expression alone, or with its weight, its layer and what it is in words."""
        parts = {"of": node}
        if self.document.is_mapping(node):
            parts = self.document.mapping(node, "this", ("of", "weight", "layer", "text"), needed=("of",))
        weight = self.document.number(parts["weight"], "a weight", 0, MOST_WEIGHT) if "weight" in parts else 1.0
        about = self._program_of(parts.get("layer"))
        if about is None or "of" not in parts:
            return None
        name, program = about
        read = self.document.within(parts["of"], lambda text, place: leaning(program, text, place))
        if read is None or weight is None:
            return None
        value, condition_ = read
        return Leaning(name, self._text(parts, "text") or parts["of"].value.strip(), value, condition_, weight)

    # ------------------------------------------------------------------------------------------ the rest
    def _limits(self, node: Node) -> Limits:
        parts = self.document.mapping(node, "limits", ("lines", "veils"))
        for key in ("lines", "veils"):
            self.tags += [(item, item.value) for item in self.document.items(parts.get(key))
                          if self.document.is_scalar(item)]  # fmt: skip
        return Limits().tightened(self._texts(parts, "lines"), self._texts(parts, "veils"))

    def _director(self, node: Node) -> Brief:
        parts = self.document.mapping(node, "the director", DIRECTOR)
        exposures = [self._exposure(item) for item in self.document.items(parts.get("exposure"))]
        return Brief(
            aims=self._leanings(parts, "aims"),
            means=self._words(parts, "means", MEANS),
            tension=self._curve(parts["tension"]) if "tension" in parts else (),
            ceiling=self._share(parts, "ceiling", 0.0) if "ceiling" in parts else None,
            newcomers=self._newcomers(parts["newcomers"]) if "newcomers" in parts else (),
            exposures=tuple(one for one in exposures if one is not None),
        )

    def _exposure(self, node: Node) -> Exposure | None:
        """A fear to approach: in which layer, what it is in words, its steps and how fast it ebbs."""
        parts = self.document.mapping(node, "an exposure", ("fear", "layer", "steps", "ebb"), needed=("fear", "steps"))
        about = self._program_of(parts.get("layer"))
        ebb = self.document.number(parts["ebb"], "'ebb'", 1, LONGEST_DREAM) if "ebb" in parts else USUAL_EBB
        if about is None or "steps" not in parts or ebb is None:
            return None
        steps = [self._condition(about[1], item) for item in self.document.items(parts["steps"])]
        known = tuple(step for step in steps if step is not None)
        return Exposure(about[0], self._text(parts, "fear") or "", known, int(ebb)) if known else None

    def _curve(self, node: Node) -> tuple[tuple[int, float], ...]:
        points: list[tuple[int, float]] = []
        for key, value in self.document.named(node, "a curve").values():
            minute = self.document.number(key, "a minute of the curve", 0, LONGEST_DREAM)
            level = self.document.number(value, "a tension", 0, 1)
            if minute is not None and points and minute <= points[-1][0]:
                self.document.note("stage-curve", "the minutes of a curve rise from one to the next", key)
            elif minute is not None and level is not None:
                points.append((int(minute), level))
        return tuple(points)

    def _newcomers(self, node: Node) -> tuple[tuple[str, Entity], ...]:
        found: list[tuple[str, Entity]] = []
        for key, value in self.document.named(node, "the list of newcomers").values():
            about = self._program_of(key)
            for item in self.document.items(value) if about is not None else ():
                assert about is not None
                who = self._character(about[1], item)
                found += [] if who is None else [(about[0], who)]
        return tuple(found)

    def _thresholds(self, node: Node) -> Thresholds:
        usual = Thresholds()
        parts = self.document.mapping(node, "thresholds", ("uneasy", "questioning", "lucid"))
        found = Thresholds(
            self._share(parts, "uneasy", usual.uneasy),
            self._share(parts, "questioning", usual.questioning),
            self._share(parts, "lucid", usual.lucid),
        )
        if not found.uneasy < found.questioning < found.lucid:
            message = (
                f"thresholds rise from uneasy ({found.uneasy:g}) over questioning ({found.questioning:g}) "
                f"to lucid ({found.lucid:g})"
            )
            self.document.note("stage-thresholds", message, node)
        return found

    def _lucid(self, node: Node) -> Lucid:
        parts = self.document.mapping(
            node, "what happens when the subject turns lucid", ("do", "into", "else"), needed=("do",)
        )
        going = self.document.choice(parts["do"], "this", (*AWAKENINGS, "account")) if "do" in parts else None
        into = self._layer_name(parts["into"]) if "into" in parts else None
        offers = going == "account"
        if offers:
            going = self.document.choice(parts["else"], "this", AWAKENINGS) if "else" in parts else Lucid().going
        elif "else" in parts:
            self.document.note("stage-way", "only an account that is offered may not be taken", parts["else"],
                               expected="`else:` beside `do: account`")  # fmt: skip
        if going is None:
            return Lucid()
        self._check_target(node, going, "into" in parts, needs=("sleep",), may=("wake",))
        return Lucid(cast(Awakening, going), into, offers)

    def _back(self, node: Node) -> Back:
        parts = self.document.mapping(node, "going back", ("allowed", "remembered"))
        usual = Back()
        flags = {key: self.document.flag(part, f"'{key}'") for key, part in parts.items()}
        return Back(flags.get("allowed", usual.allowed), flags.get("remembered", usual.remembered))

    def _table(self, node: Node) -> Source | None:
        """The text of a file beside the stage."""
        named = self.document.text(node, "the file of a list of injects")
        if named is None:
            return None
        path = self.folder / named
        if not path.is_file():
            near = sorted(p.name for p in self.folder.glob("*.csv"))
            self.document.note("stage-file", f"there is no file '{named}' beside the stage", node,
                               hint=did_you_mean(named, near))  # fmt: skip
            return None
        try:
            return read_source(path, str(path))
        except DreamwrightError as error:
            self.document.problems += error.diagnostics
            return None

    # ------------------------------------------------------------------------------------------ small parts
    def _condition(self, program: Program, node: Node) -> Condition | None:
        return self.document.within(node, lambda text, place: condition(program, text, place))

    def _text(self, parts: dict[str, Node], key: str) -> str | None:
        return self.document.text(parts[key], f"'{key}'") if key in parts else None

    def _texts(self, parts: dict[str, Node], key: str) -> tuple[str, ...]:
        found = [self.document.text(item, f"'{key}'") for item in self.document.items(parts.get(key))]
        return tuple(dict.fromkeys(text for text in found if text is not None))

    def _words(self, parts: dict[str, Node], key: str, words: Sequence[str]) -> tuple[str, ...]:
        found = [self.document.choice(item, f"'{key}'", words) for item in self.document.items(parts.get(key))]
        return tuple(dict.fromkeys(word for word in found if word is not None))

    def _share(self, parts: dict[str, Node], key: str, usual: float) -> float:
        found = self.document.number(parts[key], f"'{key}'", 0, 1) if key in parts else None
        return usual if found is None else found

    # ------------------------------------------------------------------------------------------ advice
    def _warn_fixed(self, what: str, node: Node) -> None:
        message = f"{what} never changes in this layer's world, so everybody there knows it, and goes on to"
        hint = "an action that could change it, even if nobody ever takes it, makes it something to be wrong about"
        self.warnings.append(warning("stage-fixed", message, self.document.span(node), hint=hint))

    def _look_over(self, stage: Stage, layers: Node) -> None:
        """Warn of what can be read and still does nothing."""
        known = stage.tags
        for node, tag in self.tags:
            if tag not in known:
                hint = did_you_mean(tag, known) or (f"there are {', '.join(known)}" if known else None)
                message = f"no action or trigger of these worlds has the tag '{tag}'"
                self.warnings.append(warning("stage-tag", message, self.document.span(node), hint=hint))
        for name, (key, _) in self.document.named(layers, "the list of layers").items():
            if name not in self.led_into and name != stage.layers[0].name:
                message = f"no way leads into the layer '{name}'"
                self.warnings.append(warning("stage-unreached", message, self.document.span(key)))
