"""Field markers: what each field of a domain class is for.

*State* decides what can happen next, *history* is the record, an *index* is derived and rebuilt.
The generated codec, the difference of two worlds and the search all read these marks and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal, TypeVar, cast, dataclass_transform, overload

import attrs

from talksim.by_fields import shown

__all__ = [
    "Kind",
    "history",
    "index",
    "is_identity",
    "is_model_class",
    "is_of_record",
    "kind_of",
    "model_class",
    "state",
]

T = TypeVar("T")

Kind = Literal["state", "history", "index"]

_KIND: Final = "talksim.kind"
_IDENTITY: Final = "talksim.identity"
_OF_RECORD: Final = "talksim.of-record"


def _marked(kind: Kind, *, identity: bool = False, of_record: bool = False, **options: Any) -> Any:
    given = bool(options.get("init", True))
    metadata = {_KIND: kind, _IDENTITY: identity, _OF_RECORD: of_record}
    return attrs.field(metadata=metadata, repr=given, **options)


@overload
def state(*, identity: bool = False, init: bool = True) -> Any: ...
@overload
def state(*, default: T, identity: bool = False, init: bool = True) -> T: ...
@overload
def state(*, factory: Callable[[], T], identity: bool = False, init: bool = True) -> T: ...
def state(*, identity: bool = False, init: bool = True, **options: Any) -> Any:
    """A field that decides what can happen next: frozen, compared and part of a search's key.

    ``identity`` marks an id handed out by a counter, which a search may renumber.
    """
    return _marked("state", identity=identity, init=init, **options)


@overload
def history(*, identity: bool = False, init: bool = True) -> Any: ...
@overload
def history(*, default: T, identity: bool = False, init: bool = True) -> T: ...
@overload
def history(*, factory: Callable[[], T], identity: bool = False, init: bool = True) -> T: ...
def history(*, identity: bool = False, init: bool = True, **options: Any) -> Any:
    """A field of the record (texts, journals, ids handed out): frozen, but no part of a search's key."""
    return _marked("history", identity=identity, init=init, **options)


@overload
def index(*, default: T, of_record: bool = False, init: Literal[False] = False) -> T: ...
@overload
def index(*, factory: Callable[[], T], of_record: bool = False, init: Literal[False] = False) -> T: ...
def index(*, of_record: bool = False, init: Literal[False] = False, **options: Any) -> Any:
    """A derived field: never frozen, compared or passed to ``__init__``; ``rebuild()`` fills it after a thaw.

    ``of_record`` says that it is derived from the history, so that a search leaves it alone as it does that.
    Raises TypeError without a ``default`` or ``factory``, since a thaw starts from it.
    """
    if not options:
        raise TypeError("an index needs a default or a factory")
    return _marked("index", init=init, of_record=of_record, **options)


@dataclass_transform(eq_default=False, field_specifiers=(state, history, index, attrs.field))
def model_class(cls: type[T]) -> type[T]:
    """Make a domain class: mutable, slotted, equal only to itself; its fields are marked by this module."""
    made = attrs.define(eq=False, repr=False, slots=True, kw_only=False)(cls)
    made.__repr__ = shown  # type: ignore[method-assign]
    return made


def kind_of(attribute: attrs.Attribute[Any]) -> Kind:
    """Which of state, history and index a field is; TypeError when it is unmarked."""
    kind = attribute.metadata.get(_KIND)
    if kind is None:
        raise TypeError(f"field {attribute.name!r} is not marked as state, history or index")
    return cast(Kind, kind)


def is_identity(attribute: attrs.Attribute[Any]) -> bool:
    """Whether a field holds an id handed out by a counter, whose exact value decides nothing."""
    return bool(attribute.metadata.get(_IDENTITY, False))


def is_of_record(attribute: attrs.Attribute[Any]) -> bool:
    """Whether a field is an index derived from the history."""
    return bool(attribute.metadata.get(_OF_RECORD, False))


def is_model_class(cls: type) -> bool:
    """Whether a class has at least one marked field, so that a codec exists for it."""
    return attrs.has(cls) and any(_KIND in attribute.metadata for attribute in attrs.fields(cls))
