"""Plain values as the YAML text of a scenario file, which reads back as the same values."""

from __future__ import annotations

from typing import Any

import yaml

__all__ = ["dumped"]


def dumped(value: Any) -> str:
    """The text of a file that holds the value, keys in their order.

    Raises `ValueError` for a text that no file in UTF-8 can hold.
    """
    text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    text.encode()
    return text


class _Dumper(yaml.SafeDumper):
    """Quotes every text that the reader of scenarios would not read back as that text."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Nothing is shared in a scenario."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = None if text[:1].isalpha() and text not in ("true", "false", "null") else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)
