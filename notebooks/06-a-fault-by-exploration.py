# %% [markdown]
# # Finding a fault by exploration
#
# A school sets "moderators start calls". Can the teachers rely on it that no pupil makes the room ring? Instead of thinking of tricks, let a
# search try all that a pupil can do while no teacher is there.

# %%
from talksim import Talk
from talksim.explore.explore import explore


def school(**settings):
    """A class of the teacher and Tim, in a world under these settings."""
    talk = Talk()
    talk.set(start_calls="moderators", **settings)
    teacher, tim = talk.user("teacher"), talk.user("tim")
    teacher.create_room("class", type="public")
    teacher.add_participant("class", tim)
    return talk, teacher


def no_call_without_a_teacher(room):
    """The claim: only the teacher starts calls, and she is not in play."""
    return not room.call.active


TRICKS = [
    {"join room": {"by": "tim"}},
    {"leave room": {"by": "tim"}},
    {"join call": {"by": "tim", "flags": ["audio", "disconnected"]}},
    {"leave call": {"by": "tim"}},
]

# %%
talk, _ = school()
found = explore(talk, TRICKS, always=[no_call_without_a_teacher])
found

# %% [markdown]
# The way there is a scenario, which can be kept, replayed and sent along with a report:

# %%
print(found.verdicts[0].witness.scenario)

# %% [markdown]
# Does a lobby close the hole until the server is mended?

# %%
talk, teacher = school()
teacher.set_lobby("class", "non moderators")
with_lobby = explore(talk, TRICKS, always=[no_call_without_a_teacher])
with_lobby

# %% [markdown]
# **Decision.** The setting alone is no protection: a pupil who joins with no media starts the call. Until that is mended, class rooms have a
# lobby between lessons. That was not a test of some cases: the search saw every state that Tim can reach, and said so.

# %%
assert (found.ok, with_lobby.ok, with_lobby.complete) == (False, True, True)
