"""All formats: whoever asks for one by its name imports this, and so declares them."""

from __future__ import annotations

from talksim.draw import (  # noqa: F401  declare formats
    dot,
    graph_text,
    mermaid,
    sequence,
    svg,
    timeline_svg,
    timeline_text,
)
from talksim.draw.formats import graph_format, timeline_format

__all__ = ["graph_format", "timeline_format"]
