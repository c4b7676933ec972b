# %% [markdown]
# # A first room
#
# Should the weekly standup be a group room or a public one? A colleague without an account wants to listen now and then.
# We build both and ask the rules.

# %%
from talksim import Talk

talk = Talk()
alice, bob = talk.user("alice", "Alice Smith"), talk.user("bob")
gina = talk.guest("gina")

# %% [markdown]
# A room comes first in everything that is asked in it. What a request answers is shown with who refused it, and why.

# %%
for name, kind in (("closed", "group"), ("open", "public")):
    alice.create_room(name, type=kind)
    alice.add_participant(name, bob)
    bob.join_room(name)
    bob.join_call(name, flags=["audio"])
talk.room("closed")

# %%
refused = gina.join_room("closed")
refused

# %%
gina.join_room("open")

# %% [markdown]
# Nothing is decided by trying alone: a password makes the open room answer otherwise. `difference` says what a change did.

# %%
before = talk.fork()
gina.leave_room("open")
alice.set_password("open", "a long word 2 keep")
talk.difference(before)

# %%
strange = talk.guest("stranger")
without, with_password = strange.join_room("open"), gina.join_room("open", password="a long word 2 keep")
without

# %% [markdown]
# **Decision.** The standup becomes a public room with a password: the guest comes in with it, a stranger with the link alone
# does not, and the group room would have shut out both.

# %%
assert (refused.status, without.ok, with_password.ok) == (404, False, True)
