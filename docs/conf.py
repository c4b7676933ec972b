"""Sphinx: the pages as a site, `sphinx-build -W --keep-going -n -b html docs OUT`. It reads no network."""

from __future__ import annotations

import re
from typing import Any, Final

from pygments.lexers.shell import BashSessionLexer

from talksim import __version__

project = "talksim"
author = "the authors of talksim"
release = __version__
project_copyright = author

extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_heading_anchors = 4

# Docstrings are written for readers of the code: `one` backtick is code, and types need no page of their own.
default_role = "code"
smartquotes = False
autodoc_member_order = "bysource"
nitpick_ignore_regex = [("py:.*", ".*")]

html_theme = "furo"
html_title = f"talksim {release}"
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["site.css"]
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


class _Transcript(BashSessionLexer):
    """Only what is behind `$` is a command: a line with `#` is printed, not typed by root."""

    _ps1rgx = re.compile(r"^(\$ )(.*\n?)")


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.add_lexer("console", _Transcript)
    app.connect("source-read", _list_the_rules)
