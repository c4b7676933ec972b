"""Sphinx: the pages as a site, `sphinx-build -W --keep-going -n -b html docs OUT`. It reads no network."""

from __future__ import annotations

from typing import Any, Final

from talksim import __version__

project = "talksim"
author = "the authors of talksim"
release = __version__
project_copyright = author

extensions = ["myst_parser"]
myst_heading_anchors = 4
html_theme = "furo"
html_title = f"talksim {release}"
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
templates_path: list[str] = []
exclude_patterns = ["conf.py"]

_RULES: Final = """

```{toctree}
:hidden:
:glob:

stages
lifecycles
invariants
views
settings
vocabulary
operations/*
```
"""


def _list_the_rules(app: Any, name: str, source: list[str]) -> None:  # noqa: ARG001
    """The generated pages are plain Markdown, for readers without Sphinx; what is below them is said here."""
    if name == "reference/rules/README":
        source[0] += _RULES


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("source-read", _list_the_rules)
