"""A small world to search: where it begins, what may be done in it, and what should hold."""

from __future__ import annotations

from typing import TypeAlias

import attrs

from talksim.by_fields import ShownByFields
from talksim.explore.action import Action, Request
from talksim.explore.clock import age
from talksim.explore.ids import SearchServer, searching
from talksim.explore.model import Kind, Property
from talksim.invariants import Step
from talksim.model.server import Server
from talksim.talk import Talk

__all__ = ["StepProperty", "World"]

StepProperty: TypeAlias = Property[Step]
"""What should hold of every step, also of one that is refused."""


@attrs.frozen(eq=False, repr=False)
class World(ShownByFields):
    """What a universe gives to any model; everybody who acts has a browser already.

    `properties` are about states, `step_properties` about steps. `server_class` is that of the servers of
    this search (`talksim.explore.ids`).
    """

    talk: Talk = attrs.field(repr=False)
    actions: tuple[Action, ...]
    properties: tuple[Property[Server], ...] = ()
    step_properties: tuple[StepProperty, ...] = ()
    server_class: type[SearchServer] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        for action in self.actions:
            if isinstance(action, Request):
                self.talk.names.browser(action.actor)
        age(self.talk.server, 0)
        object.__setattr__(self, "server_class", searching(self.talk.server))

    @property
    def kinds(self) -> dict[str, Kind]:
        """The properties by their names, with what each is: "always" or "sometimes"."""
        states = {one.name: one.kind for one in self.properties}
        return states | {one.name: one.kind for one in self.step_properties}

    def on(self, server: Server, *, reactions: bool = False) -> Talk:
        """A simulator for a server of this search, with the names of this world.

        Reactions only write the record, so they run only for whoever reads it.
        """
        server.__class__ = self.server_class
        talk = Talk(reactions=reactions)
        talk.policy = self.talk.policy
        talk.begin(server)
        self.talk.names.copy_to(talk.names)
        return talk
