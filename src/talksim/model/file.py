"""Files of the server, as far as rooms depend on them: who may read one, which links lead to it."""

from __future__ import annotations

from talksim.model.fields import model_class, state

__all__ = ["File", "LinkShare"]


@model_class
class File:
    """A file; `readers` are the accounts that may read it (spec: conversation 1.7)."""

    id: str = state()
    name: str = state()
    readers: dict[str, bool] = state(factory=dict)
    folder: bool = state(default=False)

    @property
    def label(self) -> str:
        """The short name in state differences."""
        return self.name


@model_class
class LinkShare:
    """A link that `owner` has made to a file; with `by_talk` its password is asked for in a call."""

    token: str = state()
    file: str = state()
    owner: str = state()
    password: str = state(default="")
    by_talk: bool = state(default=False)

    @property
    def label(self) -> str:
        """The short name in state differences."""
        return self.token
