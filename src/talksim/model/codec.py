"""The generated codec: a domain object to one hashable tuple and back, and to JSON and back.

The functions are generated once per class from its attrs fields, since a search forks at every step: a
``deepcopy`` costs over ten times a freeze and a thaw. The domain objects form a tree; a shared object would
come back as two. A field declared with a model class holds exactly that class: a subclass would lose its own.
"""

from __future__ import annotations

import keyword
import reprlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, cast

import attrs

from talksim.by_fields import EqualByFields
from talksim.model._opaque import deep_freeze, deep_thaw, jsonable
from talksim.model.fields import Kind, kind_of

if TYPE_CHECKING:
    from talksim.model._shapes import Form, Shape

__all__ = ["Codec", "CodecField", "Frozen", "dump", "freeze", "key", "restore", "thaw"]

T = TypeVar("T")

Frozen = tuple[Any, ...]
"""A hashable tuple from which an object can be made again."""

_VERSION: Final = 1
_HEADER: Final = ("talksim-state", "class", "state")

_CODECS: Final[dict[type, Codec[Any]]] = {}
_FUNCTIONS: Final[dict[str, Any]] = {
    "deep_freeze": deep_freeze,
    "deep_thaw": deep_thaw,
    "new": object.__new__,
    "put": object.__setattr__,
}


@attrs.frozen(eq=False, repr=False)
class CodecField(EqualByFields):
    """A field that is frozen: its name, whether it is state or history, and its shape."""

    name: str
    kind: Kind
    shape: Shape


class Codec(Generic[T]):
    """The functions generated for one model class.

    ``freeze(obj)`` gives the state and the history, ``key(obj)`` the state alone, both hashable.
    ``thaw(frozen)`` makes the object again without ``__init__`` and calls ``rebuild()``, from the leaves up,
    where a class defines it. ``source`` is the generated text. Get a codec with `Codec.of`.
    """

    __slots__ = ("cls", "fields", "freeze", "key", "name", "source", "thaw")

    freeze: Callable[[T], Frozen]
    key: Callable[[T], Frozen]
    thaw: Callable[[Frozen], T]

    def __init__(self, cls: type[T]) -> None:
        self.cls = cls
        self.name = f"{cls.__name__}_{len(_FUNCTIONS)}"
        self.fields: tuple[CodecField, ...] = ()
        self.source = ""
        _FUNCTIONS[self.name] = cls

    @staticmethod
    def of(model: type[T]) -> Codec[T]:
        """The codec of a model class, generated at its first use.

        Raises TypeError naming the field that is unmarked or of a type no codec covers.
        """
        if model not in _CODECS:
            _generate(model)
        return _CODECS[model]

    def decode(self, data: object, where: str) -> Frozen:
        """The frozen form from JSON lists; raises ValueError saying where it does not fit."""
        from talksim.model._shapes import misfit  # noqa: PLC0415  see _codec_fields

        if not isinstance(data, list) or len(data) != len(self.fields):
            raise misfit(where, f"a list of the {len(self.fields)} fields of {self.cls.__name__}", data)
        pairs = zip(self.fields, data, strict=True)
        return tuple(field.shape.decode(item, f"{where}.{field.name}") for field, item in pairs)


def _generate(cls: type[Any]) -> None:
    if not attrs.has(cls):
        raise TypeError(f"{cls.__name__} is not a model class")
    known = set(_CODECS)
    codec = _CODECS[cls] = Codec(cls)  # registered first: a class may contain itself
    try:
        _compile(codec)
    except BaseException:
        for unfinished in set(_CODECS) - known:
            del _CODECS[unfinished]
        raise


def _compile(codec: Codec[Any]) -> None:
    codec.fields = tuple(_codec_fields(codec.cls))
    parts = (_tuple_source(codec, "freeze"), _tuple_source(codec, "key"), _thaw_source(codec))
    codec.source = "\n\n".join(parts)
    exec(compile(codec.source, f"<codec of {codec.cls.__name__}>", "exec"), _FUNCTIONS)
    codec.freeze = _FUNCTIONS[f"freeze_{codec.name}"]
    codec.key = _FUNCTIONS[f"key_{codec.name}"]
    codec.thaw = _FUNCTIONS[f"thaw_{codec.name}"]


def _codec_fields(cls: type[Any]) -> list[CodecField]:
    from talksim.model._hints import Site, field_hints, shape_of  # noqa: PLC0415  8 ms that a world never forked does without

    hints = field_hints(cls)
    fields = []
    for attribute in attrs.fields(cls):
        name, kind = attribute.name, _kind(cls, attribute)
        if kind != "index":
            shape = shape_of(hints[name], Site(f"{cls.__name__}.{name}", Codec.of))
            fields.append(CodecField(name, kind, shape))
    return fields


def _kind(cls: type[Any], attribute: attrs.Attribute[Any]) -> Kind:
    if not attribute.name.isidentifier() or keyword.iskeyword(attribute.name):
        raise TypeError(f"{cls.__name__}: {attribute.name!r} is no field name")
    try:
        return kind_of(attribute)
    except TypeError as problem:
        raise TypeError(f"{cls.__name__}: {problem}") from None


def _tuple_source(codec: Codec[Any], form: Form) -> str:
    chosen = [field for field in codec.fields if form == "freeze" or field.kind == "state"]
    parts = "".join(f"{field.shape.freezing(f'x.{field.name}', form)}, " for field in chosen)
    return f"def {form}_{codec.name}(x):\n    return ({parts})"


def _thaw_source(codec: Codec[Any]) -> str:
    names = [f"f{i}" for i in range(len(codec.fields))]
    values = {field.name: field.shape.thawing(name) for field, name in zip(codec.fields, names, strict=True)}
    values |= {a.name: _start(codec, a) for a in attrs.fields(codec.cls) if kind_of(a) == "index"}
    plain = cast(Any, codec.cls).__setattr__ is object.__setattr__
    sets = [
        f"o.{name} = {value}" if plain else f"put(o, {name!r}, {value})" for name, value in values.items()
    ]
    rebuild = ["o.rebuild()"] if hasattr(codec.cls, "rebuild") else []
    unpack = f"({', '.join(names)}{',' if names else ''}) = f"
    lines = [f"def thaw_{codec.name}(f):", unpack, f"o = new({codec.name})", *sets, *rebuild, "return o"]
    return "\n    ".join(lines)


def _start(codec: Codec[Any], attribute: attrs.Attribute[Any]) -> str:
    """Source of the value an index has before it is rebuilt."""
    name, default = f"start_{codec.name}_{attribute.name}", cast(Any, attribute.default)
    takes_self = getattr(default, "takes_self", None)
    _FUNCTIONS[name] = default if takes_self is None else default.factory
    if takes_self is None:
        return name
    return f"{name}(o)" if takes_self else f"{name}()"


def freeze(obj: object) -> Frozen:
    """The state and history of a domain object and all it owns, as one hashable tuple."""
    return Codec.of(type(obj)).freeze(obj)


def key(obj: object) -> Frozen:
    """The state alone of a domain object and all it owns: what a search compares."""
    return Codec.of(type(obj)).key(obj)


def thaw(cls: type[T], frozen: Frozen) -> T:
    """The object whose `freeze` is ``frozen``, with its indexes rebuilt."""
    return Codec.of(cls).thaw(frozen)


def dump(obj: object) -> dict[str, object]:
    """A domain object for ``json.dumps``: a version, the class name and nested lists."""
    return {"talksim-state": _VERSION, "class": type(obj).__name__, "state": jsonable(freeze(obj))}


def restore(cls: type[T], data: object) -> T:
    """The object from which `dump` made ``data``, read back from JSON.

    Raises ValueError, saying where, when the version, the class or the shape is not the expected one.
    """
    codec = Codec.of(cls)
    state = _opened(cls, data)
    try:
        return codec.thaw(codec.decode(state, cls.__name__))
    except ValueError:
        raise
    except Exception as problem:  # rebuild() of a domain class meets links that lead nowhere
        raise ValueError(f"{cls.__name__}: the state does not fit together: {problem!r}") from problem


def _opened(cls: type[Any], data: object) -> object:
    if not isinstance(data, dict) or set(data) != set(_HEADER):
        raise ValueError(f"expected a saved state with {', '.join(_HEADER)}, got {reprlib.repr(data)}")
    if data["talksim-state"] != _VERSION:
        raise ValueError(f"expected version {_VERSION} of a saved state, got {data['talksim-state']!r}")
    if data["class"] != cls.__name__:
        raise ValueError(f"expected the saved state of a {cls.__name__}, got {data['class']!r}")
    return data["state"]
