"""Interning: equal states are one node (specification 4.1).

A *node* is a finished, shared state, numbered from 0: a value vector and one node for each character, its mind. Minds
may lead in circles, and two states are the same exactly if no chain of characters tells them apart (bisimilarity).

While an event is being worked out, new states are *drafts*, numbered downwards from -2 (-1 stands for a mind not known
yet). `Nodes.intern` turns drafts into nodes:

- A draft whose minds are all nodes is looked up by (vector, minds).
- Drafts that lead in circles among themselves are taken together, one strongly connected component at a time (Tarjan
  1972). Equal ones among them are merged by partition refinement (Moore 1956). The rest is either an existing loop
  unrolled, which the walk `_matches` finds out, or it is looked up by its *shape*: the component written down from one
  of its members, others numbered in the order met.
"""

from __future__ import annotations

from collections.abc import Sequence

Shape = tuple[tuple[int, ...], ...]
"""For each member in the order met: its vector, then its minds; a node as itself, the i-th member as -1 - i."""


class Nodes:
    """All nodes: `vector[n]` is the number of its value vector, `minds[n]` the tuple of its minds."""

    def __init__(self) -> None:
        self.vector: list[int] = []
        self.minds: list[tuple[int, ...]] = []
        self._plain: dict[tuple[int, ...], int] = {}
        self._looped: dict[Shape, int] = {}
        self._companions: dict[int, tuple[int, ...]] = {}
        """For a node on a circle: all nodes of its circle."""

    def __len__(self) -> int:
        return len(self.vector)

    def intern(self, vectors: Sequence[int], minds: Sequence[Sequence[int]]) -> list[int]:
        """The nodes of drafts -2, -3, ...: draft -2-i has `vectors[i]` and `minds[i]` (nodes or drafts)."""
        node_of: list[int] = [-1] * len(vectors)
        for component in _components(minds):
            if len(component) == 1:
                i = component[0]
                row = [m if m >= 0 else node_of[-2 - m] if m != -2 - i else -1 for m in minds[i]]
                node_of[i] = self._single((vectors[i], *row))
            else:
                self._intern_circle(component, vectors, minds, node_of)
        return node_of

    # ------------------------------------------------------------------------------------------ one draft alone
    def _single(self, row: tuple[int, ...]) -> int:
        """The node of a draft with this vector and these minds; -1 is the draft itself."""
        if -1 in row:
            node = self._looped.get((row,))
            return self._of_circle({0: row})[0] if node is None else node
        node = self._plain.get(row)
        if node is None:
            node = self._plain[row] = len(self.vector)
            self.vector.append(row[0])
            self.minds.append(row[1:])
        return node

    # ------------------------------------------------------------------------------------------ circles
    def _intern_circle(
        self, component: list[int], vectors: Sequence[int], minds: Sequence[Sequence[int]], node_of: list[int]
    ) -> None:
        """Members as rows: mind j of member i is a node (>= 0), or -1 - k for the k-th class of members."""
        inside = {-2 - i for i in component}
        outside = {i: [node_of[-2 - m] if m < 0 and m not in inside else m for m in minds[i]] for i in component}
        class_of = _refine(component, vectors, outside)
        rows: dict[int, tuple[int, ...]] = {}
        for i in component:
            row = (-1 - class_of[-2 - m] if m < 0 else m for m in outside[i])
            rows.setdefault(class_of[i], (vectors[i], *row))
        nodes = self._of_circle(rows)
        for i in component:
            node_of[i] = nodes[class_of[i]]

    def _of_circle(self, rows: dict[int, tuple[int, ...]]) -> dict[int, int]:
        return self._unrolled(rows) or self._known_or_new(rows)

    def _unrolled(self, rows: dict[int, tuple[int, ...]]) -> dict[int, int] | None:
        """The nodes of the classes when they are an existing circle, entered through a longer way."""
        tried: set[int] = set()
        for row in rows.values():
            for outer in row[1:]:
                if outer < 0:
                    continue
                for node in self._companions.get(outer, (outer,)):
                    if node not in tried:
                        tried.add(node)
                        if self.vector[node] == rows[0][0]:
                            found = self._matches(rows, node)
                            if found is not None:
                                return found
        return None

    def _matches(self, rows: dict[int, tuple[int, ...]], node: int) -> dict[int, int] | None:
        """Walk class 0 beside a node along equal characters; the pairs met, or None at the first difference."""
        found = {0: node}
        todo = [0]
        while todo:
            class_ = todo.pop()
            here = found[class_]
            row = rows[class_]
            if row[0] != self.vector[here]:
                return None
            for mine, theirs in zip(row[1:], self.minds[here], strict=True):
                if mine >= 0:
                    if mine != theirs:
                        return None
                elif -1 - mine not in found:
                    found[-1 - mine] = theirs
                    todo.append(-1 - mine)
                elif found[-1 - mine] != theirs:
                    return None
        return found

    def _known_or_new(self, rows: dict[int, tuple[int, ...]]) -> dict[int, int]:
        shapes = {class_: _shape(rows, class_) for class_ in rows}
        if shapes[0] in self._looped:
            return {class_: self._looped[shape] for class_, shape in shapes.items()}
        nodes = {class_: len(self.vector) + place for place, class_ in enumerate(rows)}
        for class_, row in rows.items():
            self.vector.append(row[0])
            minds = tuple(m if m >= 0 else nodes[-1 - m] for m in row[1:])
            self.minds.append(minds)
            self._plain[(row[0], *minds)] = nodes[class_]  # for a draft that agrees with it but lies on no circle
            self._looped[shapes[class_]] = nodes[class_]
        together = tuple(nodes.values())
        for node in together:
            self._companions[node] = together
        return nodes


def _shape(rows: dict[int, tuple[int, ...]], start: int) -> Shape:
    number = {start: 0}
    order = [start]
    shape = []
    for class_ in order:
        entry = [rows[class_][0]]
        for mind in rows[class_][1:]:
            if mind < 0:
                other = -1 - mind
                if other not in number:
                    number[other] = len(order)
                    order.append(other)
                mind = -1 - number[other]
            entry.append(mind)
        shape.append(tuple(entry))
    return tuple(shape)


def _refine(component: list[int], vectors: Sequence[int], minds: dict[int, list[int]]) -> dict[int, int]:
    """The coarsest partition of the members that tells different states apart; classes numbered as first met."""
    class_of = _number({i: (vectors[i],) for i in component})
    while True:
        finer = _number(
            {i: (class_of[i], *(-1 - class_of[-2 - m] if m < 0 else m for m in minds[i])) for i in component}
        )
        if len(set(finer.values())) == len(set(class_of.values())):
            return finer
        class_of = finer


def _number(keys: dict[int, tuple[int, ...]]) -> dict[int, int]:
    numbers: dict[tuple[int, ...], int] = {}
    return {i: numbers.setdefault(key, len(numbers)) for i, key in keys.items()}


def _components(minds: Sequence[Sequence[int]]) -> list[list[int]]:
    """The strongly connected components of the drafts, those led to before those that lead to them."""
    count = len(minds)
    if count == 1:
        return [[0]]
    order = [-1] * count
    low = [0] * count
    on_path = [False] * count
    path: list[int] = []
    found: list[list[int]] = []
    met = 0
    for root in range(count):
        if order[root] >= 0:
            continue
        work = [(root, iter(minds[root]))]
        order[root] = low[root] = met
        met += 1
        path.append(root)
        on_path[root] = True
        while work:
            i, rest = work[-1]
            for mind in rest:
                if mind >= 0:
                    continue
                j = -2 - mind
                if order[j] < 0:
                    order[j] = low[j] = met
                    met += 1
                    path.append(j)
                    on_path[j] = True
                    work.append((j, iter(minds[j])))
                    break
                if on_path[j] and order[j] < low[i]:
                    low[i] = order[j]
            else:
                work.pop()
                if work and low[i] < low[work[-1][0]]:
                    low[work[-1][0]] = low[i]
                if low[i] == order[i]:
                    component = []
                    while True:
                        j = path.pop()
                        on_path[j] = False
                        component.append(j)
                        if j == i:
                            break
                    found.append(component)
    return found
