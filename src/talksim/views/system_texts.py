"""The words of system messages, from the key and what it speaks about (spec: chat 1.12).

A key has one phrase. Its subject is the viewer ("You"), the administrator at the command line, or the actor;
where the phrase speaks of the viewer, it says "you".
"""

from __future__ import annotations

from typing import Any, Final

__all__ = ["KEYS", "call_text", "phrase_of", "sentence"]

_PHRASES: Final = {
    "conversation_created": "created the conversation",
    "conversation_renamed": 'renamed the conversation from "{old}" to "{new}"',
    "description_set": "set the description",
    "description_removed": "removed the description",
    "avatar_set": "set the conversation picture",
    "avatar_removed": "removed the conversation picture",
    "call_started": "started a call",
    "call_joined": "joined the call",
    "call_left": "left the call",
    "read_only": "locked the conversation",
    "read_only_off": "unlocked the conversation",
    "listable_none": "limited the conversation to the current participants",
    "listable_users": "opened the conversation to registered users",
    "listable_all": "opened the conversation to registered users and users created with the Guests app",
    "lobby_none": "opened the conversation to everyone",
    "lobby_non_moderators": "restricted the conversation to moderators",
    "guests_allowed": "allowed guests",
    "guests_disallowed": "disallowed guests",
    "password_set": "set a password",
    "password_removed": "removed the password",
    "user_added": "added {user}",
    "user_removed": "removed {user}",
    "group_added": "added group {group}",
    "group_removed": "removed group {group}",
    "circle_added": "added team {circle}",
    "circle_removed": "removed team {circle}",
    "federated_user_added": "invited {federated_user}",
    "federated_user_removed": "removed {federated_user}",
    "phone_added": "added {phone}",
    "phone_removed": "removed {phone}",
    "moderator_promoted": "promoted {user} to moderator",
    "moderator_demoted": "demoted {user} from moderator",
    "guest_moderator_promoted": "promoted {user} to moderator",
    "guest_moderator_demoted": "demoted {user} from moderator",
    "message_expiration_disabled": "disabled message expiration",
    "recording_started": "started the video recording",
    "recording_stopped": "stopped the video recording",
    "audio_recording_started": "started the audio recording",
    "audio_recording_stopped": "stopped the audio recording",
    "history_cleared": "cleared the history of the conversation",
    "message_deleted": "deleted a message",
    "message_edited": "edited a message",
    "reaction_revoked": "deleted a reaction",
    "poll_closed": "ended the poll {poll}",
}
_SENTENCES: Final = {
    "lobby_timer_reached": "The conversation is now open to everyone",
    "breakout_rooms_started": "Breakout rooms were started",
    "breakout_rooms_stopped": "Breakout rooms were stopped",
    "recording_failed": "The recording failed",
    "poll_voted": "Someone voted on the poll {poll}",
}
KEYS: Final = (
    *_PHRASES,
    *_SENTENCES,
    "call_ended",
    "call_ended_everyone",
    "call_missed",
    "call_tried",
    "file_shared",
    "message_expiration_enabled",
    "object_shared",
    "reaction",
    "reaction_deleted",
)
"""Every key that a system message can have (spec: chat 1.12)."""

_SELF: Final = {"user_added": "joined the conversation", "user_removed": "left the conversation"}
_UNITS: Final = ((604800, "week"), (86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def phrase_of(key: str, parameters: dict[str, Any], *, of_self: bool, silent: bool) -> str:
    """What the subject of a key did; `of_self` when it did so to itself."""
    if of_self and key in _SELF:
        return _SELF[key]
    if key == "message_expiration_enabled":
        return f"set the message expiration to {_span(parameters['seconds'])}"
    if key == "call_started" and silent:
        return "started a silent call"
    phrase = _PHRASES.get(key, key)
    if key == "conversation_renamed":
        return phrase.format(old=parameters["oldName"], new=parameters["newName"])
    return phrase


def sentence(key: str, phrase: str, subject: str) -> str:
    """The whole sentence; some keys speak of nobody."""
    return _SENTENCES.get(key) or f"{subject} {phrase}"


def call_text(key: str, users: int, guests: int, seconds: int) -> str:
    """Who took part in a call, and how long it lasted: at most five by name."""
    everyone = key == "call_ended_everyone"
    lead = "{actor} ended the call" if everyone else "Call"
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    length = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    who = _crowd(users, guests, alone=everyone and users > 0)
    return f"{lead} with {who} (Duration {length})"


def _crowd(users: int, guests: int, *, alone: bool) -> str:
    named = users if users < 5 or (users == 5 and not guests) else 4
    names = [f"{{user{number}}}" for number in range(1, named + 1)]
    if named < users:
        names.append(_counted(users - named + guests, "other"))
    elif guests or (users < 2 and not alone):
        names.append(_counted(guests, "guest"))
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _span(seconds: int) -> str:
    size, unit = next((size, unit) for size, unit in _UNITS if seconds % size == 0)
    return _counted(seconds // size, unit)
