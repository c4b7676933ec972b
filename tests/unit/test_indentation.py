"""Indentation: what is proposed for a line that YAML refuses is what YAML takes."""

from __future__ import annotations

import pytest

from talksim.scenario.document.fault import Faults
from talksim.scenario.document.keys import ON_STEPS
from talksim.scenario.document.source import read
from talksim.scenario.reading.looks import SEE_KEYS
from talksim.scenario.reading.steps import ACT_KEYS

HEAD = "talksim: 1\nname: A scenario\nsteps:\n"
STEP = "  - bob: join call webinar\n"


def hint_of(text: str) -> str:
    with pytest.raises(Faults) as caught:
        read(text, "scenario.yaml")
    return caught.value.faults[0].hint


def test_the_keys_of_steps_are_known() -> None:
    assert set(ON_STEPS) == {*ACT_KEYS, *SEE_KEYS}


@pytest.mark.parametrize("column", [1, 2, 3, 5, 6, 7])
@pytest.mark.parametrize("key", ["refused: 404", "answers: 200", "with: {silent: true}", "as: hall"])
def test_a_key_belongs_below_its_step(key: str, column: int) -> None:
    text = HEAD + STEP + " " * column + key + "\n  - wait: 5 min\n"
    assert hint_of(text) == "it belongs to the step in line 4: indent it by 4"
    mended = read(text.replace("\n" + " " * column + key, "\n    " + key), "scenario.yaml")
    assert list(mended.value["steps"][0]) == ["bob", key.partition(":")[0]]


@pytest.mark.parametrize("column", [0, 1, 3, 4, 6])
def test_a_dash_belongs_below_the_other_dashes(column: int) -> None:
    text = HEAD + STEP + " " * column + "- wait: 5 min\n"
    assert hint_of(text) == "indent it by 2, as the dash in line 4"


@pytest.mark.parametrize(
    "text",
    [
        "  - alice: send message hall re: hello\n",
        "  - alice: create room hall\n    with: {type: public\n    answers: 201\n",
        '  - alice: "join room hall\n    refused: 404\n',
        "  - alice: join room hall\n    with: [a\n",
    ],
)
def test_what_is_no_question_of_indentation_is_not_told_so(text: str) -> None:
    assert "indent" not in hint_of(HEAD + text)
