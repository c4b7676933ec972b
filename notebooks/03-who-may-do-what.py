# %% [markdown]
# # Who may do what: permissions
#
# A class room. Pupils shall talk and write, but not start a call, show a picture or a screen, or let others in. How much of that do permissions
# decide, and does the assistant keep enough to begin the lesson?

# %%
from talksim import Talk

talk = Talk()
teacher, assistant, pupil = (talk.user(name) for name in ("teacher", "assistant", "pupil"))
teacher.create_room("class", type="public")
for person in (assistant, pupil):
    teacher.add_participant("class", person)
teacher.promote("class", assistant)
for person in (teacher, assistant, pupil):
    person.join_room("class")
talk.room("class")

# %% [markdown]
# `permissions` are those in effect: moderators have all of them, others what the room or the server says. What comes of it is tried for everybody on
# copies of the world; pointing at a refusal shows why.

# %%
WATCHED = ["join call", "send message", "set lobby", "add participant"]
talk.matrix(rooms="class", operations=WATCHED)

# %% [markdown]
# To let others in, by the lobby or by adding them, is the moderators' right already: no permission gives it to pupils. The rest is taken from them by
# the default permissions of the room.

# %%
teacher.set_default_permissions("class", ["custom", "join call", "audio", "chat"])
talk.room("class")

# %%
after = talk.matrix(rooms="class", operations=WATCHED)
after

# %% [markdown]
# A lesson to which the pupil comes first, and asks for sound and picture:

# %%
import pandas as pd

pd.set_option("display.max_colwidth", None)
first = pupil.join_call("class", flags=["audio", "video"])
opened = assistant.join_call("class", flags=["audio", "video"])
second = pupil.join_call("class", flags=["audio", "video"])
pd.DataFrame(
    [(one.caller, one.status, one.because) for one in (first, opened, second)],
    columns=["joins the call", "answer", "because"],
)

# %% [markdown]
# The second time the pupil gets in. "in call" shows that the picture was left out that was asked for. For a talk before the class a single
# pupil can have more:

# %%
teacher.set_permissions("class", pupil, ["video", "screen"], method="add")
talk.room("class")

# %% [markdown]
# **Decision.** The room's default permissions become "join call, audio, chat". They do not touch the assistant, who can begin the lesson when the
# teacher is late; a pupil who gives a talk gets "video" and "screen" for that hour. Whoever is to let others in must be a moderator.

# %%
assert [one.ok for one in (first, opened, second)] == [False, True, True]
assert after.cell("assistant", "set lobby", "class").allowed
assert not after.cell("pupil", "set lobby", "class").allowed
