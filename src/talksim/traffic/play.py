"""Plays a recording on the model: every request through the routes, every answer beside the real one."""

from __future__ import annotations

import re
from functools import cache
from time import perf_counter
from typing import Any, Final, Literal, TypeAlias

import attrs

from talksim.outcome import Outcome
from talksim.talk import Talk
from talksim.traffic.compare import Comparison, compare, leaves
from talksim.traffic.identities import Identities
from talksim.traffic.recording import Exchange, Recording
from talksim.traffic.routes import Routes, body_of
from talksim.traffic.verdict import Counts, Divergence, Kind, Verdict
from talksim.traffic.world import caller_of, world

__all__ = ["Depth", "judge"]

Depth: TypeAlias = Literal["status", "fields"]
"""How much of an answer is compared: its status alone, or what is in it as well."""

_DRAWS: Final = 120
"""How many draws are tried to find the one the real server made."""

_NEAR: Final = 0.05
"""So near to the turn of a second (in seconds) the real server may have counted either way."""

_CALL: Final = re.compile(r"/call/([a-z0-9]+)")
_ROOM: Final = re.compile(r"/(?:chat|room|call)/([a-z0-9]{4,})")


def judge(recording: Recording, depth: Depth = "fields") -> Verdict:
    """Play a recording from its beginning to its end.

    After a divergence the recording goes on with the world as the model has it. Raises `UsageError` when
    the world of the recording cannot be set up.
    """
    start = perf_counter()
    player = _Player(recording, world(recording.header), Identities(), depth)
    exchanges = recording.exchanges
    for exchange, following in zip(exchanges, (*exchanges[1:], None), strict=True):
        player.play(exchange, following)
    return player.verdict(perf_counter() - start)


@cache
def _routes() -> Routes:
    return Routes()


@attrs.define
class _Player:
    recording: Recording
    talk: Talk
    identities: Identities
    depth: Depth
    counts: Counts = attrs.field(factory=Counts)
    divergences: list[Divergence] = attrs.field(factory=list)
    near_second: set[str] = attrs.field(factory=set)

    def play(self, exchange: Exchange, following: Exchange | None = None) -> None:
        """One request, at the time it was sent."""
        self.talk.wait(max(0.0, self.recording.header.start + exchange.at - self.talk.server.now))
        if exchange.nondeterministic and following is not None:
            self._draw(exchange, following)
        action = exchange.kind == "action"
        self.counts.requests += action
        self._watch_second(exchange)
        try:
            outcome = self._ask(exchange)
        except Exception as error:  # the other requests are judged all the same
            self._crashed(exchange, error)
            return
        if outcome is None:
            if action:
                where = f"{exchange.method} {self.identities.shown(exchange.path)}"
                self._diverge("not modelled", where.replace("/ocs/v2.php", ""), exchange, "not modelled")
            return
        self.counts.modelled += action
        self._compare(exchange, outcome)

    def verdict(self, seconds: float) -> Verdict:
        """What was found so far."""
        clean = all(divergence.kind == "field" for divergence in self.divergences)
        self.counts.recordings, self.counts.clean = 1, int(clean)
        return Verdict(self.recording, self.counts, tuple(self.divergences), seconds)

    def _ask(self, exchange: Exchange) -> Outcome | None:
        body = body_of(exchange.params)
        match = _routes().find(exchange.method, exchange.path, body)
        if match is None:
            return None
        if not exchange.signed:
            body["signed"] = False
        translate = self.identities.request
        variables = {name: translate(name, value) for name, value in match.variables.items()}
        given = {name: translate(name, value) for name, value in body.items()}
        request = attrs.evolve(match, variables=variables).request(given)
        browser = self.talk.browser(*caller_of(exchange.user, exchange.path, self.recording.header.guests))
        return self.talk.perform(browser, request.operation, request.token, **request.params)

    def _compare(self, exchange: Exchange, outcome: Outcome) -> None:
        action = exchange.kind == "action"
        if outcome.status != exchange.status:
            self._status_differs(exchange, outcome)
            return
        self.counts.agreeing += action
        found = self._bodies(exchange, outcome)
        if self.depth == "status":
            return
        self.counts.fields += found.fields
        self.counts.fields_agreeing += found.fields - found.wrong
        for difference in found.differences:
            of = f"{outcome.operation.phrase}: {difference.path or 'the answer'}"
            said = _short(difference.theirs)
            self._diverge("field", of, exchange, _short(difference.ours), theirs=said, outcome=outcome)

    def _bodies(self, exchange: Exchange, outcome: Outcome) -> Comparison:
        if exchange.status >= 500:
            return Comparison()
        found = _ROOM.search(exchange.path)
        loose = found is not None and found[1] in self.near_second
        return compare(exchange.data, outcome.data, self.identities, loose=loose)

    def _status_differs(self, exchange: Exchange, outcome: Outcome) -> None:
        if self.depth == "fields":
            self.counts.fields += leaves(exchange.data)
        if outcome.ok and exchange.status < 400:
            compare(exchange.data, outcome.data, self.identities)  # for the ids alone
        real = _answer(exchange)
        cause = f"{outcome.operation.phrase}: {real}, ours {outcome}"
        self._diverge("status", cause, exchange, str(outcome), outcome=outcome)

    def _crashed(self, exchange: Exchange, error: Exception) -> None:
        self.counts.modelled += exchange.kind == "action"
        where = f"{exchange.method} {self.identities.shown(exchange.path)}".replace("/ocs/v2.php", "")
        said = f"{type(error).__name__}: {error}"
        self._diverge("crash", f"{where}: {said}", exchange, said)

    def _diverge(
        self,
        kind: Kind,
        cause: str,
        exchange: Exchange,
        ours: str,
        *,
        theirs: str = "",
        outcome: Outcome | None = None,
    ) -> None:
        phrase = because = ""
        if outcome is not None:
            phrase = outcome.operation.phrase
            because = (outcome.refusal.because or outcome.refusal.guard.doc) if outcome.refusal else ""
        answer = theirs or _answer(exchange)
        self.divergences.append(Divergence(kind, cause, phrase, exchange, answer, ours, because))

    def _watch_second(self, exchange: Exchange) -> None:
        """Note the rooms whose callers came so near to the turn of a second that either count is right."""
        found = _CALL.search(exchange.path)
        into = (self.recording.header.start + exchange.at) % 1.0
        if found and exchange.method == "POST" and not _NEAR < into < 1.0 - _NEAR:
            self.near_second.add(found[1])

    def _draw(self, exchange: Exchange, following: Exchange) -> None:
        """Let the model's generator draw what the real server drew, as the next observation shows it."""
        base = self.talk.server.seed
        best, least = base, None
        for seed in range(base, base + _DRAWS):
            wrong = self._tried(seed, exchange, following)
            if least is None or wrong < least:
                best, least = seed, wrong
            if not wrong:
                break
        self.talk.server.seed = best

    def _tried(self, seed: int, *exchanges: Exchange) -> int:
        fork = self.talk.fork()
        fork.server.seed = seed
        trial = _Player(self.recording, fork, self.identities.copy(), "fields")
        for exchange in exchanges:
            trial.play(attrs.evolve(exchange, nondeterministic=False))
        return len(trial.divergences)


def _answer(exchange: Exchange) -> str:
    error: Any = exchange.data.get("error", "") if isinstance(exchange.data, dict) else ""
    if isinstance(error, dict):
        error = error.get("code", "")
    return f"{exchange.status} {error}".strip()


def _short(value: Any) -> str:
    text = repr(getattr(value, "value", value))
    return text if len(text) <= 120 else f"{text[:119]}…"
