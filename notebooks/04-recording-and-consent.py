# %% [markdown]
# # Recording and consent
#
# The works council agrees to recordings only if nobody is recorded who did not say yes. Which value of the setting "recording consent" gives that,
# and what does it cost those who do not want to be recorded?

# %%
import pandas as pd

from talksim import Talk

pd.set_option("display.max_colwidth", None)


# %%
def meeting(consent, room=None):
    """A call under a setting of the server, perhaps one of the room: alice agrees, bob does not; then it is recorded."""
    talk = Talk()
    talk.set(recording_backend=True, recording_consent=consent)
    alice, bob = talk.user("alice"), talk.user("bob")
    alice.create_room("council", type="public")
    alice.add_participant("council", bob)
    if room:
        alice.set_recording_consent("council", room)
    for person in (alice, bob):
        person.join_room("council")
    alice.join_call("council", consent=True)
    return talk, bob.join_call("council"), alice.start_recording("council", "video")


WORLDS = [("not required", None), ("optional", None), ("optional", "required"), ("required", None)]
meetings = {world: meeting(*world) for world in WORLDS}


def agreed(talk):
    """Who is on record as having agreed."""
    return ", ".join(who for _, who, _ in talk.room("council").call.consents)


pd.DataFrame(
    [
        (server, room or "not set", bob.status, bob.because, record.status, agreed(talk))
        for (server, room), (talk, bob, record) in meetings.items()
    ],
    columns=["server", "room", "bob joins", "because", "recording", "agreed"],
)

# %% [markdown]
# In the first two worlds bob is in a call that is recorded, and is not on record as having agreed. Can a moderator who forgot make up for it during the
# call?

# %%
talk, *_ = meetings["optional", None]
late = talk.actor("alice").set_recording_consent("council", "required")
late

# %% [markdown]
# Not while the call lasts. And what is left to bob under "required", if he does not agree?

# %%
talk, refused, _ = meetings["required", None]
bob = talk.actor("bob")
talk.can(bob, "council", ["join call", "send message", "read messages"])

# %% [markdown]
# The table's 200 for a recording is its move "start video"; the next one, "started video", is the recording backend's.

# %%
from talksim.rules.lifecycle import LIFECYCLES

LIFECYCLES["recording"]

# %% [markdown]
# **Decision.** "required". Under "optional" it hangs on each moderator: one who forgets records people who were not asked, and cannot ask them later. The
# price goes into the agreement: who says no can read and write in the room, but joins none of its calls, also before anything is recorded.

# %%
assert [bob.status for _, bob, _ in meetings.values()] == [200, 200, 400, 400]
assert late.guard.name == "no call yet"
