"""A mirror: a world of traced twins that can be put into any state, acted in, and asked what became of it.

It is one world for a whole search. To go to a state, only what differs from where it stands is written. Every
object that ever existed at a path is kept there, so that it can be taken up again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any, Generic, TypeAlias, TypeVar

from talksim.explore.model import Unsettled
from talksim.explore.packed.frozen import melt, shut
from talksim.explore.packed.layout import ABSENT, ALL, Cell, Layout
from talksim.explore.packed.recorder import ALL_KEYS, RECORDER, Key
from talksim.explore.packed.traced_dict import TracedDict
from talksim.explore.packed.twin import PLAIN, blank, fields_of, is_twin, plain, raw, twin_of
from talksim.model.codec import Codec, Frozen
from talksim.model.fields import is_model_class

__all__ = ["Grown", "Mirror", "Writes"]

R = TypeVar("R")
Path = tuple[Any, ...]
Grown: TypeAlias = tuple[Path, type, Mapping[str, Any]]
"""What came to be in a dict during a search, an object or a dict: where, of which class, and its record."""

Writes = dict[Cell, Any]
"""What a run wrote: the value of each cell."""


class _Node:
    """An object or a dict at its path: its cells by their names."""

    __slots__ = ("cells", "is_state", "kind", "label", "obj", "path", "record")

    def __init__(self, path: Path, obj: Any, kind: Any, label: str) -> None:
        self.path, self.obj, self.kind, self.label = path, obj, kind, label
        self.cells: dict[Any, Cell] = {}
        self.record: dict[str, Any] = {}


class Mirror(Generic[R]):
    """A world of twins, made of `root` (a model class), which becomes part of it.

    A mirror `beside` another shares its layout, and so the meaning of states; it is only looked at, and what
    is read there counts as read by what goes on in the other. `begin(state)` puts the world into a state and
    notes what is done there; `settle()` tells what it was.
    """

    def __init__(self, root: R, layout: Layout, *, beside: Mirror[R] | None = None) -> None:
        self.layout = layout
        self.state = 0
        self._by_id: dict[int, _Node] = {} if beside is None else beside._by_id
        self._at: dict[Path, _Node] = {}
        self._grown: dict[Path, _Node] = {}
        self._replaced: list[_Node] = []
        self._insides: dict[Path, tuple[int, list[Cell]]] = {}
        self._starting = True
        self._later: list[tuple[_Node, str, Any]] = []
        RECORDER.forget()
        self.root = self._adopt(root, (), "state")
        for node, name, value in self._later:
            self._adopt_field(node, name, "index", value)
        self._starting = False
        RECORDER.forget()

    def goto(self, state: int) -> None:
        """Put the world into a state."""
        different = self.state ^ state
        self.state = state
        if not different:
            return
        keys = []
        for cell in self.layout.varying:
            if different & cell.mask:
                if cell.group is None:
                    self._put(cell, cell.value(state))
                else:
                    keys.append(cell)
        for cell in keys:
            self._put_key(cell, cell.value(state))

    def frozen(self, state: int) -> Frozen:
        """The world in a state, as `talksim.model.codec.freeze` gives it."""
        self.goto(state)
        made = Codec.of(plain(type(self.root))).freeze(self.root)
        RECORDER.forget()
        return made

    def begin(self, state: int) -> None:
        """Put the world into a state, and note from now on what is done in it."""
        self.goto(state)
        RECORDER.adopt = self._taken_in
        RECORDER.forget()

    def reads(self) -> frozenset[Cell]:
        """The cells read since noting began, as they were before."""
        return frozenset(cell for cell in map(self._cell_of, RECORDER.reads) if cell is not None)

    def settle(self, *, undo: bool = False) -> tuple[Writes, frozenset[Cell]]:
        """What the run wrote, and the cells it has read; the record becomes what it was.

        The world then stands where the writes have led it, or, with `undo`, where the run began.
        """
        writes = dict(self._writes())
        gone = [cell for cell in writes if cell.name is ALL]  # what goes with a dict follows from its keys
        read = self.reads().union(gone)
        for cell in gone:
            del writes[cell]
        self._restore_record()
        for node in self._replaced:
            self._by_id.pop(id(node.obj), None)
        self._replaced.clear()
        if undo:
            self._undo(writes)
            writes = {}
        try:
            bits = {cell: self.layout.encode(cell, value) for cell, value in writes.items()}
        except Unsettled:
            self._undo(writes)
            raise
        finally:
            RECORDER.forget()
        for cell, code in bits.items():
            self.state = self.state & ~cell.mask | code
        return writes, read

    def grown(self) -> list[Grown]:
        """The objects that were not there in the beginning, owners first."""
        return [(node.path, plain(type(node.obj)), node.record) for node in self._grown.values()]

    def grow(self, grown: Iterable[Grown]) -> None:
        """Have objects at these paths, for states in which they exist; a run notes nothing of it."""
        written = set(RECORDER.written)
        for path, cls, record in grown:
            if path not in self._at:
                into = self._at[path[:-1]]
                self._taken_in(into.obj, path[-1], {} if cls is TracedDict else blank(cls))
                self._at[path].record.update(record)
        RECORDER.written.intersection_update(written)

    def _undo(self, writes: Writes) -> None:
        """Stand where the run began."""
        for cell in writes:
            put = self._put if cell.group is None else self._put_key
            put(cell, cell.value(self.state))

    def _writes(self) -> Iterator[tuple[Cell, Any]]:
        for key in list(RECORDER.written):
            cell = self._cell_of(key)
            if cell is not None and self._is_current(key):
                yield cell, self._content(key)
        for key in RECORDER.opened:
            cell = self._cell_of(key)
            if cell is not None and key not in RECORDER.written and self._is_current(key):
                content = self._content(key)
                if content != cell.value(self.state):
                    yield cell, content
        for gone in RECORDER.removed.values():
            node = self._by_id.get(id(gone))
            if node is not None and not self._is_there(node.path):
                yield from ((cell, ABSENT) for cell in self._below(node.path))

    def _is_current(self, key: Key) -> bool:
        """Whether what was noted is still what stands at its path: an object may have been made anew."""
        node = self._by_id[key[0]]
        return self._at[node.path] is node

    def _content(self, key: Key) -> Any:
        node = self._by_id[key[0]]
        if not self._is_there(node.path):
            return ABSENT
        if isinstance(node.obj, TracedDict):
            return self._key_content(node.obj, key[1])
        return shut(raw(type(node.obj), key[1]).__get__(node.obj), self.path_of)

    def _key_content(self, of: TracedDict, key: Any) -> Any:
        if not dict.__contains__(of, key):
            return ABSENT
        value = dict.__getitem__(of, key)
        if of.owns and is_twin(type(value)):
            return True
        if isinstance(value, list | set):
            raise TypeError(f"a search would not notice a change of the {type(value).__name__} in a dict")
        return shut(value, self.path_of)

    def _is_there(self, path: Path) -> bool:
        """Whether the object of that path is part of the world now."""
        obj: Any = self.root
        for step in path:
            if isinstance(obj, TracedDict):
                if not dict.__contains__(obj, step):
                    return False
                obj = dict.__getitem__(obj, step)
            else:
                obj = raw(type(obj), step).__get__(obj)
        return True

    def _below(self, path: Path) -> list[Cell]:
        """All cells known of an object and what it owns."""
        known, found = self._insides.get(path, (0, []))
        if known != len(self.layout.cells):
            length = len(path)
            found = [cell for cell in self.layout.cells.values() if cell.path[:length] == path]
            self._insides[path] = (len(self.layout.cells), found)
        return found

    def _cell_of(self, key: Key) -> Cell | None:
        """The cell of what was noted; None for what was never put into the world."""
        node = self._by_id.get(key[0])
        if node is None:
            return None
        cell = node.cells.get(key[1])
        if cell is None and isinstance(node.obj, TracedDict):
            cell = self._key_cell(node, key[1])
        return cell

    def _key_cell(self, node: _Node, key: Any) -> Cell:
        group = node.cells[ALL_KEYS]
        made = self.layout.cell(Cell(node.path, key, node.kind, ABSENT, node.label, group))
        node.cells[key] = made
        return made

    def _restore_record(self) -> None:
        for obj, name in RECORDER.dirty.values():
            node = self._by_id.get(id(obj))
            if node is not None:
                value = node.record[name]
                fresh = value if isinstance(value, PLAIN) else deepcopy(value)
                raw(type(obj), name).__set__(obj, fresh)

    def path_of(self, obj: Any) -> Path:
        """Where an object of the world is. Raises KeyError for one that is not."""
        return self._by_id[id(obj)].path

    def _put(self, cell: Cell, value: Any) -> None:
        node = self._at.get(cell.path)
        if node is not None and value is not ABSENT:
            raw(type(node.obj), cell.name).__set__(node.obj, melt(value, self._object_at))

    def _put_key(self, cell: Cell, value: Any) -> None:
        """Give a dict a key, or take it away."""
        node = self._at.get(cell.path)
        if node is None:
            return
        of: TracedDict = node.obj
        if value is ABSENT:
            dict.pop(of, cell.name, None)
        else:
            held = self._at[*cell.path, cell.name].obj if value is True and of.owns else value
            dict.__setitem__(of, cell.name, melt(held, self._object_at) if held is value else held)

    def _object_at(self, path: Path) -> Any:
        return self._at[path].obj

    def _adopt(self, obj: Any, path: Path, kind: Any) -> Any:
        """Let an object, and all it owns, be part of the world at a path."""
        label = type(obj).__name__
        if not is_twin(type(obj)):
            obj.__class__ = twin_of(type(obj))
        node = self._register(path, obj, kind, label)
        for name, what in fields_of(type(obj)):
            value = raw(type(obj), name).__get__(obj)
            if what == "history":
                node.record[name] = value if isinstance(value, PLAIN) else deepcopy(value)
            elif what == "index" and self._starting:
                self._later.append((node, name, value))  # it points at what may not have been met yet
            else:
                self._adopt_field(node, name, what, value)
        return obj

    def _adopt_field(self, node: _Node, name: str, what: Any, value: Any) -> None:
        if type(value) is dict:
            label = f"{node.label}.{name}"
            made = self._adopt_dict(value, (*node.path, name), what, label)
            raw(type(node.obj), name).__set__(node.obj, made)
        elif is_model_class(type(value)) and what == "state":
            self._adopt(value, (*node.path, name), what)
        else:
            self._field_cell(node, name, what, value)

    def _field_cell(self, node: _Node, name: str, what: Any, value: Any) -> None:
        initial = shut(value, self.path_of) if self._starting else ABSENT
        label = f"{node.label}.{name}"
        node.cells[name] = self.layout.cell(Cell(node.path, name, what, initial, label))
        if not self._starting:
            RECORDER.written.add((id(node.obj), name))

    def _adopt_dict(self, plain: dict[Any, Any], path: Path, kind: Any, label: str) -> TracedDict:
        made = TracedDict()
        made.owns = kind == "state"
        node = self._register(path, made, kind, label)
        node.cells[ALL_KEYS] = group = self.layout.cell(Cell(path, ALL, kind, None, label))
        for key, value in plain.items():
            dict.__setitem__(made, key, self._taken_in(made, key, value))
            content = self._key_content(made, key) if self._starting else ABSENT
            node.cells[key] = self.layout.cell(Cell(path, key, kind, content, label, group))
        if not self._starting:
            RECORDER.written.update((id(made), key) for key in plain)
        return made

    def _register(self, path: Path, obj: Any, kind: Any, label: str) -> _Node:
        before = self._at.get(path)
        if before is not None:
            self._replaced.append(before)
        node = self._at[path] = self._by_id[id(obj)] = _Node(path, obj, kind, label)
        return node

    def _taken_in(self, into: TracedDict, key: Any, value: Any) -> Any:
        """What is put into a dict: an owner's objects become part of the world there, and so do dicts."""
        node = self._by_id[id(into)]
        path = (*node.path, key)
        if into.owns and is_model_class(type(value)):
            value = self._adopt(value, path, "state")
        elif type(value) is dict:
            value = self._adopt_dict(value, path, node.kind, node.label)
        else:
            return value
        if not self._starting:
            self._grown[path] = self._at[path]
        return value
