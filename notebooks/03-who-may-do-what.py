# %% [markdown]
# # Who may do what: permissions
#
# A class room: the pupils may talk and write, but not start a call, let others in, or show a screen. Which permissions does the teacher
# take away, and does that leave the assistant enough?

# %%
from talksim import Talk
from talksim.matrix import matrix

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
# The matrix tries every operation for everybody on a copy of the world. Here as a data frame, a column per person.

# %%
WATCHED = ["join call", "send message", "rename room", "set lobby", "add participant"]
before = matrix(talk, rooms=["class"], operations=WATCHED)
before.to_frame().pivot_table(index="operation", columns="who", values="allowed", aggfunc="any")

# %%
teacher.set_default_permissions("class", ["custom", "join call", "audio", "chat"])

# %%
after = matrix(talk, rooms=["class"], operations=WATCHED)
after.to_frame().query("not allowed")[["operation", "who", "guard", "because"]]

# %% [markdown]
# Everything the pupil may do in the room now, and what refuses the rest:

# %%
talk.can(pupil, "class").to_frame()

# %%
first = pupil.join_call("class", flags=["audio"])
teacher.join_call("class", flags=["audio", "video"])
second = pupil.join_call("class", flags=["audio"])
first, second

# %% [markdown]
# **Decision.** The default permissions of the room do it: a moderator is not touched by them, so the assistant can open the lesson when the
# teacher is late, while the pupil has to wait for one of them.

# %%
assert not first.ok
assert second.ok
assert after.cell("assistant", "join call", "class").allowed
