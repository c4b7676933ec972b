"""Consent to being recorded, asked of everyone who joins a call (spec: participant 5.5)."""

from __future__ import annotations

from talksim.constants import RecordingConsent
from talksim.procedures.scene import InRoom
from talksim.rules.stage import commit, guard

__all__ = ["consent_given", "consent_stored", "is_consent_required"]


def is_consent_required(at: InRoom) -> bool:
    """Whether nobody joins the room's call without consent; moderators are not exempt."""
    setting = at.server.settings.consent
    if setting is RecordingConsent.OPTIONAL:
        return at.room.recording_consent is RecordingConsent.REQUIRED
    return setting is RecordingConsent.REQUIRED


def _consent_because(at: InRoom) -> str:
    server = at.server.settings.consent
    return (
        f'recording consent is "{server}" on the server and "{at.room.recording_consent}" in {at.room.label}'
    )


@guard(400, "consent", because=_consent_because)
def consent_given(at: InRoom, *, consent: bool) -> bool:
    """The caller agrees to be recorded, or need not."""
    return consent or not is_consent_required(at)


@commit
def consent_stored(at: InRoom, *, consent: bool) -> None:
    """The consent is on record unless the server asks for none; joining may still be refused."""
    if consent and at.server.settings.consent is not RecordingConsent.NOT_REQUIRED:
        attendee = at.attendee
        at.room.call.consents.append((attendee.actor_type, attendee.actor_id, at.now))
