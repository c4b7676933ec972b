# %% [markdown]
# # Feature files
#
# A help desk wrote down what it relies on as a feature file, in the sentences of Talk's own integration tests. Do the rules agree? Who
# has a checkout of Talk names its folder in `TALK_FEATURES` (`tests/integration/features`), and all of its files are judged.

# %%
import os
from pathlib import Path

import pandas as pd

from talksim.gherkin.convert import as_yaml, converted
from talksim.gherkin.judge import judge_file
from talksim.gherkin.parse import read_feature

place = Path(os.environ.get("TALK_FEATURES", "our-own.feature"))
files = sorted(place.rglob("*.feature")) if place.is_dir() else [place]
verdicts = [verdict for file in files for verdict in judge_file(file)]

# %%
table = pd.DataFrame(
    [(Path(one.path).name, one.line, one.name, one.status, one.cause) for one in verdicts],
    columns=["file", "line", "scenario", "verdict", "cause"],
)
table.groupby(["file", "verdict"]).size().unstack(fill_value=0)

# %% [markdown]
# What did not pass, and where:

# %%
table.query("verdict != 'passed'")

# %% [markdown]
# A scenario of a feature is an ordinary scenario: here as the file that `talksim convert` writes, to be changed and kept.

# %%
print(as_yaml(converted(read_feature("our-own.feature"))[0]))

# %% [markdown]
# **Decision.** The help desk relies on something that Talk refuses: visitors cannot open the lobby. Either a colleague is always at the
# desk as a moderator, or the room has no lobby. The sentence goes out of the agreement, before somebody waits at a shut door.

# %%
own = [one.status for one in judge_file("our-own.feature")]
assert own == ["passed", "failed"]
