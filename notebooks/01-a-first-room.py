# %% [markdown]
# # A first room
#
# The weekly standup needs a room. Gina has no account and wants to listen now and then; nobody else from outside should. Is it to be a group room
# or a public one?

# %%
from talksim import Talk

talk = Talk()
alice, bob, gina = talk.user("alice"), talk.user("bob"), talk.guest("gina")
for name, kind in (("group room", "group"), ("public room", "public")):
    alice.create_room(name, type=kind)
    alice.add_participant(name, bob)
talk.room("public room")

# %% [markdown]
# Gina has the links of both. In everything that is asked in a room, the room comes first; the answer shows which rule refused, and why.

# %%
gina.join_room("group room")

# %%
gina.join_room("public room")

# %% [markdown]
# So it is the public room, but not as it is: whoever finds the link comes in like her. What could a stranger do there? `can` tries it on copies
# of the world, so nothing changes.

# %%
talk.can(gina, "public room", ["join call", "read messages", "send message", "rename room"])

# %% [markdown]
# Strangers would listen, read and write. A password, then; `difference` shows all that it changes.

# %%
before = talk.fork()
alice.set_password("public room", "a long word 2 keep")
talk.difference(before)

# %% [markdown]
# Who gets in now, each tried on a copy of its own:

# %%
import pandas as pd

pd.set_option("display.max_colwidth", None)


def tries(who, room, password=""):
    """Somebody joins a room in a copy of the world."""
    answer = talk.fork().actor(who).join_room(room, password=password)
    return who, room, password, answer.status, answer.because


talk.guest("stranger")
tried = pd.DataFrame(
    [
        tries("bob", "public room"),
        tries("gina", "public room", "a long word 2 keep"),
        tries("stranger", "public room"),
        tries("stranger", "public room", "a guess"),
        tries("gina", "group room", "a long word 2 keep"),
    ],
    columns=["who", "room", "password", "answer", "because"],
)
tried

# %% [markdown]
# **Decision.** A public room with a password. Gina comes in with it, a stranger with the link alone does not, and bob, who was added with his account,
# is not even asked. A group room would shut out gina as well.

# %%
assert list(tried["answer"]) == [200, 200, 403, 403, 404]
