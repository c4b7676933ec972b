"""The simulator: one door through which every request goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

import talksim.operations
import talksim.reactions
from talksim.errors import UsageError
from talksim.model.codec import freeze, thaw
from talksim.model.server import Server
from talksim.model.user import Browser
from talksim.outcome import Outcome, Refusal
from talksim.rules.operation import OPERATIONS, Operation
from talksim.rules.stage import Answer, Guard, Refused

__all__ = ["Entry", "Talk"]


@attrs.frozen
class Entry:
    """One line of the journal: who asked for what, or how long nobody did."""

    caller: str
    user: str
    role: str
    operation: str
    token: str
    params: Mapping[str, Any]


class Talk:
    """A Talk server that answers at once.

    `perform` runs the stages of an operation in order, then its effect; what follows (messages,
    notifications, requests to other servers) happens on the way. Everything is deterministic: the same
    requests give the same answers. `reactions=False` leaves out what only the record would show.
    """

    def __init__(self, server: Server | None = None, *, reactions: bool = True) -> None:
        self.server = server or Server()
        self.journal: list[Entry] = []
        self._reactions = reactions
        self._base = freeze(self.server)
        self._listen()

    def perform(self, browser: Browser, operation: Operation, token: str = "", **given: Any) -> Outcome:
        """Ask the server for one operation; `given` holds parameters by their Python names.

        Raises `UsageError` for a parameter the operation does not have, or that it lacks.
        """
        params = _complete(operation, given)
        self.journal.append(Entry(browser.name, browser.user, browser.role, operation.name, token, params))
        self.server.caller = browser
        at = operation.scene(self.server, browser, token, params)
        try:
            return self._run(operation, at)
        except Refused as refused:
            return _refusal(operation, at, refused.guard)

    def browser(self, name: str, user: str = "", role: str = "browser") -> Browser:
        """The browser of that name, made on first sight."""
        browser = self.server.browsers.get(name)
        if browser is None:
            browser = self.server.browsers[name] = Browser(name, user, role)
        return browser

    def wait(self, seconds: float) -> None:
        """Let time pass; nothing happens until somebody reads.

        Raises `UsageError` for a negative duration.
        """
        if seconds < 0:
            raise UsageError("time only goes forward")
        self.journal.append(Entry("", "", "clock", "wait", "", {"seconds": seconds}))
        self.server.now += seconds

    def fork(self) -> Talk:
        """An independent copy of this world, with an empty journal."""
        return Talk(thaw(Server, freeze(self.server)), reactions=self._reactions)

    def undo(self, steps: int = 1) -> None:
        """Take back the last entries of the journal, by replaying those before.

        Raises `UsageError` when the journal is shorter than that.
        """
        if not 0 <= steps <= len(self.journal):
            raise UsageError(f"cannot undo {steps} of {len(self.journal)} steps")
        kept, self.journal = self.journal[: len(self.journal) - steps], []
        self.server = thaw(Server, self._base)
        self._listen()
        for entry in kept:
            self.replay(entry)

    def replay(self, entry: Entry) -> Outcome | None:
        """Do again what a journal entry says."""
        if entry.role == "clock":
            self.wait(entry.params["seconds"])
            return None
        browser = self.browser(entry.caller, entry.user, entry.role)
        return self.perform(browser, OPERATIONS[entry.operation], entry.token, **entry.params)

    def _listen(self) -> None:
        if self._reactions:
            self.server.listeners = talksim.reactions.LISTENERS

    def _run(self, operation: Operation, at: Any) -> Outcome:
        for kind, run, stage in operation.steps:
            if kind == "commit":
                run(at)
            elif kind == "finish":
                if (answer := run(at)) is not None:
                    return _outcome(operation, at, answer)
            elif not run(at):
                return _refusal(operation, at, stage)
        answer = operation.effect(at, **at.params)
        if answer is None:
            data = operation.answers(at) if operation.answers else None
            answer = Answer(operation.success, data)
        return _outcome(operation, at, answer)


def _complete(operation: Operation, given: dict[str, Any]) -> dict[str, Any]:
    params = dict(operation.defaults)
    for name, value in given.items():
        if name not in operation.names:
            raise UsageError(f"{operation.phrase} has no parameter {name!r}")
        params[name] = value
    if len(params) < len(operation.parameters):
        missing = next(p.name for p in operation.parameters if p.name not in params)
        raise UsageError(f"{operation.phrase} needs {missing!r}")
    return params


def _outcome(operation: Operation, at: Any, answer: Answer) -> Outcome:
    return Outcome(operation, at.browser.name, answer.status, answer.data, answer.headers)


def _refusal(operation: Operation, at: Any, guard: Guard) -> Outcome:
    data = guard.answer(at) if guard.answer else {"error": guard.error} if guard.error else None
    because = guard.because(at) if guard.because else ""
    return Outcome(operation, at.browser.name, guard.status, data, refusal=Refusal(guard, because))
