"""A copy of a world to try requests in, made anew only when a request has changed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import takewhile
from typing import Any

from talksim.can import Permit, answered, telling
from talksim.errors import TalksimError
from talksim.fitting import Fitting, acting
from talksim.model.codec import freeze, key, thaw
from talksim.model.server import Server
from talksim.outcome import Outcome
from talksim.rules.operation import Operation
from talksim.rules.stage import Stage
from talksim.talk import Talk
from talksim.why.candidates import Candidate, Waiting

__all__ = ["Scratch"]


@cache
def _looking(operation: Operation) -> frozenset[Stage]:
    """The guards that are asked before anything is written."""
    stages = (stage for _, _, stage in operation.steps)
    return frozenset(takewhile(lambda stage: stage.kind in ("guard", "bind"), stages))


class Scratch:
    """Tries requests, each in the world as it was when the scratch was made.

    A fork for each would take most of the time; most requests are refused and leave the state as it is.
    """

    def __init__(self, talk: Talk, *, once: bool = False) -> None:
        """Try in this world itself, which is to be nobody else's; `once` where one request is tried in it."""
        self.talk = talk
        self._once = once
        self._frozen = () if once else freeze(talk.server)
        self._clean = True
        self._known: tuple[int, Any] = (-1, None)

    def renew(self) -> None:
        """Let the world be as it was."""
        if not self._clean:
            self.talk.begin(thaw(Server, self._frozen))
            self.talk.journal.clear()
            self._clean = True

    def after(self, step: Candidate | Waiting, *, once: bool) -> Scratch | None:
        """The world after a step, to try requests in until this one is used again; None if it is refused."""
        self.renew()
        before = self._before()
        taken = step.take(self.talk)
        self._clean = not taken and key(self.talk.server) == before
        return Scratch(self.talk, once=once) if taken else None

    def answer(self, name: str, operation: Operation, token: str) -> Permit | None:
        """What somebody would be answered to the first sample, with what is there that fits it best.

        None where no request could carry it.
        """
        self.renew()
        server, browser = self.talk.server, self.talk.names.browser(name)
        fitting = Fitting(operation, server, token, acting(server, browser, token))
        return telling(fitting, self._answers(name, fitting, operation.samples[0]))

    def _answers(self, name: str, fitting: Fitting, sample: Mapping[str, Any]) -> Iterator[Permit]:
        for given in fitting.requests(sample):
            self.renew()
            outcome = self._ask(name, fitting.operation, fitting.token, given)
            if outcome is not None:
                yield answered(fitting, given, outcome)

    def again(self, name: str, token: str, permit: Permit) -> Outcome | None:
        """What somebody would be answered who asks the same as before, None where nothing can carry it."""
        self.renew()
        return self._ask(name, permit.operation, token, permit.parameters)

    def _ask(self, name: str, operation: Operation, token: str, words: Mapping[str, Any]) -> Outcome | None:
        browser = self.talk.names.browser(name)
        before = self._before() if self._clean and not self._once else None
        try:
            params = self.talk.names.arguments(operation, token, words)
            outcome = self.talk.perform(browser, operation, token, **params)
        except (TalksimError, KeyError):
            self._clean = False
            return None
        self._clean = self._clean and not self._once and self._is_left_alone(operation, outcome, before)
        return outcome

    def _is_left_alone(self, operation: Operation, outcome: Outcome, before: Any) -> bool:
        """Whether a request has changed nothing; what is refused before anything writes has not."""
        if outcome.refusal is None:
            return False
        return outcome.refusal.guard in _looking(operation) or bool(key(self.talk.server) == before)

    def _before(self) -> Any:
        """The state of a clean world, which is another only when a browser was seen for the first time."""
        browsers = len(self.talk.server.browsers)
        if browsers != self._known[0]:
            self._known = browsers, key(self.talk.server)
        return self._known[1]
