# %% [markdown]
# # A policy change, before anybody touches a server
#
# The users ask to start recordings themselves, and the moderators are tired of starting every call. Two changes are on the table. What would
# each change, for whom, and does either open more than was asked for?

# %%
from talksim import load_policy
from talksim.compare.difference import diff
from talksim.explore.universe.load import load_text

record = load_policy("../policies/users-may-record.yaml")
start = load_policy("../policies/moderators-start-calls.yaml")

# %% [markdown]
# Where to look: all that an owner, a user and a guest can do in a call that can be recorded.

# %%
meeting = load_text("""
talksim: 1
universe: A meeting that can be recorded
given:
  users: [alice, bob]
  guests: [gina]
  settings: {recording backend: true}
  rooms:
    standup: {type: public, owner: alice, users: [bob]}
operations:
  - join room
  - join call: {flags: audio, consent: true}
  - start recording: {status: video}
""")

# %% [markdown]
# ## Everybody in the room may record

# %%
may_record = diff(None, record, [meeting])
may_record

# %%
may_record.to_frame()[["kind", "operation", "role", "cause"]]

# %% [markdown]
# The shortest story that shows a change is a scenario. It passes today, and fails in its last step under the policy:

# %%
story = next(change for change in may_record.changes if change.cell.kind == "newly allowed")
print(story.scenario)

# %% [markdown]
# ## From "moderators start calls" to "everybody does"

# %%
everybody_starts = diff(start, None, [meeting])
everybody_starts

# %%
start_today = diff(None, start, [meeting])
start_today.implies, everybody_starts.implies

# %% [markdown]
# **Decision.** The first change is what was asked for: users with an account may start a recording of a running call, guests are refused as
# before. The second is more than was asked for: in public rooms guests start calls as well. It waits until somebody wants that.


# %%
def gains(change):
    """Who is newly allowed to do what."""
    cells = (one.cell for one in change.changes)
    return {(cell.operation, cell.role) for cell in cells if cell.kind == "newly allowed"}


assert may_record.complete
assert everybody_starts.complete
assert gains(may_record) == {("start recording", "user, account")}
assert ("join call", "guest") in gains(everybody_starts)
