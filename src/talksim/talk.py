"""The simulator: one door through which every request goes."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, NoReturn, Self

import talksim.operations
import talksim.reactions
from talksim.constants import ObjectType, UnknownWord
from talksim.displayed import Displayed
from talksim.errors import UsageError
from talksim.guidance import names_settings
from talksim.journal import Entry
from talksim.model.codec import freeze, thaw
from talksim.model.server import Server
from talksim.model.user import Browser
from talksim.naming import Names
from talksim.outcome import Outcome, Refusal
from talksim.rules.operation import OPERATIONS, Operation, Step
from talksim.rules.policy import Policy, policy_in_force
from talksim.rules.stage import Answer, Guard, Refused
from talksim.rules.wire import UNFIT, steps_when_unfit
from talksim.setup import change_settings, set_up, several, switched
from talksim.values import duration

if TYPE_CHECKING:  # what only people at a Python prompt need is imported where they ask for it
    from datetime import timedelta
    from pathlib import Path

    from talksim.actor import Actor
    from talksim.asking import Asker
    from talksim.can import Permits
    from talksim.handle import RoomHandle
    from talksim.matrix import Matrix
    from talksim.model.difference import Changes
    from talksim.model.fields import Kind
    from talksim.why.reasons import Why

__all__ = ["Entry", "Talk"]


class Talk(Displayed):
    """A Talk server that answers at once.

    `perform` runs the stages of an operation in order, then its effect; what follows (messages,
    notifications, requests to other servers) happens on the way. Everything is deterministic: the same
    requests give the same answers. `reactions=False` leaves out what only the record would show. Under a
    `policy` the rules are otherwise, and a new server begins with its settings; where none is given, it is
    the policy in force, if any. Raises `UsageError` for what is no server, and for what is no policy.
    """

    @names_settings
    def __init__(
        self, server: Server | None = None, *, reactions: bool = True, policy: Policy | None = None
    ) -> None:
        if not isinstance(server, Server | None):
            raise UsageError(f"{server!r} is no server; Talk.load opens a saved world")
        if not isinstance(policy, Policy | None):
            raise UsageError(f"{policy!r} is no policy; talksim.load_policy reads one from a file")
        self.policy = policy or policy_in_force()
        self.journal: list[Entry] = []
        self.names = Names(self)
        self._inside = False
        self._reactions = reactions
        self._base = freeze(server) if server is not None else None
        self.begin(server or self._new_server())

    def __repr__(self) -> str:
        rooms, accounts = len(self.server.rooms), len(self.server.users)
        return f"<Talk: {rooms} rooms, {accounts} accounts, {len(self.journal)} lines in the journal>"

    if not TYPE_CHECKING:  # a checker would take every name for one of ours

        def __getattr__(self, name: str) -> NoReturn:
            """What is not there: says where it is, or which name may be meant."""
            from talksim.guidance import not_in_talk  # noqa: PLC0415  only a mistake pays for it

            raise not_in_talk(self, name)

    def perform(self, browser: Browser, operation: Operation, token: str = "", **given: Any) -> Outcome:
        """Ask the server for one operation; `given` holds parameters by their Python names.

        Raises `UsageError` for a parameter the operation does not have, or that it lacks.
        """
        if self.policy is not None and not self._inside:
            return self._under(self.policy, browser, operation, token, given)
        params = _complete(operation, given)
        asked = (browser.name, browser.user, browser.role, operation.name, token, given)
        witness = _Witness(self, len(self.journal))
        self.journal.append(Entry(*asked, browser.address, browser.client))
        self.server.caller = browser
        at = operation.scene(self.server, browser, token, params)
        steps = steps_when_unfit(operation) if UNFIT in params.values() else operation.steps
        try:
            outcome = self._run(operation, steps, at)
        except Refused as refused:
            outcome = self._refuse(operation, at, refused.guard)
        object.__setattr__(outcome, "witness", witness)
        return outcome

    def browser(self, name: str, user: str = "", role: str = "browser") -> Browser:
        """The browser of that name, made on first sight."""
        browser = self.server.browsers.get(name)
        if browser is None:
            browser = self.server.browsers[name] = Browser(name, user, role)
        return browser

    @property
    def admin(self) -> Actor:
        """The administrator."""
        return self.actor("admin")

    def actor(self, who: Asker | str) -> Actor:
        """Somebody by name (`alice`, `alice's phone`, `admin`), or an actor of another fork in this world.

        Raises `UsageError` with the nearest name for somebody nobody declared.
        """
        from talksim.actor import Actor  # noqa: PLC0415
        from talksim.asking import asker_name  # noqa: PLC0415

        return Actor(self, asker_name(who))

    def user(
        self, name: str, display_name: str = "", groups: Iterable[str] = (), *, do_not_disturb: bool = False
    ) -> Actor:
        """Somebody with an account, which is made on first sight; raises `UsageError` for a bad name.

        An account that exists gets the display name and the further groups; a single group may be given as
        its name. `do_not_disturb` is the status they show, which keeps them from being rung.
        """
        status = {"do_not_disturb": True} if do_not_disturb else {}
        self.set_up("user", name=name, display_name=display_name, groups=several(groups, "groups"), **status)
        return self.actor(name)

    def guest(self, name: str, address: str = "") -> Actor:
        """Somebody without an account; raises `UsageError` for a name that is taken."""
        return self.actor(self.names.declare_guest(name, address))

    def group(self, name: str, members: Iterable[Asker | str] = ()) -> None:
        """Let a group exist, with these further members; raises `UsageError` for one without account."""
        given = [members] if isinstance(members, str) else members
        known = [getattr(getattr(member, "browser", None), "user", member) for member in given]
        self.set_up("group", name=name, members=known)

    def dedicate(self, room: object, what: object) -> None:
        """Let a room be one that another app has made for something: "file", "share password".

        Raises `UsageError` for an unknown room or word. Such rooms cannot be made by a request to Talk.
        """
        try:
            kind = ObjectType.parse(what)
        except UnknownWord as unknown:
            raise UsageError(str(unknown)) from unknown
        if kind is not ObjectType.NONE:
            self.set_up("object", token=self.names.room(room), object_type=kind)

    def set(self, **settings: object) -> None:
        """Change settings by the words that scenarios take: `set(start_calls="moderators")`.

        Switches stand for several settings: `set(recording_backend=True)`. Raises `UsageError` for an unknown
        setting or word.
        """
        self.set_up("settings", **switched(settings))

    def room(self, name: object) -> RoomHandle:
        """A room to look at; raises `UsageError` if there is none of that name."""
        from talksim.handle import RoomHandle  # noqa: PLC0415

        return RoomHandle(self, name)

    @property
    def rooms(self) -> list[RoomHandle]:
        """All rooms, to look at."""
        return [self.room(token) for token in self.server.rooms]

    def can(
        self, who: Asker | str, room: object = "", operations: Iterable[str] | str | None = None
    ) -> Permits:
        """What operations would answer somebody now, tried on forks; in a room if one is named.

        All of them, or those of these phrases or chapters: `can(bob, room, "join call")`. Raises `UsageError`
        for a person, a room or an operation that is not there, and for one that is not for them.
        """
        from talksim.can import can  # noqa: PLC0415

        return can(self, who, room, operations)

    def matrix(
        self,
        people: Iterable[Asker | str] | Asker | str | None = None,
        rooms: Iterable[object] | object | None = None,
        operations: Iterable[str] | str | None = None,
    ) -> Matrix:
        """Who may do what now: everybody, in every room, every operation, or those that are named.

        Tried on forks. Raises `UsageError` for a person, a room or an operation that is not there.
        """
        from talksim.matrix import matrix  # noqa: PLC0415

        return matrix(self, people, rooms, operations)

    def difference(self, before: Talk, *, history: bool = False) -> Changes:
        """What changed since another world, such as a fork made before.

        The state alone is compared: what decides which requests will be answered how. `history=True` tells of
        the record as well: messages, notifications, times. Raises `UsageError` for what is no world.
        """
        from talksim.model.difference import difference  # noqa: PLC0415

        if not isinstance(before, Talk):
            raise UsageError(f"{before!r} is no Talk to compare with")
        kinds: tuple[Kind, ...] = ("state", "history") if history else ("state",)
        return difference(before.server, self.server, kinds).spoken(self.names.spoken)

    def wait(self, time: float | str | timedelta) -> None:
        """Let time pass, in seconds, as in "6 h" or a timedelta; nothing happens until somebody reads.

        Raises `UsageError` for what is no duration, and for a negative one.
        """
        seconds = duration(time)
        if seconds < 0:
            raise UsageError("time only goes forward")
        self.journal.append(Entry("", "", "clock", "wait", "", {"seconds": seconds}))
        self.server.now += seconds

    def fork(self) -> Self:
        """An independent copy of this world and its names, with an empty journal."""
        fork = type(self)(reactions=self._reactions)
        fork.policy, fork._base = self.policy, freeze(self.server)
        fork.begin(thaw(Server, fork._base))
        self.names.copy_to(fork.names)
        return fork

    def save(self, path: str | Path) -> None:
        """Write the world and its names, without the journal; raises `UsageError` if that fails."""
        from talksim.storage import write_world  # noqa: PLC0415  few worlds are kept

        write_world(path, self.server, self.names)

    @classmethod
    def load(cls, path: str | Path, *, reactions: bool = True, policy: Policy | None = None) -> Self:
        """A saved world; raises `UsageError` for a file that cannot be read or is none.

        Its settings are its own, also under a policy.
        """
        from talksim.storage import read_world  # noqa: PLC0415

        server, names = read_world(path)
        talk = cls(server, reactions=reactions, policy=policy)
        for kind, known in names.items():
            getattr(talk.names, kind).update(known)
        return talk

    def undo(self, steps: int = 1) -> None:
        """Take back the last entries of the journal, by replaying those before.

        Raises `UsageError` when the journal is shorter than that.
        """
        if not isinstance(steps, int) or not 0 <= steps <= len(self.journal):
            raise UsageError(f"cannot undo {steps} of {len(self.journal)} steps")
        kept, self.journal = self.journal[: len(self.journal) - steps], []
        self.begin(self._new_server() if self._base is None else thaw(Server, self._base))
        for entry in kept:
            self.replay(entry)
        self.names.forget_rooms()

    def beginning(self) -> Self:
        """A world of its own as it was before the first entry of the journal, with the names of now."""
        world = type(self)(reactions=self._reactions, policy=self.policy)
        if self._base is not None:
            world._base = self._base
            world.begin(thaw(Server, self._base))
        self.names.copy_to(world.names)
        return world

    def replay(self, entry: Entry) -> Outcome | None:
        """Do again what a journal entry says."""
        if entry.role == "clock":
            self.wait(entry.params["seconds"])
            return None
        if entry.role == "setup":
            self.set_up(entry.operation, **entry.params)
            return None
        browser = self.browser(entry.caller, entry.user, entry.role)
        browser.address = entry.address or browser.address
        browser.client = entry.client
        return self.perform(browser, OPERATIONS[entry.operation], entry.token, **entry.params)

    def set_up(self, what: str, **given: Any) -> None:
        """Do what no request does: set up a "user", "group", "object" or "settings" by `talksim.setup`.

        Raises `UsageError` for what is not known there.
        """
        with nullcontext() if self.policy is None else self.policy.in_force():
            set_up(self.server, what, given)
        self.journal.append(Entry("", "", "setup", what, "", given))

    def begin(self, server: Server) -> None:
        """Go on with this server, whose journal and names are to be ours."""
        self.server = server
        if self._reactions:
            server.listeners = talksim.reactions.LISTENERS

    def _new_server(self) -> Server:
        server = Server()
        if self.policy is not None:
            change_settings(server, **self.policy.settings)
        return server

    def _under(
        self, policy: Policy, browser: Browser, operation: Operation, token: str, given: dict[str, Any]
    ) -> Outcome:
        from talksim.under_policy import perform_under  # noqa: PLC0415  few worlds have a policy

        self._inside = True
        try:
            return perform_under(
                policy, self, browser, operation, lambda: self.perform(browser, operation, token, **given)
            )
        finally:
            self._inside = False

    def _run(self, operation: Operation, steps: Iterable[Step], at: Any) -> Outcome:
        for kind, run, stage in steps:
            if kind == "commit":
                run(at)
            elif kind == "finish":
                if (answer := run(at)) is not None:
                    return _outcome(operation, at, answer)
            elif not run(at):
                return self._refuse(operation, at, stage)
        return self._play(operation, at)

    def _play(self, operation: Operation, at: Any) -> Outcome:
        """The effect, once every stage has passed, and the answer."""
        answer = operation.effect(at, **at.params)
        if answer is None:
            data = operation.answers(at) if operation.answers else None
            answer = Answer(operation.success, data)
        return _outcome(operation, at, answer)

    def _refuse(self, operation: Operation, at: Any, guard: Guard) -> Outcome:
        data = guard.answer(at) if guard.answer else {"error": guard.error} if guard.error else None
        because = self.names.spoken(guard.because(at)) if guard.because else ""
        if operation.unwind is not None:
            operation.unwind(at, guard)
        return Outcome(operation, at.browser.name, guard.status, data, refusal=Refusal(guard, because))


class _Witness:
    """Knows at which place of the journal of a world something was asked."""

    __slots__ = ("number", "talk")

    def __init__(self, talk: Talk, number: int) -> None:
        self.talk, self.number = talk, number

    def why(self, outcome: Outcome) -> Why:
        from talksim.why.recall import recalled  # noqa: PLC0415  few answers are asked for their reasons

        return recalled(self.talk, self.number, outcome)


def _complete(operation: Operation, given: dict[str, Any]) -> dict[str, Any]:
    params = dict(operation.defaults)
    for name, value in given.items():
        if name not in operation.names:
            raise UsageError(f"{operation.phrase} has no parameter {name!r}")
        params[name] = value
    if len(params) < len(operation.parameters):
        missing = next(p.name for p in operation.parameters if p.name not in params)
        takes = ", ".join(parameter.name for parameter in operation.parameters)
        raise UsageError(f"{operation.phrase} needs {missing!r}; it takes {takes}")
    return params


def _outcome(operation: Operation, at: Any, answer: Answer) -> Outcome:
    return Outcome(operation, at.browser.name, answer.status, answer.data, answer.headers)
