"""Steps as a Mermaid sequence diagram: who asked the server for what, refusals marked.

mermaid_sequence([Step("alice", "alice: join call standup", "412, …", refused=True)])
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from talksim.draw.formats import timeline_format
from talksim.draw.mermaid import escaped
from talksim.draw.timeline import Step, Timeline

__all__ = ["mermaid_sequence"]


def mermaid_sequence(steps: Iterable[Step], notes: Iterable[str] = ()) -> str:
    """Steps as a diagram; time and `notes`, which come last, stand over the server, looks over who looks."""
    found = list(steps)
    actors = list(dict.fromkeys(step.actor for step in found if step.actor))
    lines = ["sequenceDiagram", *(f"participant a{n} as {escaped(name)}" for n, name in enumerate(actors))]
    lines.append("participant talk as Talk")
    for step in found:
        lines += _step(step, actors)
    lines += [f"Note over talk: {escaped(note)}" for note in notes]
    return "\n    ".join(lines) + "\n"


@timeline_format("mermaid", ".mmd")
def mermaid(timelines: Sequence[Timeline]) -> str:
    """A sequence diagram; Mermaid has one a file, so that several scenarios come one after the other."""
    if len(timelines) == 1:
        return mermaid_sequence(timelines[0].steps)
    return mermaid_sequence(step for one in timelines for step in (_title(one), *one.steps))


def _title(timeline: Timeline) -> Step:
    return Step("", timeline.title, kind="time")


def _step(step: Step, actors: Sequence[str]) -> Iterator[str]:
    who = f"a{actors.index(step.actor)}" if step.actor else "talk"
    text = escaped(step.text.removeprefix(f"{step.actor}: ").removeprefix(f"{step.actor} "))
    if step.kind == "request":
        yield f"{who}->>talk: {text}"
    else:
        yield f"Note over {who}: {text}"
    if step.refused:
        yield f"talk--x{who}: {escaped(step.answer)}"
    if step.failed:
        yield f"Note over {who}: FAILED {escaped(step.failed)}"
