"""The machinery of the vocabulary: constants that know the word people call them by, and what they mean.

Three bases, one per kind of value on the constants page: `Constant` (a number), `TextConstant` (a string) and
`FlagConstant` (bits). A member is declared in one line: value, word, meaning, and `UNDOCUMENTED` where the
server uses a value which the page does not list.
"""

from __future__ import annotations

from enum import KEEP, Enum, IntEnum, IntFlag, StrEnum
from functools import cache
from typing import Any, ClassVar, Final, Self, cast

__all__ = ["UNDOCUMENTED", "Constant", "FlagConstant", "TextConstant", "UnknownWord", "Vocabulary", "words"]

UNDOCUMENTED: Final = False
"""Last item of a member's declaration when the server uses the value and the page is silent about it."""


class UnknownWord(ValueError):  # noqa: N818  # says what is wrong, which "error" would not
    """A value that names no constant of its group.

    `value` is what was given, `title` the group ("lobby state"), `choices` what `words` says of the group and
    `suggestion` the closest word, or None.
    """

    def __init__(self, value: object, title: str, choices: tuple[str, ...], suggestion: str | None) -> None:
        super().__init__(value, title, choices, suggestion)
        self.value = value
        self.title = title
        self.choices = choices
        self.suggestion = suggestion

    def __str__(self) -> str:
        hint = f'. Did you mean "{self.suggestion}"?' if self.suggestion else ""
        return f'unknown {self.title} "{_shown(self.value)}"; one of: {", ".join(self.choices)}{hint}'


class Vocabulary(Enum):
    """What the constants of every group have in common; `str()` of a member is its word."""

    title: ClassVar[str]
    word: str
    meaning: str
    documented: bool

    def __init_subclass__(cls, *, title: str = "", **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.title = title

    def __str__(self) -> str:
        return self.word

    def __format__(self, spec: str) -> str:
        number = spec[-1:] in tuple("bdoxX")
        return format(self.value if number else self.word, spec)

    @classmethod
    def members(cls) -> tuple[Self, ...]:
        """Every declared member in order of declaration; unlike iteration, flags give their zero too."""
        return tuple(cls.__members__.values())

    @classmethod
    def parse(cls, value: object) -> Self:
        """Find the member called `value`: a member, its number, its word or its name.

        Case does not matter, and underscore, hyphen and space are one. Truth values and members of other
        groups are refused although Python counts them as numbers. Raises UnknownWord.
        """
        if isinstance(value, cls):
            return value
        found = cls._find(value)
        if found is None:
            raise cls._unknown(value)
        return found

    @classmethod
    def _find(cls, value: object) -> Self | None:
        if not isinstance(value, str) or isinstance(value, Enum):
            return None
        return cast("Self | None", _index(cls).get(_plain(value)))

    @classmethod
    def _unknown(cls, value: object) -> UnknownWord:
        return UnknownWord(value, cls.title, tuple(words(cls)), _suggestion(cls, value))

    def _describe(self, word: str, meaning: str, documented: bool) -> None:
        self.word = word
        self.meaning = meaning
        self.documented = documented


class Constant(Vocabulary, IntEnum):
    """A group of numbers."""

    def __new__(cls, value: int, word: str = "", meaning: str = "", documented: bool = True) -> Self:
        """Declare a member."""
        member = int.__new__(cls, value)
        member._value_ = value
        member._describe(word, meaning, documented)
        return member

    @classmethod
    def _find(cls, value: object) -> Self | None:
        number = _number(value)
        if number is None:
            return super()._find(value)
        return cast("Self | None", cls._value2member_map_.get(number))

    @classmethod
    def parse_or_number(cls, value: object) -> Self | int:
        """Like `parse`, but a number that means nothing passes as it is: refusing it is the server's part.

        Raises UnknownWord for anything which is neither known nor a number.
        """
        number = _number(value)
        if number is None:
            return cls.parse(value)
        return cast("Self | int", cls._value2member_map_.get(number, number))


class TextConstant(Vocabulary, StrEnum):  # type: ignore[misc]  # title hides str.title
    """A group of strings: `str()` gives the word; `.value`, equality, hash and JSON the server's string."""

    def __new__(cls, value: str, word: str = "", meaning: str = "", documented: bool = True) -> Self:
        """Declare a member."""
        member = str.__new__(cls, value)
        member._value_ = value
        member._describe(word, meaning, documented)
        return member

    @classmethod
    def parse_or_number(cls, value: object) -> Self | str:
        """Like `parse`, but a number passes as its digits, so that a request can carry a value no group has.

        Raises UnknownWord for anything which is neither known nor a number.
        """
        number = _number(value)
        return cls.parse(value) if number is None else str(number)


class FlagConstant(Vocabulary, IntFlag, boundary=KEEP):
    """A group of bits: a sum prints as `start call + chat`, and bits without a name stay, as a number."""

    def __new__(cls, value: int, word: str = "", meaning: str = "", documented: bool = True) -> Self:
        """Declare a member."""
        member = int.__new__(cls, value)
        member._value_ = value
        member._describe(word, meaning, documented)
        return member

    @classmethod
    def _missing_(cls, value: object) -> Any:
        member = super()._missing_(value)
        if "word" in vars(member):  # a negative number can lead to a member that was declared
            return member
        parts = [part for part in cls.members() if part.value & member.value]
        rest = member.value & ~sum(part.value for part in parts)
        member._describe(
            " + ".join([part.word for part in parts] + [str(rest)] * bool(rest)),
            "; ".join([part.meaning for part in parts] + ["Bits without a meaning"] * bool(rest)),
            not rest and all(part.documented for part in parts),
        )
        return member

    @classmethod
    def parse(cls, value: object) -> Self:
        """Find the flags called `value`: what `Vocabulary.parse` takes, or several of it.

        Several come as a list or joined by `+` or `,`; an empty list is the zero member. Numbers from 0 up
        are all taken, since the server keeps bits it has no name for. Raises UnknownWord with the bad item.
        """
        total = 0
        for piece in _pieces(value):
            total |= super().parse(piece).value
        return cls(total)

    @classmethod
    def parse_or_number(cls, value: object) -> Self | int:
        """Like `parse`, but a number below 0 passes as it is. Raises UnknownWord for an unknown word."""
        number = _number(value)
        return number if number is not None and number < 0 else cls.parse(value)

    @classmethod
    def _find(cls, value: object) -> Self | None:
        number = _number(value)
        if number is None:
            return super()._find(value)
        return cls(number) if number >= 0 else None


def words(group: type[Vocabulary]) -> list[str]:
    """The choices of a group as people read them: `non moderators (1)`, or the word if it is the value."""
    return [_choice(member) for member in group.members()]


def _choice(member: Vocabulary) -> str:
    if member.word == member.value:
        return member.word
    return f"{member.word} ({member.value})" if member.value != "" else f'{member.word} ("")'


def _plain(text: str) -> str:
    """Fold what people write differently: case, and the sign between two words."""
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def _number(value: object) -> int | None:
    """The whole number that `value` is or spells."""
    if isinstance(value, bool | Enum):
        return None
    if isinstance(value, int):
        return value
    if not isinstance(value, str):
        return None
    text = value.strip()
    return int(text) if text.isascii() and text.removeprefix("-").isdecimal() else None


def _pieces(value: object) -> list[object]:
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    if isinstance(value, str) and not isinstance(value, Enum):
        return list(value.replace(",", "+").split("+"))
    return [value]


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@cache
def _index(group: type[Vocabulary]) -> dict[str, Vocabulary]:
    """Every spelling of every member."""
    return {_plain(str(key)): member for member in group.members() for key in _spellings(member)}


def _spellings(member: Vocabulary) -> tuple[str, ...]:
    spellings = (member.name, member.word)
    return (*spellings, member.value) if isinstance(member.value, str) else spellings


def _suggestion(group: type[Vocabulary], value: object) -> str | None:
    if not isinstance(value, str):
        return None
    from difflib import get_close_matches  # noqa: PLC0415  # only a mistake pays for it

    index = _index(group)
    close = get_close_matches(_plain(value), [key for key in index if key], n=1)
    return index[close[0]].word if close else None
