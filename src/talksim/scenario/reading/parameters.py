"""`${name}` in scenarios: what a file's parameters and cases put in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from talksim.scenario.document.fault import Path, did_you_mean
from talksim.scenario.document.mistake import Mistake
from talksim.scenario.value import written

__all__ = ["Filling", "mentioned"]

_NAME = re.compile(r"\$\{([^}]*)\}")


class Filling:
    """Fills parameters into a value, and notes which were used and which nobody declared."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.given = given
        self.mistakes: list[Mistake] = []

    def fill(self, value: Any, path: Path = ()) -> Any:
        """The value with every `${name}` filled in; a text that is nothing else becomes the value itself."""
        if isinstance(value, str):
            return self._text(value, path) if "${" in value else value
        if isinstance(value, dict):
            return {self._key(key, path): self.fill(item, (*path, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item, (*path, number)) for number, item in enumerate(value)]
        return value

    def _key(self, key: str, path: Path) -> str:
        return str(self._text(key, (*path, key))) if "${" in key else key

    def _text(self, text: str, path: Path) -> Any:
        whole = _NAME.fullmatch(text)
        if whole:
            return self._value(whole, path)
        return _NAME.sub(lambda match: _shown(self._value(match, path)), text)

    def _value(self, match: re.Match[str], path: Path) -> Any:
        name = match[1]
        if name in self.given:
            return self.given[name]
        hint = did_you_mean(name, self.given) or "declare it under parameters"
        self.mistakes.append(
            Mistake(f'unknown parameter "{name}"', hint, path, "value", match.start(), len(match[0]))
        )
        return match[0]


def mentioned(value: Any) -> set[str]:
    """The names of all parameters a value mentions."""
    if isinstance(value, str):
        return set(_NAME.findall(value))
    if isinstance(value, dict):
        return mentioned(list(value)) | mentioned(list(value.values()))
    return set().union(*map(mentioned, value)) if isinstance(value, list) else set()


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else written(value)
