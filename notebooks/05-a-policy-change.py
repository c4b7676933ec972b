# %% [markdown]
# # A policy change, before anybody touches a server
#
# Today only moderators start calls and recordings. Users ask to start both themselves. What would each change allow, to whom, and does it open more than
# was asked for?

# %%
import pandas as pd

import talksim
from talksim.explore.universe.load import load_text
from talksim.policies import load_policy_text

today = talksim.load_policy("../policies/moderators-start-calls.yaml")

# %% [markdown]
# Where to look: all that an owner, a user and a guest can do in a room with a call that can be recorded.

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
# ## Users start calls
#
# The setting has two values that let users start calls. Both are compared with today, over every pair of states that the same steps lead to.


# %%
def starts(whom):
    """Today's rules, but for who starts calls."""
    return load_policy_text(f"talksim: 1\npolicy: {whom} start calls\nsettings: {{start_calls: {whom}}}\n")


calls = {whom: talksim.diff(today, starts(whom), [meeting]) for whom in ("everyone", "accounts")}
calls["everyone"]

# %%
calls["accounts"]

# %% [markdown]
# "everyone" lets guests start calls as well, which nobody asked for; "accounts" does not.
#
# ## Users start recordings
#
# No setting says so: a rule is dropped from the operation.

# %%
users_record = load_policy_text("""
talksim: 1
policy: Users start recordings
settings: {start_calls: moderators}
drop:
  start recording: [login moderator]
""")
may_record = talksim.diff(today, users_record, [meeting])
may_record

# %% [markdown]
# "other refusal" is no gain: the user was refused before and is refused still, by a later rule. Who is affected, who is answered as before, and how much was
# looked at:


# %%
def gains(change):
    """Who is newly allowed what."""
    return {(c.operation, c.role) for c in (one.cell for one in change.changes) if c.kind == "newly allowed"}


compared = {
    "calls: everyone": calls["everyone"],
    "calls: accounts": calls["accounts"],
    "users record": may_record,
}
pd.DataFrame(
    [
        (
            name,
            "; ".join(sorted(f"{role}: {operation}" for operation, role in gains(change))),
            "; ".join(change.unaffected(change.changes)),
            change.states,
            change.complete,
        )
        for name, change in compared.items()
    ],
    columns=["change", "newly allowed", "answered as before", "pairs of states", "all of them"],
)

# %% [markdown]
# The shortest story that shows a change is a scenario: it passes today, and its last step fails once users may record. It is the test to keep.

# %%
story = next(change for change in may_record.changes if change.cell.kind == "newly allowed")
print(story.scenario)

# %% [markdown]
# **Decision.** `start_calls` becomes "accounts", not "everyone": users get what they asked for, and guests are answered as before. That users record takes
# another rule, not another setting; it would open no more than was asked for, since guests are answered as before. So it becomes a request to
# the developers, with the story above as its test.

# %%
assert all(change.complete for change in compared.values())
assert gains(calls["everyone"]) == {("join call", "user, account"), ("join call", "guest")}
assert gains(calls["accounts"]) == {("join call", "user, account")}
assert gains(may_record) == {("start recording", "user, account")}
