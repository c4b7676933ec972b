"""What an administrator sets: the app configuration with effect on the rules."""

from __future__ import annotations

from talksim.constants import (
    NotificationLevel,
    Permission,
    RecordingConsent,
    SignalingMode,
    StartCalls,
)
from talksim.model.fields import model_class, state

__all__ = ["Settings"]


@model_class
class Settings:
    """App config keys under their own names, with the shipped defaults (spec: chat 5.4).

    `circles`, `guests` and `password_policy` say whether those apps are on. The settings of sharing are those
    of the server's core: whether accounts find one another at all, only within a group or by telephone
    numbers, and whether whoever knows an id finds it all the same. `summary_min_length` belongs to the call
    summary bot: the seconds a call must last to be summed up.
    """

    allowed_groups: list[str] = state(factory=list)
    start_conversations: list[str] = state(factory=list)
    start_calls: StartCalls = state(default=StartCalls.EVERYONE)
    default_permissions: Permission | None = state(default=None)
    default_group_notification: NotificationLevel = state(default=NotificationLevel.MENTION)
    recording_consent: RecordingConsent = state(default=RecordingConsent.NOT_REQUIRED)
    call_recording: bool = state(default=True)
    call_recording_transcription: bool = state(default=False)
    recording_servers: list[str] = state(factory=list)
    signaling_mode: SignalingMode = state(default=SignalingMode.INTERNAL)
    signaling_servers: list[str] = state(factory=list)
    breakout_rooms: bool = state(default=True)
    sip_bridge_shared_secret: str = state(default="")
    sip_bridge_dialin_info: str = state(default="")
    sip_bridge_groups: list[str] = state(factory=list)
    sip_dialout: bool = state(default=False)
    federation_enabled: bool = state(default=False)
    conversations_files: bool = state(default=True)
    conversations_files_public_shares: bool = state(default=True)
    changelog: bool = state(default=True)
    circles: bool = state(default=False)
    guests: bool = state(default=True)
    enumeration: bool = state(default=True)
    enumeration_to_group: bool = state(default=False)
    enumeration_to_phone: bool = state(default=False)
    enumeration_full_match: bool = state(default=True)
    password_policy: bool = state(default=False)
    summary_min_length: int = state(default=60)

    @property
    def effective_signaling(self) -> SignalingMode:
        """The signaling mode in force (spec: chat 5.1)."""
        if self.signaling_mode is SignalingMode.INTERNAL or not self.signaling_servers:
            return SignalingMode.INTERNAL
        return SignalingMode.EXTERNAL if len(self.signaling_servers) == 1 else self.signaling_mode

    @property
    def recording_enabled(self) -> bool:
        """Whether calls can be recorded at all (spec: participant 5.1)."""
        return (
            self.effective_signaling is not SignalingMode.INTERNAL
            and self.call_recording
            and bool(self.recording_servers)
        )

    @property
    def sip_configured(self) -> bool:
        """Whether SIP is set up (spec: conversation 3.4)."""
        return bool(self.sip_bridge_shared_secret and self.sip_bridge_dialin_info)

    @property
    def consent(self) -> RecordingConsent:
        """The consent setting in force: none while recording is not available (spec: participant 5.5)."""
        return self.recording_consent if self.recording_enabled else RecordingConsent.NOT_REQUIRED
