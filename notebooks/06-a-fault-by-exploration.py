# %% [markdown]
# # Finding a fault by exploration
#
# A school sets "moderators start calls". Can the teachers rely on it that no pupil makes the room ring? Instead of thinking of tricks, let a
# search try all that a pupil can do while no teacher is there.

# %%
import pandas as pd

from talksim import Talk, explore

pd.set_option("display.max_colwidth", None)


def school():
    """A class of the teacher and Tim, on a server where moderators start calls."""
    talk = Talk()
    talk.set(start_calls="moderators")
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
# The claim is broken. Who joins with sound is refused, who joins with no media at all is not:

# %%
tim = talk.actor("tim")
tim.join_room("class")
rows = []
for flags in ("audio", "disconnected"):
    answer = tim.join_call("class", flags=flags)
    rows.append((flags, answer.status, answer.because, str(talk.room("class").call.status)))
pd.DataFrame(rows, columns=["flags", "answer", "because", "the call afterwards"])

# %% [markdown]
# The way there is a scenario, to be kept, replayed, and sent along with a bug report:

# %%
print(found.verdicts[0].witness.scenario)

# %% [markdown]
# What can a teacher set until the server is mended? The same search, after each measure:

# %%
MEASURES = {
    "nothing": lambda teacher: teacher,
    "permissions without calls": lambda teacher: teacher.set_default_permissions("class", ["custom", "chat"]),
    "read only": lambda teacher: teacher.set_read_only("class", "read-only"),
    "lobby": lambda teacher: teacher.set_lobby("class", "non moderators"),
}
results, rows = {}, []
for name, measure in MEASURES.items():
    talk, teacher = school()
    measure(teacher)
    found_then = results[name] = explore(talk, TRICKS, always=[no_call_without_a_teacher])
    talk.actor("tim").join_room("class")
    reads, writes = (talk.can("tim", "class", phrase)[0] for phrase in ("read messages", "send message"))
    verdict = "holds" if found_then.ok else "broken"
    rows.append(
        (name, verdict, found_then.progress.states, found_then.complete, reads.allowed, writes.allowed)
    )
pd.DataFrame(
    rows, columns=["measure", "no call without a teacher", "states", "all of them", "tim reads", "tim writes"]
)

# %% [markdown]
# **Decision.** The setting alone is no protection, and permissions without calls are none either. Between lessons class rooms are read only: no call, and
# the homework that stands there can be read, which a lobby would prevent. "all of them" says that this is no test of some cases: the search saw every
# state that Tim can reach.

# %%
assert {name: (one.ok, one.complete) for name, one in results.items()} == {
    "nothing": (False, True),
    "permissions without calls": (False, True),
    "read only": (True, True),
    "lobby": (True, True),
}
