"""What one could ask instead: the same request with yes for no in what the refusing guard looks at."""

from __future__ import annotations

import attrs

from talksim.rules.stage import Guard
from talksim.why.candidates import Candidate
from talksim.why.probe import Request, World
from talksim.why.wording import step_text

__all__ = ["asked_instead"]


def asked_instead(world: World, request: Request, guard: Guard) -> str:
    """The request that would be allowed: `bob: join call hall consent=true`; "" if there is none.

    Another word of a vocabulary would be another wish, and nobody can guess a text, a number or a name.
    """
    for parameter in request.operation.parameters:
        if parameter.name in guard.needs and parameter.python_type is bool:
            said = {**request.params, parameter.name: not request.params.get(parameter.name)}
            if attrs.evolve(request, params=said).ask(world.fork()).ok:
                return step_text(world, Candidate(request.caller, request.operation, request.token, said))
    return ""
