"""Scenarios of a feature as YAML scenarios: the same plain value, the same steps, the same verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from talksim.gherkin.parse import Case, Feature, Said
from talksim.gherkin.registry import find, load_steps
from talksim.gherkin.world import BadStep, NotModelled, World
from talksim.scenario.document.dump import dumped
from talksim.scenario.document.fault import Fault, Faults, Path, Position
from talksim.scenario.document.mistake import Mistake, Wrong
from talksim.scenario.document.source import Document, read
from talksim.scenario.reading.structure import structure
from talksim.scenario.reading.written import WrittenScenario, quick
from talksim.scenario.script import Place, Scenario

__all__ = ["Converted", "FeatureDocument", "Stopped", "as_yaml", "converted"]


@attrs.frozen
class Stopped:
    """The sentence before which a scenario ends, for the model lacks what it asks for."""

    said: Said
    lacks: str


@attrs.frozen
class Converted:
    """What became of a scenario of a feature.

    `value` is the plain value a YAML file would hold, None while sentences are `undefined`; `scenario` is
    made of it. It ends early where it is `stopped`; then both may be None, for nothing came before.
    """

    case: Case
    path: str
    value: dict[str, Any] | None = None
    scenario: Scenario | None = None
    undefined: tuple[Said, ...] = ()
    stopped: Stopped | None = None


@attrs.frozen(eq=False)
class FeatureDocument(Document):
    """A feature in the place of a YAML file: each step stands where its sentence stands."""

    line: int = 1
    sentences: tuple[Said, ...] = ()

    def position(self, path: Path) -> Position:
        """Where the sentence of a step begins, or the scenario."""
        number = path[1] if len(path) > 1 and path[0] == "steps" else None
        if isinstance(number, int) and number < len(self.sentences):
            return Position(self.sentences[number].line, self.sentences[number].column)
        return Position(self.line, 1)

    def key_position(self, path: Path) -> Position:
        """The same: a sentence has no keys."""
        return self.position(path)


def converted(feature: Feature) -> list[Converted]:
    """Every scenario of a feature. Raises `Faults` with what is wrong in any of them."""
    load_steps()
    found: list[Converted] = []
    faults: list[Fault] = []
    for case in feature.cases:
        try:
            found.append(_converted(feature, case))
        except Faults as wrong:
            faults += wrong.faults
    if faults:
        raise Faults(dict.fromkeys(faults), feature.text)
    return found


def as_yaml(made: Converted) -> str:
    """The scenario as a YAML file would hold it; what could not be said is a comment at its end.

    Raises `ValueError` for one with undefined sentences.
    """
    if made.value is None:
        raise ValueError(f"{made.case.name} has nothing that could be written")
    text = dumped(made.value)
    if made.stopped is None:
        return text
    return (
        text
        + f"# line {made.stopped.said.line}: {made.stopped.said.text}\n# not modelled: {made.stopped.lacks}\n"
    )


def _converted(feature: Feature, case: Case) -> Converted:
    undefined = tuple(said for said in case.sentences if find(said.text) is None)
    if undefined:
        return Converted(case, feature.path, undefined=undefined)
    world = World()
    stopped = _write(world, feature, case)
    value = _value(world, case)
    if not world.steps:
        return Converted(case, feature.path, stopped=stopped)
    return Converted(case, feature.path, value, _scenario(feature, case, world, value), (), stopped)


def _write(world: World, feature: Feature, case: Case) -> Stopped | None:
    """Write the steps of all sentences, or of those before one that is not modelled."""
    for said in case.sentences:
        found = find(said.text)
        assert found is not None
        world.said = said
        try:
            found.pattern.write(world, *found.values, **found.named)
        except NotModelled as lacking:
            return Stopped(said, str(lacking))
        except (BadStep, KeyError, ValueError) as bad:
            message = str(bad) if isinstance(bad, BadStep) else f"the table does not say {bad}"
            fault = Fault(feature.path, said.line, said.column, message, code="gherkin")
            raise Faults([fault], feature.text) from None
    return None


def _value(world: World, case: Case) -> dict[str, Any]:
    given: dict[str, Any] = {}
    users = {name: person for name, person in world.users.items() if person is not None}
    for name, what in (("users", users), ("groups", world.groups), ("settings", world.settings)):
        if what:
            given[name] = what
    value: dict[str, Any] = {"talksim": 1, "name": case.name}
    if case.tags:
        value["tags"] = [tag.removeprefix("@") for tag in case.tags]
    return {**value, **({"given": given} if given else {}), "steps": world.steps}


def _scenario(feature: Feature, case: Case, world: World, value: dict[str, Any]) -> Scenario:
    document = FeatureDocument(
        value, feature.path, feature.text, _NO_NODE, line=case.line, sentences=tuple(world.sentences)
    )
    made = quick(value, WrittenScenario)
    if made is None:
        try:
            made = structure(value, WrittenScenario)
        except Wrong as wrong:
            raise Faults(list(_faults(document, wrong.mistakes)), feature.text) from None
    return Scenario(made.name, made.steps, made.given, made.tags, place=Place(document, ()))


_NO_NODE = read("talksim: 1", "")._root


def _faults(document: FeatureDocument, mistakes: tuple[Mistake, ...]) -> Iterator[Fault]:
    for mistake in mistakes:
        line, column = document.position(mistake.path)
        yield Fault(document.path, line, column, mistake.message, mistake.hint, code="gherkin")
