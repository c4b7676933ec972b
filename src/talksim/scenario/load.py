"""Files to scenarios: parameters filled in, cases told apart, fragments included."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import attrs

from talksim.scenario.document.fault import Fault, Faults, did_you_mean
from talksim.scenario.document.mistake import Mistake, Wrong, locate
from talksim.scenario.document.sniff import is_scenario_file
from talksim.scenario.document.source import Document, read, read_file
from talksim.scenario.reading.parameters import Filling, mentioned
from talksim.scenario.reading.written import WrittenFragment, WrittenScenario, quick
from talksim.scenario.repeated import expand, may_repeat
from talksim.scenario.script import Fragment, Include, Place, Scenario, Step

__all__ = ["collect", "load", "load_document", "load_text"]

FRAGMENTS = "fragments"
"""A folder of this name holds files to include, which are no scenarios."""

T = TypeVar("T")

_PARAMETRIC = ("parameters", "cases")


def load(path: str | os.PathLike[str]) -> list[Scenario]:
    """The scenarios in a file: one, or one for each case. Raises `Faults`, and nothing else."""
    return load_document(read_file(path))


def load_text(text: str, path: str = "scenario.yaml") -> list[Scenario]:
    """The scenarios in a text; `path` is where fragments are looked for from. Raises `Faults`."""
    return load_document(read(text, path))


def load_document(document: Document) -> list[Scenario]:
    """The scenarios in a document that was read. Raises `Faults` with all that is wrong in it."""
    loader = _Loader(document)
    scenarios = loader.scenarios()
    loader.raise_if_any()
    return scenarios


def collect(paths: Iterable[str | os.PathLike[str]]) -> list[str]:
    """The files that are named, and the scenario files in folders, sorted; other YAML there is left alone."""
    found: dict[str, None] = {}
    for path in paths:
        if os.path.isdir(path):
            found.update(dict.fromkeys(sorted(_in_folder(path))))
        else:
            found[os.fspath(path)] = None
    return list(found)


def _in_folder(folder: str | os.PathLike[str]) -> Iterator[str]:
    for path, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name != FRAGMENTS]
        for file in files:
            whole = os.path.normpath(os.path.join(path, file))
            if file.endswith((".yaml", ".yml")) and not file.startswith(".") and is_scenario_file(whole):
                yield whole


class _Loader:
    """Loads one document and what it includes; `around` are the files that include it."""

    def __init__(self, document: Document, around: tuple[str, ...] = ()) -> None:
        self.document = document
        self.around = (*around, document.path)
        self.mistakes: list[Mistake] = []
        self.others: list[Faults] = []
        self.needed: set[str] = set()

    def raise_if_any(self) -> None:
        """Raise the faults that were noted, of this file and of those it includes."""
        own = list(locate(self.document, self.mistakes))
        if not own and not self.others:
            return
        texts = {fault.path: faults.text for faults in self.others for fault in faults.faults}
        texts |= {path: text for faults in self.others for path, text in faults.texts.items()}
        included = [fault for faults in self.others for fault in faults.faults]
        raise Faults(_unique([*own, *included]), self.document.text, texts)

    def scenarios(self) -> list[Scenario]:
        """The scenarios of the document."""
        value = self.document.value
        if not isinstance(value, dict):
            self.mistakes.append(Mistake("a scenario is a mapping", "it begins with talksim: 1"))
            return []
        if "universe" in value:
            hint = "look at all that can happen in it: talksim explore FILE"
            self.mistakes.append(Mistake("this is a universe", hint, ("universe",), "key"))
            return []
        if "policy" in value:
            hint = "play scenarios under it: --policy FILE"
            self.mistakes.append(Mistake("this is a policy", hint, ("policy",), "key"))
            return []
        if "fragment" in value:
            self.mistakes.append(
                Mistake("this is a fragment", "include it in a scenario", ("fragment",), "key")
            )
            return []
        if not any(key in value for key in _PARAMETRIC) and "${" not in self.document.text:
            return self._scenario(value, "", ())
        defaults = self._parameters(value)
        cases = self._cases(value, defaults)
        self._check_used(value, defaults)
        found: list[Scenario] = []
        for number, case in enumerate(cases or [{}]):
            if not self.needed <= case.keys():
                continue
            filled = self._filled(value, {**defaults, **case})
            name, path = str(case.get("case", "")), ("cases", number) if cases else ()
            found += self._scenario(filled, name, path)
        return found

    def fragment(self, given: Mapping[str, Any]) -> Fragment:
        """The document as a fragment, with what the place that includes it gives."""
        value = self.document.value
        if isinstance(value, dict):
            value = self._filled(value, {**self._parameters(value), **given})
        value = self._written_out(value)
        try:
            steps = _read(value, WrittenFragment).steps
        except Wrong as wrong:
            self._note(wrong)
            steps = ()
        made = Fragment(self.document, self._included(steps))
        self.raise_if_any()
        return made

    def _scenario(self, value: dict[str, Any], case: str, path: tuple[str | int, ...]) -> list[Scenario]:
        value = self._written_out(value)
        try:
            made = _read(value, WrittenScenario)
        except Wrong as wrong:
            self._note(wrong)
            self._look_into_fragments(value)
            return []
        if made.breaks or made.fix:
            self._check_bug(made)
        place = Place(self.document, path)
        bug = {"breaks": made.breaks, "fix": made.fix}
        steps = self._included(made.steps)
        return [Scenario(made.name, steps, made.given, made.tags, made.xfail, case, place=place, **bug)]

    def _check_bug(self, made: WrittenScenario) -> None:
        from talksim.scenario.known_bug import mistakes_in  # noqa: PLC0415  few scenarios tell of one

        self.mistakes += mistakes_in(made.breaks, made.fix)

    def _written_out(self, value: Any) -> Any:
        """The value with repeated texts written out, those that parameters filled in as well."""
        return expand(value, self.mistakes) if may_repeat(self.document.text) else value

    def _note(self, wrong: Wrong) -> None:
        """Note mistakes, but for those in what a parameter nobody knows was left in."""
        known = {mistake.path for mistake in self.mistakes}
        self.mistakes += [mistake for mistake in wrong.mistakes if mistake.path not in known]

    def _look_into_fragments(self, value: dict[str, Any]) -> None:
        """Find the faults of fragments also where the file that includes them has faults of its own."""
        steps = value.get("steps")
        for number, item in enumerate(steps if isinstance(steps, list) else ()):
            if isinstance(item, dict) and isinstance(item.get("include"), str):
                given = item.get("with")
                self._include(Include(item["include"], given if isinstance(given, dict) else {}), number)

    def _included(self, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        if not any(isinstance(step, Include) for step in steps):
            return steps
        return tuple(
            self._include(step, number) if isinstance(step, Include) else step
            for number, step in enumerate(steps)
        )

    def _include(self, step: Include, number: int) -> Include:
        path = ("steps", number, "include")
        file = os.path.join(os.path.dirname(self.document.path), step.file)
        if not os.path.isfile(file):
            self.mistakes.append(Mistake(f'there is no file "{step.file}"', _near_file(file), path))
        elif any(os.path.samefile(file, other) for other in self.around if os.path.exists(other)):
            self.mistakes.append(Mistake(f'"{step.file}" includes itself', "", path))
        else:
            return self._read_fragment(step, file, path)
        return step

    def _read_fragment(self, step: Include, file: str, path: tuple[str | int, ...]) -> Include:
        try:
            inner = _Loader(read_file(file), self.around)
            if not self._takes(inner, step, path[:-1]):
                return step
            return attrs.evolve(step, fragment=inner.fragment(step.given))
        except Faults as faults:
            around = Place(self.document, path).above[0]
            self.others.append(faults.included_from(around))
            return step

    def _takes(self, inner: _Loader, step: Include, path: tuple[str | int, ...]) -> bool:
        """Whether the file is a fragment that takes what the step gives."""
        before, value = len(self.mistakes), inner.document.value
        if not isinstance(value, dict) or "fragment" not in value:
            hint = "a fragment begins with talksim: 1 and fragment: what it does"
            self.mistakes.append(Mistake(f'"{step.file}" is no fragment', hint, (*path, "include")))
            return False
        declared = value.get("parameters", {})
        for name in step.given:
            if name not in declared:
                hint = did_you_mean(name, map(str, declared))
                self.mistakes.append(
                    Mistake(f'the fragment has no "{name}"', hint, (*path, "with", name), "key")
                )
        for name in declared if isinstance(declared, list) else ():
            if name not in step.given:
                hint = f"with: {{{name}: …}}"
                self.mistakes.append(Mistake(f'the fragment needs "{name}"', hint, (*path, "include")))
        return len(self.mistakes) == before

    def _parameters(self, value: dict[str, Any]) -> dict[str, Any]:
        raw = value.get("parameters", {})
        if isinstance(raw, list):
            return {str(name): f"${{{name}}}" for name in raw}
        return raw if isinstance(raw, dict) else {}

    def _filled(self, value: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
        filling = Filling(given)
        rest = {key: item for key, item in value.items() if key not in _PARAMETRIC}
        filled = filling.fill(rest)
        self.mistakes += filling.mistakes
        return {**filled, **{key: value[key] for key in _PARAMETRIC if key in value}}

    def _cases(self, value: dict[str, Any], defaults: Mapping[str, Any]) -> list[dict[str, Any]]:
        raw = value.get("cases", [])
        if not isinstance(raw, list) or ("cases" in value and not raw):
            self.mistakes.append(Mistake("cases are a list of mappings", "- {case: …, …}", ("cases",)))
            return []
        cases: list[dict[str, Any]] = []
        for number, case in enumerate(raw):
            if self._is_case(case, ("cases", number), [str(other.get("case")) for other in cases]):
                cases.append(case)
        self._check_complete(value, cases, defaults)
        return cases

    def _is_case(self, case: Any, path: tuple[str | int, ...], names: list[str]) -> bool:
        if not isinstance(case, dict):
            self.mistakes.append(Mistake("a case is a mapping of parameters", "{case: its name, …}", path))
            return False
        name = case.get("case")
        if not isinstance(name, str) or not name:
            self.mistakes.append(Mistake("the case has no name", "case: its name", path))
        elif name in names:
            self.mistakes.append(Mistake(f'two cases are called "{name}"', "", (*path, "case")))
        return True

    def _check_complete(
        self, value: dict[str, Any], cases: list[dict[str, Any]], defaults: Mapping[str, Any]
    ) -> None:
        rest = {key: item for key, item in value.items() if key not in _PARAMETRIC}
        used = mentioned(rest)
        known = {name for case in cases for name in case} | set(defaults)
        self.needed = used & known - set(defaults)
        for number, case in enumerate(cases):
            for name in sorted(self.needed - set(case)):
                self.mistakes.append(Mistake(f'the case does not say "{name}"', "", ("cases", number)))

    def _check_used(self, value: dict[str, Any], defaults: Mapping[str, Any]) -> None:
        rest = {key: item for key, item in value.items() if key not in _PARAMETRIC}
        used = mentioned(rest) | {"case"}
        for name in defaults:
            if name not in used:
                self.mistakes.append(
                    Mistake(f'the parameter "{name}" is never used', "", ("parameters", name), "key")
                )
        cases = value.get("cases")
        for number, case in enumerate(cases if isinstance(cases, list) else ()):
            for name in case if isinstance(case, dict) else ():
                if name not in used:
                    hint = did_you_mean(name, used)
                    path = ("cases", number, name)
                    self.mistakes.append(Mistake(f'the parameter "{name}" is never used', hint, path, "key"))


def _read(value: Any, kind: type[T]) -> T:
    """What a file says. Raises `Wrong` with every mistake."""
    made = quick(value, kind)
    if made is None:
        from talksim.scenario.reading.structure import structure  # noqa: PLC0415  cattrs is slow to import

        made = structure(value, kind)
    return made


def _near_file(file: str) -> str:
    folder = os.path.dirname(file) or "."
    names = os.listdir(folder) if os.path.isdir(folder) else []
    return did_you_mean(os.path.basename(file), names)


def _unique(faults: Iterable[Fault]) -> list[Fault]:
    """Each fault once, also that of a fragment which is included twice."""
    found: dict[Fault, Fault] = {}
    for fault in faults:
        found.setdefault(attrs.evolve(fault, included_from=()), fault)
    return list(found.values())
