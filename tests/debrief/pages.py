"""Reads a page as a browser does, and finds what would trouble a reader of it."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

VOID = frozenset({"meta", "link", "img", "br", "hr", "input"})
HEADINGS = ("h1", "h2", "h3", "h4")


class Page(HTMLParser):
    """The elements of a page, with their attributes and texts, in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        """Name, attributes, and the names of what it stands in."""
        self.texts: list[tuple[str, str]] = []
        """Each text, with the element it stands in."""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        if self._open:
            self.problems.append(f"never closed: {self._open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(self._open)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self._open[-1] if self._open else "", data))

    def of(self, *names: str) -> list[dict[str, str | None]]:
        """The attributes of all elements of these names."""
        return [attributes for tag, attributes, _ in self.elements if tag in names]

    def children(self, place: int) -> list[str]:
        """The names of what stands directly in the element at a place of `elements`."""
        depth = len(self.elements[place][2])
        found = []
        for tag, _, above in self.elements[place + 1 :]:
            if len(above) <= depth:
                break
            if len(above) == depth + 1:
                found.append(tag)
        return found

    def text(self) -> str:
        return " ".join(text for element, text in self.texts if element != "style")


def problems(page: Page) -> list[str]:
    """What is wrong with a page: its form, what it would load, and what a screen reader would stumble over."""
    found = list(page.problems)
    ids = [attributes["id"] for _, attributes, _ in page.elements if "id" in attributes]
    found += [f"id {name} twice" for name in sorted({str(n) for n in ids if ids.count(n) > 1})]
    levels = [HEADINGS.index(tag) for tag, *_ in page.elements if tag in HEADINGS]
    if levels[:1] != [0] or levels.count(0) != 1:
        found.append("not one main heading at the top")
    found += [f"heading {b + 1} after {a + 1}" for a, b in pairwise(levels) if b > a + 1]
    for tag, attributes, _ in page.elements:
        found += [f"<{tag} {name}>" for name in attributes if name in ("src", "srcset", "data") or name[:2] == "on"]
        if tag in ("script", "link", "img", "iframe", "object", "embed", "base", "form"):
            found.append(f"<{tag}>")
        href = attributes.get("href", attributes.get("xlink:href"))
        if href is not None and href[1:] not in ids:
            found.append(f"href {href}")
        for name in str(attributes.get("aria-labelledby", "")).split():
            if name not in ids:
                found.append(f"labelled by {name}, which is not there")
        if tag == "th" and "scope" not in attributes:
            found.append("a th without a scope")
    for place, (tag, _, _) in enumerate(page.elements):
        if tag == "svg" and page.children(place)[:2] != ["title", "desc"]:
            found.append("a picture without title and description")
        if tag == "table" and page.children(place)[:1] != ["caption"]:
            found.append("a table without a caption")
        if tag == "details" and page.children(place)[:1] != ["summary"]:
            found.append("details without a summary")
    return found
