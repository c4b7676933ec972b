# %% [markdown]
# # Lobby and webinar policy
#
# A webinar begins at nine. Guests who are early must wait, the speaker must not, and nobody should have to remember to open the door. Should every
# new room begin with a lobby, or is it enough that hosts set a timer?

# %%
import pandas as pd

import talksim
from talksim import Talk
from talksim.notebook.stepper import stepper
from talksim.scenario.load import load_text

lobby_by_default = talksim.load_policy("../policies/lobby-by-default.yaml")

# %% [markdown]
# ## Four ways to set it up
#
# The same half hour under each of them. Once it is set up, nobody touches the lobby again.


# %%
def webinar(policy, timer):
    """What the speaker and a guest are answered who enter the call at 8:30, and the guest once more at 9:01."""
    talk = Talk(policy=policy)
    host, speaker, guest = talk.user("host"), talk.user("speaker"), talk.guest("guest")
    host.create_room("webinar", type="public")
    host.add_participant("webinar", speaker)
    host.promote("webinar", speaker)
    if timer:
        host.set_lobby("webinar", "non moderators", timer="30 min")
    for person in (speaker, guest):
        person.join_room("webinar")
    early = speaker.join_call("webinar"), guest.join_call("webinar")
    talk.wait("31 min")
    guest.join_room("webinar")
    return *early, guest.join_call("webinar")


ways = {
    (default, timer): webinar(lobby_by_default if default == "on" else None, timer)
    for default in ("off", "on")
    for timer in (False, True)
}
pd.DataFrame(
    [
        (default, "30 min" if timer else "none", *("in" if one.ok else "waits" for one in answers))
        for (default, timer), answers in ways.items()
    ],
    columns=["lobby by default", "timer", "speaker 8:30", "guest 8:30", "guest 9:01"],
)

# %% [markdown]
# With the default alone the guest waits at nine as well. Which rule says so, and who could help:

# %%
stuck = ways["on", False][-1]
stuck

# %%
pd.DataFrame([" → ".join(steps) for steps in stuck.why.help], columns=["would help"])

# %% [markdown]
# ## A speaker need not be a moderator
#
# A moderator passes the lobby, and so does who has the permission "ignore lobby". What else comes with each?

# %%
talk = Talk()
host, promoted, permitted = (talk.user(name) for name in ("host", "promoted", "permitted"))
host.create_room("webinar", type="public")
for person in (promoted, permitted):
    host.add_participant("webinar", person)
    person.join_room("webinar")
host.set_lobby("webinar", "non moderators", timer="30 min")
host.promote("webinar", promoted)
host.set_permissions("webinar", permitted, "ignore lobby", method="add")
talk.matrix([promoted, permitted], "webinar", ["join call", "set lobby", "remove attendee", "set password"])

# %% [markdown]
# ## The last minute as a scenario
#
# The timeline shows who is where: a guest who is refused in the lobby, a speaker who passes it, and the lobby that opens by itself.

# %%
[scenario] = load_text("""
talksim: 1
name: A webinar with a lobby
given:
  users: [host, speaker]
  guests: [guest]
  rooms:
    webinar: {type: public, owner: host, users: [speaker]}
steps:
  - host: set lobby webinar "non moderators" timer="30 min"
  - host: set permissions webinar speaker "ignore lobby" method=add
  - wait: 29 min 50 s
  - speaker: join room webinar
  - speaker: join call webinar
  - guest: join room webinar
  - guest: join call webinar
    refused: lobby passed
  - wait: 15 s
  - guest: join call webinar
""")
scenario

# %% [markdown]
# The stepper walks it: arrow keys in the list of steps, the buttons, and what each person may do at that point.

# %%
stepper(scenario)

# %% [markdown]
# **Decision.** No lobby by default. With a timer it changes nothing, and without one it leaves the audience outside at nine, which is worse than guests
# who are early. What the handbook for hosts says instead: set the lobby *with its timer*, and give speakers "ignore lobby" rather than a
# moderator's rights.

# %%
assert {way: [one.status for one in answers] for way, answers in ways.items()} == {
    ("off", False): [200, 200, 200],
    ("off", True): [200, 412, 200],
    ("on", False): [200, 412, 412],
    ("on", True): [200, 412, 200],
}
assert talksim.run(scenario)
