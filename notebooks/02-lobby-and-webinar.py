# %% [markdown]
# # Lobby and webinar policy
#
# A webinar begins at nine. Who is early must wait, the speaker must not, and nobody should have to remember to open the door.
# Is it enough to make every new room with a lobby, or must each host set a timer?

# %%
from talksim import Talk, load_policy
from talksim.notebook.stepper import stepper
from talksim.scenario.load import load_text
from talksim.scenario.run import run

# %% [markdown]
# ## By hand: a lobby with a timer

# %%
SCENARIO = """
talksim: 1
name: A webinar with a lobby
given:
  users: [alice, sam, bob]
  rooms:
    webinar: {type: public, owner: alice, users: [sam, bob]}
steps:
  - alice: set lobby webinar "non moderators" timer="1 h"
  - bob: join room webinar
  - bob: join call webinar
    refused: lobby passed
  - alice: promote webinar sam
  - sam: join room webinar
  - sam: join call webinar
  - wait: 2 h
  - bob: join call webinar
"""
scenario = load_text(SCENARIO)[0]
by_hand = run(scenario, trace=True)
by_hand

# %% [markdown]
# The stepper walks it: arrow keys in the list of steps, the buttons, and what each person may do at that point.

# %%
stepper(scenario)

# %% [markdown]
# ## By policy: every new room begins with a lobby

# %%
lobby_by_default = load_policy("../policies/lobby-by-default.yaml")
talk = Talk(policy=lobby_by_default)
alice, bob = talk.user("alice"), talk.user("bob")
alice.create_room("webinar", type="public")
alice.add_participant("webinar", bob)
bob.join_room("webinar")
early = bob.join_call("webinar")
early

# %%
talk.wait("2 h")
late = bob.join_call("webinar")
late

# %% [markdown]
# **Decision.** Both: the default keeps the early out of rooms whose host forgot, but it never opens by itself. So hosts of
# webinars set the timer; whoever relies on the default alone leaves the audience in the lobby.

# %%
assert by_hand.status == "passed"
assert (early.status, late.status) == (412, 412)
