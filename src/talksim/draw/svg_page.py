"""What every SVG of ours has: a title, colours for light and dark, letters; and how to say the pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

__all__ = ["document", "tag", "text_width"]

_STYLE: Final = """
svg { --paper: #ffffff; --ink: #1f2328; --soft: #6e7781; --line: #8c959f; --fill: #f6f8fa;
      --good: #1a7f37; --good-fill: #d3f0dc; --bad: #c9302c; --bad-fill: #fde2e0;
      --one: #cfe4ff; --two: #a5cdfb; --three: #6cabf0; --wait: #fff1c2; background: var(--paper); }
@media (prefers-color-scheme: dark) {
  svg { --paper: #0d1117; --ink: #e6edf3; --soft: #9198a1; --line: #6e7681; --fill: #161b22;
        --good: #3fb950; --good-fill: #12351d; --bad: #f85149; --bad-fill: #45181a;
        --one: #16304f; --two: #1c4573; --three: #2a64a5; --wait: #3d3213; }
}
text { font: 12px system-ui, sans-serif; fill: var(--ink); }
.title { font-weight: 600; font-size: 14px; }
"""
"""The colours of every picture, by the reader's light or dark, and its letters."""


def document(width: float, height: float, title: str, body: Sequence[str], style: str = "") -> str:
    """A whole SVG file, with a title for those who do not see it."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img" aria-label={quoteattr(title)}>'
    )
    lines = [head, f"<title>{escape(title)}</title>", f"<style>{_STYLE}{style}</style>", *body, "</svg>"]
    return "\n".join(lines) + "\n"


def text_width(text: str) -> float:
    """About how wide a text is, in pixels: letters cannot be measured without a browser."""
    return sum(4.2 if sign in "ijl.,:;'|! ()[]" else 9.6 if sign in "mwMW" else 7.0 for sign in text)


def tag(name: str, inner: str | None = None, **attributes: float | str) -> str:
    """An element; `inner` is text, which is escaped; numbers get one digit; `_` in a name is a hyphen."""
    names = {key: key.rstrip("_").replace("_", "-") for key in attributes}
    said = "".join(f" {names[key]}={_value(value)}" for key, value in attributes.items())
    return f"<{name}{said}/>" if inner is None else f"<{name}{said}>{escape(inner)}</{name}>"


def _value(value: float | str) -> str:
    return quoteattr(value if isinstance(value, str) else f"{value:.1f}")
