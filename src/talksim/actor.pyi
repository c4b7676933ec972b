# Written by `python -m talksim.stubs`; do not edit.
"""Somebody who asks, with one method for each operation: `alice.create_room("standup", type="public")`."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from talksim.asking import Asker, Door
from talksim.constants import (
    AttendeeType,
    BotState,
    BreakoutMode,
    CallNotificationLevel,
    InCall,
    ListableScope,
    LobbyState,
    MentionPermissions,
    NotificationLevel,
    ObjectType,
    Permission,
    PermissionMethod,
    PollMode,
    ReadOnly,
    ReadPrivacy,
    RecordingConsent,
    RecordingStatus,
    RoomType,
    SessionState,
    SharedItemType,
    SipState,
)
from talksim.handle import RoomHandle
from talksim.model.message import Message
from talksim.model.poll import Poll
from talksim.outcome import Outcome

__all__ = ["Actor", "Door"]

_Room: TypeAlias = str | Outcome | RoomHandle
_Who: TypeAlias = str | int | Asker
_Text: TypeAlias = str | Asker
_Poll: TypeAlias = int | str | Outcome | Poll
_Message: TypeAlias = int | str | Outcome | Message
_Time: TypeAlias = str | float
_List: TypeAlias = Sequence[Any]
_Map: TypeAlias = Mapping[Any, Any]

class Actor(Asker):
    """A person, a guest or a server in one world; each operation of the API is a method."""

    def add_participant(
        self,
        room: _Room,
        participant: _Text,
        source: AttendeeType | int | str = ...,
    ) -> Outcome:
        """Add an account, a group or circle with its members, an address or a number (spec: participant
        1.3).
        """

    def add_user_to_group(
        self,
        user: _Text,
        group: _Text,
    ) -> Outcome:
        """Put an account into a group, and so into the rooms of the group (spec: participant 1.4)."""

    def configure_sip(
        self,
        groups: _List = ...,
        info: _Text = ...,
        secret: _Text = ...,
    ) -> Outcome:
        """Set up SIP: who may switch it on, what people are told, and the secret; unknown groups are
        dropped.
        """

    def create_group(
        self,
        group: _Text,
        name: _Text = ...,
    ) -> Outcome:
        """Create a group without members."""

    def create_user(
        self,
        user: _Text,
        name: _Text = ...,
        password: _Text = ...,
    ) -> Outcome:
        """Create an account; one that had the same id before gives it nothing (spec: participant 1.8)."""

    def delete_group(
        self,
        group: _Text,
    ) -> Outcome:
        """Delete a group; it leaves its rooms, its members stay: they can no longer be looked up."""

    def delete_user(
        self,
        user: _Text,
    ) -> Outcome:
        """Delete an account: out of its groups, then out of every room (spec: participant 1.8)."""

    def remove_user_from_group(
        self,
        user: _Text,
        group: _Text,
    ) -> Outcome:
        """Take an account out of a group, and out of rooms nothing else holds it in (spec: participant
        1.4).
        """

    def rename_group(
        self,
        group: _Text,
        name: _Text,
    ) -> Outcome:
        """Change the display name of a group, in its rooms as well (spec: participant 1.4)."""

    def rename_user(
        self,
        user: _Text,
        name: _Text,
    ) -> Outcome:
        """Change the display name of an account, in all its rooms as well."""

    def set_setting(
        self,
        key: _Text,
        value: _Text | None,
    ) -> Outcome:
        """Set an app setting by its own name; "" brings the shipped default back."""

    def set_user_preference(
        self,
        user: _Text,
        key: _Text,
        value: _Text = ...,
    ) -> Outcome:
        """Set what the server remembers of an account, such as the token of its note to self, or forget
        it.
        """

    def list_suggestions(
        self,
        search: _Text,
        room: _Room = ...,
        kind: _Text = ...,
    ) -> Outcome:
        """Accounts and groups that fit a search, the caller aside."""

    def get_avatar(
        self,
        room: _Room,
    ) -> Outcome:
        """Fetch the picture, or the one everybody has; guests never see that of a room they are not in."""

    def remove_avatar(
        self,
        room: _Room,
    ) -> Outcome:
        """Take the room's picture away (spec: conversation 3.7)."""

    def set_emoji_avatar(
        self,
        room: _Room,
        emoji: _Text,
        color: _Text | None = ...,
    ) -> Outcome:
        """Give the room an emoji on a color as its picture (spec: conversation 3.7)."""

    def upload_avatar(
        self,
        room: _Room,
        file: _Text,
        size: int = ...,
        square: bool = ...,
    ) -> Outcome:
        """Give the room a picture from a file, of which name, size in bytes and shape are told."""

    def run_background_job(
        self,
        job: _Text,
    ) -> Outcome:
        """Deliver the reminders that are due (Reminder), remove expired messages (ExpireChatMessages),
        put the recordings that wait for it into words (TranscriptionJob; spec: participant 5.3), or
        delete the rooms nobody is in (RemoveEmptyRooms; spec: conversation 2.7).
        """

    def ban(
        self,
        room: _Room,
        actor_type: _Text = ...,
        actor_id: _Text = ...,
        note: _Text = ...,
    ) -> Outcome:
        """Ban an account, a guest or an address from the room, and remove it (spec: conversation 5)."""

    def list_bans(
        self,
        room: _Room,
    ) -> Outcome:
        """List the bans of the room (spec: conversation 5)."""

    def unban(
        self,
        room: _Room,
        ban: _Who,
    ) -> Outcome:
        """Lift a ban; an unknown one is lifted as well (spec: conversation 5)."""

    def add_bot_reaction(
        self,
        room: _Room,
        message: _Message,
        reaction: _Text,
        random: _Text = ...,
        signature: _Text = ...,
        secret: _Text = ...,
    ) -> Outcome:
        """React as the bot whose secret has signed (spec: chat 4.2)."""

    def remove_bot_reaction(
        self,
        room: _Room,
        message: _Message,
        reaction: _Text,
        random: _Text = ...,
        signature: _Text = ...,
        secret: _Text = ...,
    ) -> Outcome:
        """Take a reaction of the bot back (spec: chat 4.2)."""

    def send_bot_message(
        self,
        room: _Room,
        message: _Text,
        reply_to: _Message = ...,
        reference_id: _Text = ...,
        silent: bool = ...,
        random: _Text = ...,
        signature: _Text = ...,
        secret: _Text = ...,
    ) -> Outcome:
        """Write as the bot whose secret has signed, whatever lobby and lock say (spec: chat 4.2, 4.3)."""

    def disable_bot(
        self,
        room: _Room,
        bot: _Text,
    ) -> Outcome:
        """Let a bot take no part any more; it is told so even if it took none (spec: chat 4.2)."""

    def enable_bot(
        self,
        room: _Room,
        bot: _Text,
    ) -> Outcome:
        """Let a bot, named by its id, take part in the room (spec: chat 4.2)."""

    def list_all_bots(self) -> Outcome:
        """List the bots of the server, without their secrets (spec: chat 4.2)."""

    def list_bots(
        self,
        room: _Room,
    ) -> Outcome:
        """List the bots one could switch here, disabled ones as well, and those set up for good."""

    def broadcast(
        self,
        room: _Room,
        message: _Text,
    ) -> Outcome:
        """Write one message into every breakout room, running or not (spec: conversation 7.1)."""

    def configure_breakout_rooms(
        self,
        room: _Room,
        mode: BreakoutMode | int | str,
        amount: int,
        attendee_map: str | Mapping[str, int] = ...,
    ) -> Outcome:
        """Make breakout rooms and spread the users over them (spec: conversation 7.2)."""

    def remove_breakout_rooms(
        self,
        room: _Room,
    ) -> Outcome:
        """Delete all breakout rooms and forget the mode (spec: conversation 7.1)."""

    def reorganise_breakout_rooms(
        self,
        room: _Room,
        attendee_map: str | Mapping[str, int] = ...,
    ) -> Outcome:
        """Move the mapped users; even who stays in the same room loses the session (spec: conversation
        7.1).
        """

    def start_breakout_rooms(
        self,
        room: _Room,
    ) -> Outcome:
        """Open the breakout rooms and send people there (spec: conversation 7.1)."""

    def stop_breakout_rooms(
        self,
        room: _Room,
    ) -> Outcome:
        """Call everybody back and close the breakout rooms (spec: conversation 7.1)."""

    def list_breakout_participants(
        self,
        room: _Room,
        include_status: bool = ...,
    ) -> Outcome:
        """List the attendees of the room and of its breakout rooms that one sees, and remove what has
        died.
        """

    def list_breakout_rooms(
        self,
        room: _Room,
    ) -> Outcome:
        """List one's breakout rooms, or all as moderator and in free mode (spec: conversation 7.4)."""

    def request_assistance(
        self,
        room: _Room,
    ) -> Outcome:
        """Ask a moderator to come into the breakout room (spec: conversation 7.1)."""

    def switch_breakout_room(
        self,
        room: _Room,
        target: _Room,
    ) -> Outcome:
        """Go from one breakout room to another (spec: conversation 7.1)."""

    def withdraw_assistance(
        self,
        room: _Room,
    ) -> Outcome:
        """Take the request for help back; anybody in the room may (spec: conversation 7.1)."""

    def dial_out(
        self,
        room: _Room,
        attendee: _Who,
    ) -> Outcome:
        """Have the signaling server dial a number; it answers what was prepared (spec: participant
        4.2).
        """

    def join_call(
        self,
        room: _Room,
        flags: InCall | int | str | Sequence[InCall | str] | None = ...,
        silent: bool = ...,
        consent: bool = ...,
    ) -> Outcome:
        """Enter the call, starting it if it is idle (spec: participant 4.2, 4.3, 4.5)."""

    def leave_call(
        self,
        room: _Room,
        for_everyone: bool = ...,
    ) -> Outcome:
        """Leave the call, or end it for everyone as a moderator (spec: participant 4.6)."""

    def list_call_peers(
        self,
        room: _Room,
    ) -> Outcome:
        """Read who is in the call; needs no session (spec: participant 4.2)."""

    def ring_attendee(
        self,
        room: _Room,
        attendee: _Who,
    ) -> Outcome:
        """Ring somebody who is not in the call, notifications off or lobby on (spec: participant 4.2)."""

    def update_call_flags(
        self,
        room: _Room,
        flags: InCall | int | str | Sequence[InCall | str],
    ) -> Outcome:
        """Change the own in-call flags, whatever lobby and lock say (spec: participant 4.2)."""

    def get_capabilities(self) -> Outcome:
        """What clients adapt to; nothing of Talk for accounts outside `allowed_groups` (spec: chat
        5.3).
        """

    def get_signaling_settings(
        self,
        room: _Room = ...,
        signed: bool | None = ...,
    ) -> Outcome:
        """How browsers learn of each other in calls (spec: chat 5.2)."""

    def publish_news(self) -> Outcome:
        """Say that a new version of Talk brings one more entry for the changelog of everybody."""

    def read_messages(
        self,
        room: _Room,
        future: bool = ...,
        limit: int = ...,
        known: int = ...,
        common_known: int = ...,
        set_read_marker: bool = ...,
        include_last_known: bool = ...,
        mark_notifications: bool = ...,
        timeout: int = ...,
    ) -> Outcome:
        """Read the history, newest first, or what came after a known message, oldest first."""

    def send_message(
        self,
        room: _Room,
        message: _Text,
        reference_id: _Text = ...,
        reply_to: _Message = ...,
        silent: bool = ...,
        display_name: _Text = ...,
    ) -> Outcome:
        """Write a message; the own read marker moves to it, and those it concerns are told (spec: chat
        1.2).
        """

    def add_to_circle(
        self,
        circle: _Text,
        member: _Text,
        source: AttendeeType | int | str = ...,
    ) -> Outcome:
        """Put an account, or another circle, into a circle, and so into its rooms (spec: participant
        1.4).
        """

    def create_circle(
        self,
        circle: _Text,
        name: _Text = ...,
    ) -> Outcome:
        """Create a circle without members."""

    def delete_circle(
        self,
        circle: _Text,
    ) -> Outcome:
        """Delete a circle; it leaves its rooms, its members stay: they can no longer be looked up."""

    def remove_from_circle(
        self,
        circle: _Text,
        member: _Text,
        source: AttendeeType | int | str = ...,
    ) -> Outcome:
        """Take an account, or another circle, out of a circle, and out of rooms nothing else holds it
        in.
        """

    def allow_guests(
        self,
        room: _Room,
    ) -> Outcome:
        """Make a group room public (spec: conversation 2.4)."""

    def delete_room(
        self,
        room: _Room,
    ) -> Outcome:
        """Delete the room, and its breakout rooms while a mode is set (spec: conversation 2.3)."""

    def disallow_guests(
        self,
        room: _Room,
    ) -> Outcome:
        """Make a public room a group; guests and self-joined drop out silently (spec: conversation
        2.4).
        """

    def get_room(
        self,
        room: _Room,
    ) -> Outcome:
        """Read one room, also as a guest or stranger of a public or listed one (spec: conversation
        2.1).
        """

    def list_open_rooms(
        self,
        search: _Text = ...,
    ) -> Outcome:
        """List the open rooms the account is not in, by a part of their name (spec: conversation 3.2)."""

    def list_rooms(
        self,
        modified_since: int = ...,
        include_status: bool = ...,
        no_status_update: int = ...,
    ) -> Outcome:
        """List the rooms of the account in the order in which it came into them (spec: conversation
        2.1).
        """

    def rename_room(
        self,
        room: _Room,
        name: _Text,
    ) -> Outcome:
        """Give the room another name (spec: conversation 2.2)."""

    def set_description(
        self,
        room: _Room,
        description: _Text,
    ) -> Outcome:
        """Describe the room; nothing takes the description away (spec: conversation 2.2)."""

    def create_room(
        self,
        name: _Text = ...,
        type: RoomType | int | str = ...,
        invite: _Text = ...,
        source: _Text = ...,
        object_type: ObjectType | int | str = ...,
        object_id: _Room = ...,
    ) -> Outcome:
        """Create a conversation, or find the one-to-one there is (spec: conversation 1.1)."""

    def enter_link_password(
        self,
        link: _Text,
        password: _Text,
    ) -> Outcome:
        """Unlock a link for this browser (spec: conversation 1.7)."""

    def get_file_room(
        self,
        file: _Text,
    ) -> Outcome:
        """Find the room about a file, made at the first asking; nobody ever moderates it."""

    def get_public_share_room(
        self,
        link: _Text,
    ) -> Outcome:
        """Find the room about the file a link leads to, which this browser may then join."""

    def register_file(
        self,
        file: _Text,
        name: _Text,
        readers: _List = ...,
        folder: bool = ...,
    ) -> Outcome:
        """Say that a file exists and who may read it, or who may from now on (spec: conversation 1.7)."""

    def register_link(
        self,
        link: _Text,
        file: _Text,
        owner: _Text,
        password: _Text = ...,
        by_talk: bool = ...,
    ) -> Outcome:
        """Say that an account has made a link to a file; with `by_talk` its password is told in a call."""

    def request_link_password(
        self,
        link: _Text,
    ) -> Outcome:
        """Make a room to ask the owner of a link for its password; it ends as soon as anybody leaves
        it.
        """

    def unregister_link(
        self,
        link: _Text,
    ) -> Outcome:
        """Say that a link is no more."""

    def share_file(
        self,
        room: _Room,
        path: _Text,
        share_type: int = ...,
        reference_id: _Text = ...,
        talk_meta_data: _Text = ...,
    ) -> Outcome:
        """Share a file with the room; `talk_meta_data` is JSON with caption, replyTo, silent and
        messageType.
        """

    def pull_signaling(
        self,
        room: _Room,
    ) -> Outcome:
        """Ask for signaling messages and who is there, which keeps the session alive (spec: participant
        3.2).
        """

    def send_signaling(
        self,
        room: _Room,
        messages: _Text,
    ) -> Outcome:
        """Send messages from the own session to others of the room, who find them when they ask next."""

    def set_lobby(
        self,
        room: _Room,
        state: LobbyState | int | str,
        timer: _Time | None = ...,
    ) -> Outcome:
        """Set state and timer, in Unix seconds (spec: conversation 3.3)."""

    def log_out(self) -> Outcome:
        """End every session this browser remembers, as by leaving each room; it forgets passwords and
        links.
        """

    def list_mentions(
        self,
        room: _Room,
        search: _Text,
        limit: int = ...,
        include_status: bool = ...,
    ) -> Outcome:
        """Who of the room fits a search, kind by kind; the limit is not heeded (spec: chat 2.3)."""

    def clear_history(
        self,
        room: _Room,
    ) -> Outcome:
        """Delete every message, poll and shared file of the room; nobody has read anything (spec: chat
        1.2).
        """

    def delete_message(
        self,
        room: _Room,
        message_id: _Message,
    ) -> Outcome:
        """Delete a message with what it shares, however old it is; its place is left (spec: chat 1.2,
        3.6).
        """

    def edit_message(
        self,
        room: _Room,
        message_id: _Message,
        message: _Text,
    ) -> Outcome:
        """Change the text of a message, or the caption of a file (spec: chat 1.2, 2.7)."""

    def read_context(
        self,
        room: _Room,
        message_id: _Message,
        limit: int = ...,
    ) -> Outcome:
        """Read a message with those around it, oldest first; it need not exist (spec: chat 1.2)."""

    def demote(
        self,
        room: _Room,
        attendee: _Who,
    ) -> Outcome:
        """Make a moderator a user, or a guest moderator a guest (spec: participant 1.5)."""

    def promote(
        self,
        room: _Room,
        attendee: _Who,
    ) -> Outcome:
        """Make a user a moderator, or a guest a guest moderator (spec: participant 1.5)."""

    def get_note_to_self(self) -> Outcome:
        """Read the note to self, made on the way if there is none (spec: conversation 1.6)."""

    def dismiss_notifications(self) -> Outcome:
        """Take note of all notifications, which then are gone (spec: chat 8)."""

    def get_notifications(self) -> Outcome:
        """Read the notifications, newest first; one with nothing to show any more is gone for good."""

    def occ_disable_app(
        self,
        app: _Text,
    ) -> Outcome:
        """Switch an app off; that of the call summary takes its bot along."""

    def occ_enable_app(
        self,
        app: _Text,
    ) -> Outcome:
        """Switch an app on; that of the call summary installs its bot."""

    def occ_install_bot(
        self,
        name: _Text,
        secret: _Text,
        url: _Text,
        description: _Text = ...,
        no_setup: bool = ...,
        features: _List = ...,
    ) -> Outcome:
        """Let a bot exist, with both features unless some are named (spec: chat 4.4)."""

    def occ_list_bots(
        self,
        room: _Room = ...,
    ) -> Outcome:
        """List the bots, or those of a room; those of an unknown room are none (spec: chat 4.4)."""

    def occ_remove_bot(
        self,
        room: _Room,
        bot: _Text,
        more: _List = ...,
    ) -> Outcome:
        """Let a bot take no part in rooms any more; unknown rooms are passed over (spec: chat 4.4)."""

    def occ_set_bot_state(
        self,
        bot: _Text,
        state: BotState | int | str,
        features: _List = ...,
    ) -> Outcome:
        """Enable, disable or reserve a bot and, if some are named, replace its features (spec: chat
        4.4).
        """

    def occ_set_up_bot(
        self,
        room: _Room,
        bot: _Text,
        more: _List = ...,
    ) -> Outcome:
        """Let a bot of whatever state take part in rooms of whatever type; `more` are further tokens."""

    def occ_uninstall_bot(
        self,
        bot: _Text = ...,
        url: _Text = ...,
    ) -> Outcome:
        """Let a bot cease; it is not told, and its messages stay (spec: chat 4.4)."""

    def occ_age_chat_messages(
        self,
        room: _Room,
        hours: int = ...,
    ) -> Outcome:
        """Make the messages of a room older: when they were written, last changed, and expire."""

    def occ_active_calls(self) -> Outcome:
        """Say whether anybody calls: the command fails, with exit code 1, while somebody does (spec:
        chat 7).
        """

    def occ_monitor_calls(self) -> Outcome:
        """List the rooms with somebody in the call; never fails (spec: chat 7)."""

    def occ_monitor_room(
        self,
        room: _Room,
    ) -> Outcome:
        """Count attendees of all kinds, their sessions and those in the call (spec: chat 7)."""

    def occ_recording_consent(
        self,
        room: _Room = ...,
        actor_type: AttendeeType | int | str = ...,
        actor_id: _Text = ...,
    ) -> Outcome:
        """List who consented to be recorded, in a room, by an actor, or both (spec: participant 5.5)."""

    def occ_add_to_room(
        self,
        room: _Room,
        users: _List = ...,
        groups: _List = ...,
    ) -> Outcome:
        """Add accounts, then groups; an unknown account stops all of it, an unknown group those after
        it.
        """

    def occ_demote(
        self,
        room: _Room,
        users: _List,
    ) -> Outcome:
        """Make moderators users; whoever is something else stays it, without a word (spec: chat 7)."""

    def occ_promote(
        self,
        room: _Room,
        users: _List,
    ) -> Outcome:
        """Make accounts moderators, self-joined ones as well; owners stay owners (spec: chat 7)."""

    def occ_remove_from_room(
        self,
        room: _Room,
        users: _List,
    ) -> Outcome:
        """Remove accounts, owners included (spec: chat 7)."""

    def occ_create_room(
        self,
        name: _Text,
        description: _Text | None = ...,
        users: _List = ...,
        groups: _List = ...,
        public: bool = ...,
        read_only: bool = ...,
        listable: ListableScope | int | str | None = ...,
        password: _Text | None = ...,
        owner: _Text | None = ...,
        moderators: _List = ...,
        message_expiration: int | None = ...,
    ) -> Outcome:
        """Create a group or public room without owner, unless one is named; any refused option deletes
        it.
        """

    def occ_delete_room(
        self,
        room: _Room,
    ) -> Outcome:
        """Delete a group or public room (spec: chat 7)."""

    def occ_update_room(
        self,
        room: _Room,
        name: _Text | None = ...,
        description: _Text | None = ...,
        public: int | None = ...,
        read_only: ReadOnly | int | str | None = ...,
        listable: ListableScope | int | str | None = ...,
        password: _Text | None = ...,
        owner: _Text | None = ...,
        message_expiration: int | None = ...,
    ) -> Outcome:
        """Change a group or public room, option by option; those before a refused one stay (spec: chat
        7).
        """

    def occ_add_signaling_server(
        self,
        server: _Text,
        secret: _Text,
    ) -> Outcome:
        """Add a signaling server; all of them have the secret that was given last."""

    def occ_add_stun_server(
        self,
        server: _Text,
    ) -> Outcome:
        """Add a STUN server."""

    def occ_add_turn_server(
        self,
        schemes: _Text,
        server: _Text,
        protocols: _Text,
        secret: _Text = ...,
        generate_secret: bool = ...,
    ) -> Outcome:
        """Add a TURN server; one that is there already gets the new secret."""

    def occ_delete_signaling_server(
        self,
        server: _Text,
    ) -> Outcome:
        """Take a signaling server out of the list."""

    def occ_delete_stun_server(
        self,
        server: _Text,
    ) -> Outcome:
        """Take a STUN server out of the list; the last one makes room for the default."""

    def occ_delete_turn_server(
        self,
        schemes: _Text,
        server: _Text,
        protocols: _Text,
    ) -> Outcome:
        """Take a TURN server out of the list."""

    def occ_list_signaling_servers(self) -> Outcome:
        """Show the signaling servers and their secret."""

    def occ_list_stun_servers(self) -> Outcome:
        """Show the STUN servers."""

    def occ_list_turn_servers(self) -> Outcome:
        """Show the TURN servers."""

    def occ_remove_users(
        self,
        users: _List = ...,
        private_only: bool = ...,
    ) -> Outcome:
        """Take accounts out of every room, or of the private ones alone; nobody named is no failure."""

    def occ_transfer_ownership(
        self,
        source: _Text,
        destination: _Text,
        include_non_moderator: bool = ...,
        remove_source_user: bool = ...,
    ) -> Outcome:
        """Give an account the rank of another in its group and public rooms (spec: participant 1.7)."""

    def list_participants(
        self,
        room: _Room,
        include_status: bool = ...,
    ) -> Outcome:
        """List the attendees, and remove what has died (spec: participant 3.2)."""

    def remove_attendee(
        self,
        room: _Room,
        attendee: _Who,
    ) -> Outcome:
        """Remove somebody, moderators included; naming oneself is leaving (spec: participant 1.6)."""

    def remove_self(
        self,
        room: _Room,
    ) -> Outcome:
        """Leave for good; the only user takes the whole room along (spec: conversation 2.5)."""

    def resend_invitations(
        self,
        room: _Room,
        attendee: _Who | None = ...,
    ) -> Outcome:
        """Send the e-mail invitations again, to one address or to all, with a PIN if there is none yet."""

    def set_default_permissions(
        self,
        room: _Room,
        permissions: Permission | int | str | Sequence[Permission | str],
        mode: _Text = ...,
    ) -> Outcome:
        """Set what everybody may do, wiping what was set for single people (spec: participant 2.2)."""

    def set_permissions(
        self,
        room: _Room,
        attendee: _Who,
        permissions: Permission | int | str | Sequence[Permission | str],
        method: PermissionMethod | int | str = ...,
    ) -> Outcome:
        """Set what one attendee may do; a self-joined user thereby becomes permanent, without a word."""

    def set_permissions_for_all(
        self,
        room: _Room,
        permissions: Permission | int | str | Sequence[Permission | str],
        method: PermissionMethod | int | str = ...,
    ) -> Outcome:
        """Always refused (spec: participant 2.2)."""

    def add_favorite(
        self,
        room: _Room,
    ) -> Outcome:
        """Mark the room as a favorite (spec: conversation 3.11)."""

    def remove_favorite(
        self,
        room: _Room,
    ) -> Outcome:
        """Make the room no favorite any more (spec: conversation 3.11)."""

    def set_call_notification_level(
        self,
        room: _Room,
        level: CallNotificationLevel | int | str,
    ) -> Outcome:
        """Choose whether to be told when a call starts (spec: conversation 3.11)."""

    def set_guest_name(
        self,
        room: _Room,
        name: _Text,
    ) -> Outcome:
        """Choose a name as a guest, in the lobby as well (spec: participant 3.2)."""

    def set_notification_level(
        self,
        room: _Room,
        level: NotificationLevel | int | str,
    ) -> Outcome:
        """Choose which messages of the room to be told of (spec: conversation 3.11)."""

    def set_user_setting(
        self,
        key: _Text,
        value: ReadPrivacy | int | str | None,
    ) -> Outcome:
        """Set a preference; hiding the read status reaches every room of the account (spec: participant
        6.1).
        """

    def close_poll(
        self,
        room: _Room,
        poll: _Poll,
    ) -> Outcome:
        """End the voting for good and publish the result (spec: chat 3.2)."""

    def create_poll(
        self,
        room: _Room,
        question: _Text,
        options: _List,
        result_mode: PollMode | int | str = ...,
        max_votes: int = ...,
    ) -> Outcome:
        """Ask a question; blank options are left out, `max_votes` is 0 for any number (spec: chat 3.2)."""

    def get_poll(
        self,
        room: _Room,
        poll: _Poll,
    ) -> Outcome:
        """Read a poll (spec: chat 3.3)."""

    def vote(
        self,
        room: _Room,
        poll: _Poll,
        options: _List | None = ...,
    ) -> Outcome:
        """Choose options by number, in place of those chosen before; none withdraws (spec: chat 3.2)."""

    def list_reactions(
        self,
        room: _Room,
        message_id: _Message,
        reaction: _Text | None = ...,
    ) -> Outcome:
        """Who reacted to a message, with one emoji or with any (spec: chat 1.11)."""

    def react(
        self,
        room: _Room,
        message_id: _Message,
        reaction: _Text,
    ) -> Outcome:
        """React to a message with an emoji (spec: chat 1.11)."""

    def take_back_reaction(
        self,
        room: _Room,
        message_id: _Message,
        reaction: _Text,
    ) -> Outcome:
        """Take a reaction back (spec: chat 1.11)."""

    def mark_read(
        self,
        room: _Room,
        message_id: _Message | None = ...,
    ) -> Outcome:
        """Have read up to a message, the last one if none is named; any number will do (spec: chat
        1.2).
        """

    def mark_unread(
        self,
        room: _Room,
    ) -> Outcome:
        """Have the last text unread again."""

    def report_recording(
        self,
        room: _Room,
        type: _Text,
        status: RecordingStatus | int | str = ...,
        actor_type: AttendeeType | int | str = ...,
        actor_id: _Text = ...,
        signed: bool = ...,
    ) -> Outcome:
        """The recording backend says that a recording has started, stopped or failed (spec: participant
        5.3).
        """

    def start_recording(
        self,
        room: _Room,
        status: RecordingStatus | int | str,
    ) -> Outcome:
        """Ask the recording backend to start; whoever asks owns the recording (spec: participant 5.3)."""

    def stop_recording(
        self,
        room: _Room,
    ) -> Outcome:
        """Ask the recording backend to stop; the status waits for its report."""

    def set_recording_consent(
        self,
        room: _Room,
        consent: RecordingConsent | int | str,
    ) -> Outcome:
        """Ask, or no longer ask, for consent in the room and its breakout rooms."""

    def dismiss_recording(
        self,
        room: _Room,
        timestamp: _Time,
    ) -> Outcome:
        """Take back what the caller was told about the recording of that time (spec: participant 5.3)."""

    def share_recording(
        self,
        room: _Room,
        file_id: int,
        timestamp: _Time = ...,
    ) -> Outcome:
        """Show the file to the room, and take back its notification (spec: participant 5.3)."""

    def store_recording(
        self,
        room: _Room,
        owner: _Text | None = ...,
        file: _Text = ...,
        mime_type: _Text = ...,
        size: int = ...,
        intact: bool = ...,
        signed: bool = ...,
        transcribable: bool = ...,
    ) -> Outcome:
        """The recording backend hands in the file; its owner is told where it is (spec: participant
        5.3).
        """

    def delete_reminder(
        self,
        room: _Room,
        message_id: _Message,
    ) -> Outcome:
        """Not be reminded of a message; if one was already, the notification goes (spec: chat 1.2)."""

    def get_reminder(
        self,
        room: _Room,
        message_id: _Message,
    ) -> Outcome:
        """When the caller will be reminded of a message (spec: chat 1.2)."""

    def set_reminder(
        self,
        room: _Room,
        message_id: _Message,
        timestamp: _Time,
    ) -> Outcome:
        """Be reminded of a message at a time in Unix seconds, in place of any other time (spec: chat
        1.2).
        """

    def get_shared_items(
        self,
        room: _Room,
        object_type: SharedItemType | int | str,
        known: int = ...,
        limit: int = ...,
    ) -> Outcome:
        """What was shared of one kind, newest first, by message; nothing of an unknown one (spec: chat
        1.10).
        """

    def list_shared_items(
        self,
        room: _Room,
        limit: int = ...,
    ) -> Outcome:
        """The newest of every kind of thing shared in the chat (spec: chat 1.10)."""

    def share_object(
        self,
        room: _Room,
        object_type: _Text,
        object_id: _Text,
        meta_data: _Text = ...,
        display_name: _Text = ...,
        reference_id: _Text = ...,
    ) -> Outcome:
        """Show an object of this or another app in the chat (spec: chat 1.2)."""

    def set_listable(
        self,
        room: _Room,
        scope: ListableScope | int | str,
    ) -> Outcome:
        """Say who finds the room without having been added (spec: conversation 3.2)."""

    def set_mention_permissions(
        self,
        room: _Room,
        state: MentionPermissions | int | str,
    ) -> Outcome:
        """Say who may mention all (spec: conversation 3.9)."""

    def set_message_expiration(
        self,
        room: _Room,
        seconds: _Time,
    ) -> Outcome:
        """Let messages posted from now on expire after so many seconds, 0 for never (spec: conversation
        3.5).
        """

    def set_password(
        self,
        room: _Room,
        password: _Text,
    ) -> Outcome:
        """Ask newcomers for a password, or for none (spec: conversation 3.6)."""

    def set_read_only(
        self,
        room: _Room,
        state: ReadOnly | int | str,
    ) -> Outcome:
        """Lock the room, which empties the call, moderators included, or unlock it (spec: conversation
        3.1).
        """

    def search_messages(
        self,
        term: _Text,
        room: _Room = ...,
        person: _Text = ...,
        since: _Time = ...,
        until: _Time = ...,
        limit: int = ...,
        cursor: int = ...,
    ) -> Outcome:
        """Find texts by a part of them in the rooms of the account, newest first; `cursor` hits are
        left out.
        """

    def join_room(
        self,
        room: _Room,
        password: _Text = ...,
        force: bool = ...,
    ) -> Outcome:
        """Begin a session; whoever is new becomes user (listed), self-joined user or guest."""

    def leave_room(
        self,
        room: _Room,
    ) -> Outcome:
        """End the session of this browser; there need be neither session nor room (spec: participant
        3.4).
        """

    def ping(
        self,
        sessions: _List,
    ) -> Outcome:
        """The signaling server says which sessions are alive; it may name others too (spec: participant
        3.2).
        """

    def set_session_state(
        self,
        room: _Room,
        state: SessionState | int | str,
    ) -> Outcome:
        """Say whether the room is in sight (spec: participant 3.2, 6.5)."""

    def report_room_visit(
        self,
        room: _Room,
        action: _Text,
        session: _Text,
        user: _Text = ...,
        actor_type: AttendeeType | int | str = ...,
        actor_id: _Text = ...,
        in_call: InCall | int | str | Sequence[InCall | str] | None = ...,
        signed: bool = ...,
    ) -> Outcome:
        """A session came into the room, or left it; errors are bodies of an answer 200 (spec:
        participant 3.2).
        """

    def set_sip_state(
        self,
        room: _Room,
        state: SipState | int | str,
    ) -> Outcome:
        """Let people dial in with a PIN, without one, or not at all (spec: conversation 3.4)."""

    def get_room_as_bridge(
        self,
        room: _Room,
        signed: bool = ...,
    ) -> Outcome:
        """Read a room, whoever may see it, without its last message (spec: participant 4.8)."""

    def open_dial_in(
        self,
        room: _Room,
        signed: bool = ...,
    ) -> Outcome:
        """Let a caller without PIN in as a new guest, whatever password and lobby say (spec:
        participant 4.8).
        """

    def prepare_signaling_answer(
        self,
        answer: _Text,
    ) -> Outcome:
        """Say what the signaling server will answer next, once, as JSON."""

    def reject_dial_out(
        self,
        room: _Room,
        call_id: _Text,
        attendee: _Who = ...,
        signed: bool = ...,
    ) -> Outcome:
        """Say that a call going out was not taken (spec: participant 4.8)."""

    def verify_dial_in(
        self,
        room: _Room,
        pin: _Text,
        signed: bool = ...,
    ) -> Outcome:
        """Find out whom a PIN belongs to: the room as that person sees it (spec: participant 4.8)."""

    def verify_dial_out(
        self,
        room: _Room,
        number: _Text,
        attendee: _Who = ...,
        actor_type: AttendeeType | int | str = ...,
        actor_id: _Text = ...,
        signed: bool = ...,
    ) -> Outcome:
        """Make sure that a number about to be dialed belongs to the room (spec: participant 4.8)."""

    def set_user_status(
        self,
        status: _Text,
    ) -> Outcome:
        """Show a status to others; somebody with "dnd" cannot be rung (spec: participant 4.2)."""
