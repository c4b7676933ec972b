# %% [markdown]
# # Recording and consent
#
# The works council agrees to recordings only if nobody is recorded who did not say yes. Which value of the setting "recording consent" gives that,
# and what does it cost those who do not want to be recorded?

# %%
from talksim import Talk
from talksim.rules.lifecycle import LIFECYCLES

RECORDING = {
    "signaling_mode": "external",
    "signaling_servers": ["https://signaling.example"],
    "recording_servers": ["https://recording.example"],
}

# %% [markdown]
# What a recording can go through:

# %%

LIFECYCLES["recording"]


# %%
def meeting(consent):
    """A call under a setting of consent: who comes without and with consent, and whether it can be recorded."""
    talk = Talk()
    talk.set(**RECORDING, recording_consent=consent)
    alice, bob = talk.user("alice"), talk.user("bob")
    alice.create_room("council", type="public")
    alice.add_participant("council", bob)
    if consent == "optional":
        alice.set_recording_consent("council", "required")
    for person in (alice, bob):
        person.join_room("council")
    alice.join_call("council", consent=True)
    without = bob.join_call("council")
    agreed = bob.join_call("council", consent=True)
    return talk, without, agreed, alice.start_recording("council", "video")


# %%
import pandas as pd

rows = []
for consent in ("not required", "optional", "required"):
    talk, *answers = meeting(consent)
    rows.append((consent, *(str(answer) for answer in answers)))
table = pd.DataFrame(
    rows, columns=["setting", "joins without consent", "joins with consent", "recording starts"]
)
table

# %% [markdown]
# Under "optional" it is the moderator of each room who requires consent; here she did. A room in which she does not:

# %%
talk = Talk()
talk.set(**RECORDING, recording_consent="optional")
alice, bob = talk.user("alice"), talk.user("bob")
alice.create_room("chat", type="public")
alice.add_participant("chat", bob)
alice.join_room("chat"), bob.join_room("chat")
alice.join_call("chat")
careless = bob.join_call("chat"), alice.start_recording("chat", "video")
careless

# %% [markdown]
# **Decision.** "required": under "optional" a careless moderator can record people who were never asked. The price is that who says no
# cannot take part in any call at all, recorded or not; say so in the agreement.

# %%
assert [row[1].startswith("200") for row in rows] == [True, False, False]
assert all(careless)
