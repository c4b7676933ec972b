"""Writing the pages to a folder, and saying which of them there are out of step."""

from __future__ import annotations

from pathlib import Path

from talksim.errors import UsageError
from talksim.reference.judges import Judges
from talksim.reference.pages import pages

__all__ = ["differing", "write"]


def write(folder: str | Path) -> list[str]:
    """Make a folder hold the pages and no other Markdown; the paths that changed. Raises `UsageError`."""
    root, made = Path(folder), pages(Judges.read(folder))
    changed = differing(folder)
    try:
        for path in changed:
            if path not in made:
                (root / path).unlink()
                continue
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(made[path], encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}") from error
    return changed


def differing(folder: str | Path) -> list[str]:
    """The paths of pages that are missing in a folder, differ there, or are there and should not be."""
    root, made = Path(folder), pages(Judges.read(folder))
    there = {path.relative_to(root).as_posix() for path in root.rglob("*.md")}
    return sorted((there - made.keys()) | {path for path, text in made.items() if _read(root / path) != text})


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
