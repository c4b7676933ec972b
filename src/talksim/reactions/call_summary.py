"""The bot of the call summary app: it notes the tasks of a call, and sums them up when the call has ended.

Another app than Talk, which knows no more than the server tells a bot and may do no more than one
(spec: chat-2/bots).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from talksim.model.bot import Bot, CallNotes
from talksim.model.event import Event, MessagePosted
from talksim.model.message import Message
from talksim.model.room import Room
from talksim.model.server import Listener, Server
from talksim.procedures.bots import author, bots_in, speak
from talksim.procedures.call_summary import is_summary_bot
from talksim.procedures.reacting import add_reaction
from talksim.views.names import actor_name

__all__ = ["LISTENERS"]

_JOINED: Final = ("call_started", "call_joined")
_ENDED: Final = ("call_ended", "call_ended_everyone", "call_missed")
_TASKS: Final = ("- [ ] ", "- [x] ", "* [ ] ", "* [x] ")
_NOTED: Final = "👍"


def message_posted(server: Server, event: MessagePosted) -> None:
    """Hear what is said in a room of the bot."""
    if event.room.bots:
        for bot in bots_in(server, event.room):
            if is_summary_bot(bot) and bot.hears:
                _hear(server, event.room, bot, event.message)


def _hear(server: Server, room: Room, bot: Bot, message: Message) -> None:
    """A call is noted from its start on, so that what is said without one is no task of one."""
    if message.system == "call_started":
        bot.notes[room.token] = CallNotes(server.now)
    notes = bot.notes.get(room.token)
    if notes is None:
        return
    if message.system in _JOINED:
        _add(notes.attendees, actor_name(server, room, message.actor_type, message.actor_id))
    elif message.system in _ENDED:
        del bot.notes[room.token]
        _sum_up(server, room, bot, notes)
    elif message.is_text and message.actor != author(bot):
        _note(server, room, bot, notes, message)


def _note(server: Server, room: Room, bot: Bot, notes: CallNotes, message: Message) -> None:
    tasks = list(_tasks(message.text))
    notes.tasks += tasks
    if tasks and bot.may_answer:
        add_reaction(server, room, message, author(bot), _NOTED)


def _tasks(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.strip().lower().startswith(_TASKS):
            yield f"- {line.strip()[2:]}"


def _sum_up(server: Server, room: Room, bot: Bot, notes: CallNotes) -> None:
    if not bot.may_answer or server.now - notes.since < server.settings.summary_min_length:
        return
    parts = [f"# {bot.name} - {room.name}", _date(notes.since, server.now)]
    parts.append("## Attendees\n" + "\n".join(f"- {name}" for name in notes.attendees))
    if notes.tasks:
        parts.append("## Tasks\n" + "\n".join(notes.tasks))
    speak(server, room, bot, "\n\n".join(parts), silent=False, reference_id="", parent=0)


def _date(since: float, until: float) -> str:
    from datetime import UTC, datetime  # noqa: PLC0415  only a summary needs it

    begin, end = (datetime.fromtimestamp(time, UTC) for time in (since, until))
    return f"{begin:%B} {begin.day}, {begin:%Y} · {begin:%H:%M} – {end:%H:%M} (UTC)"


def _add(names: list[str], name: str) -> None:
    if name not in names:
        names.append(name)


LISTENERS: Final[dict[type[Event], Listener]] = {MessagePosted: message_posted}
"""What the call summary bot hears."""
