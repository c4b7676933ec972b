"""What an administrator sets: the app configuration with effect on the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from talksim.constants import (
    NotificationLevel,
    Permission,
    RecordingConsent,
    SignalingMode,
    StartCalls,
)
from talksim.model.fields import model_class, state

__all__ = ["DEFAULT_STUN", "MEANINGS", "Settings"]

MEANINGS: Final[Mapping[str, str]] = {
    "minimum_supported_desktop_version": "The oldest Talk app for desktops, unless Talk needs a newer one.",
    "minimum_supported_android_version": "The oldest Talk app for Android, unless Talk needs a newer one.",
    "minimum_supported_ios_version": "The oldest Talk app for iOS, unless Talk needs a newer one.",
    "allowed_groups": "Only accounts in these groups may use Talk; all if empty.",
    "start_conversations": "Only accounts in these groups may create rooms, one-to-ones aside; all if empty.",
    "start_calls": "Who may start a call.",
    "default_permissions": "What people may do in rooms that say nothing of their own.",
    "default_group_notification": "Which messages of group rooms notify people who chose nothing.",
    "recording_consent": "Whether people must agree to be recorded before they join a call; without effect "
    "while nothing can be recorded (see `recording_servers`).",
    "call_recording": "Whether calls may be recorded.",
    "call_recording_transcription": "Whether recordings of calls are transcribed.",
    "recording_servers": "Recording backends; recording needs one, and signaling that is not internal.",
    "signaling_mode": "How signaling is done; internal as long as there is no signaling server.",
    "signaling_servers": "Signaling servers; a single one is always used as external signaling.",
    "signaling_secret": "What all signaling servers and this server sign their requests with.",
    "hide_signaling_warning": "Whether clients do not warn that signaling is internal.",
    "session_ping_limit": "The sessions a signaling server may ping in one request; clients are told.",
    "stun_servers": "Servers of which browsers learn their own addresses.",
    "breakout_rooms": "Whether rooms can have breakout rooms.",
    "sip_bridge_shared_secret": "What the SIP bridge signs its requests with; SIP needs it.",
    "sip_bridge_dialin_info": "What people are told about dialing in; SIP needs it.",
    "sip_bridge_groups": "Only accounts in these groups may switch SIP on and call telephones; all if empty.",
    "sip_dialout": "Whether telephones can be called.",
    "federation_enabled": "Whether people of other servers can be added.",
    "federation_incoming_enabled": "Whether people here can be added elsewhere; clients are told.",
    "federation_outgoing_enabled": "Whether invitations go to other servers.",
    "federation_only_trusted_servers": "Whether invitations go to `trusted_servers` alone.",
    "federation_allowed_groups": "Only accounts in these groups may federate; all if empty.",
    "trusted_servers": "Servers which the federation app trusts.",
    "conversations_files": "Whether files can have a room.",
    "conversations_files_public_shares": "Whether files shared by a link can have a room.",
    "token_entropy": "The length of new tokens of rooms, at least 8, with SIP at least 10 digits.",
    "has_reference_id": "Whether the last message of a room tells its reference id.",
    "max_gif_size": "The bytes up to which clients play animated pictures; clients are told.",
    "default_attachment_folder": "The folder for attachments of accounts that chose none; clients are told.",
    "backgroundjobs_mode": "How background jobs run: messages expire by cron alone, clients are told.",
    "grid_videos_limit": "How many videos the web page shows at once; no rule asks.",
    "grid_videos_limit_enforced": "Whether that limit holds however large the page is; no rule asks.",
    "enable_matterbridge": "Whether rooms can be bridged to other chats; no rule of the pages asks.",
    "debug": "Whether the server is one for developers, with commands for them.",
    "changelog": "Whether people get a room with news about Talk.",
    "circles": "Whether the circles app is on.",
    "guests": "Whether the guests app is on.",
    "enumeration": "Whether accounts find one another at all.",
    "enumeration_to_group": "Whether accounts find only those of their own groups.",
    "enumeration_to_phone": "Whether accounts find only those whose telephone number they know.",
    "enumeration_full_match": "Whether whoever knows a whole id finds it all the same.",
    "password_policy": "Whether the password policy app is on, which wants passwords of rooms to be longer.",
    "bruteforce_protection": "Whether an address that was wrong too often is refused; on in most servers.",
    "summary_min_length": "The seconds a call must last for the call summary bot to sum it up.",
}
"""What each setting decides, in a line."""

DEFAULT_STUN: Final = "stun.nextcloud.com:443"
"""The STUN server where nobody chose one."""


@model_class
class Settings:
    """App config keys under their own names, with the shipped defaults (spec: chat 5.4).

    `circles`, `guests` and `password_policy` say whether those apps are on. The settings of sharing are those
    of the server's core: whether accounts find one another at all, only within a group or by telephone
    numbers, and whether whoever knows an id finds it all the same. `summary_min_length` belongs to the call
    summary bot: the seconds a call must last to be summed up. Dots and dashes of a key are underscores here.
    `backgroundjobs_mode`, `debug` and `trusted_servers` are those of the server itself; cron is what Talk
    asks for, although servers are shipped without. `bruteforce_protection` is off here as in
    tests of a server.
    """

    minimum_supported_desktop_version: str = state(default="")
    minimum_supported_android_version: str = state(default="")
    minimum_supported_ios_version: str = state(default="")
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
    signaling_secret: str = state(default="")
    hide_signaling_warning: bool = state(default=False)
    session_ping_limit: int = state(default=200)
    stun_servers: list[str] = state(factory=lambda: [DEFAULT_STUN])
    breakout_rooms: bool = state(default=True)
    sip_bridge_shared_secret: str = state(default="")
    sip_bridge_dialin_info: str = state(default="")
    sip_bridge_groups: list[str] = state(factory=list)
    sip_dialout: bool = state(default=False)
    federation_enabled: bool = state(default=False)
    federation_incoming_enabled: bool = state(default=True)
    federation_outgoing_enabled: bool = state(default=True)
    federation_only_trusted_servers: bool = state(default=False)
    federation_allowed_groups: list[str] = state(factory=list)
    trusted_servers: list[str] = state(factory=list)
    conversations_files: bool = state(default=True)
    conversations_files_public_shares: bool = state(default=True)
    token_entropy: int = state(default=8)
    has_reference_id: bool = state(default=False)
    max_gif_size: int = state(default=3_145_728)
    default_attachment_folder: str = state(default="/Talk")
    backgroundjobs_mode: str = state(default="cron")
    grid_videos_limit: int = state(default=19)
    grid_videos_limit_enforced: bool = state(default=False)
    enable_matterbridge: bool = state(default=False)
    debug: bool = state(default=False)
    changelog: bool = state(default=True)
    circles: bool = state(default=False)
    guests: bool = state(default=True)
    enumeration: bool = state(default=True)
    enumeration_to_group: bool = state(default=False)
    enumeration_to_phone: bool = state(default=False)
    enumeration_full_match: bool = state(default=True)
    password_policy: bool = state(default=False)
    bruteforce_protection: bool = state(default=False)
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
