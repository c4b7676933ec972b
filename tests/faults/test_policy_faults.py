"""Every bad policy in `policies` is refused with exactly the faults written beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from talksim.policies import load_policy
from talksim.rules.lifecycle import LIFECYCLES
from talksim.rules.operation import OPERATIONS
from talksim.scenario.document.fault import Faults
from talksim.scenario.load import load

HERE = Path(__file__).parent / "policies"
FILES = sorted(path.name for path in HERE.glob("*.yaml"))


@pytest.mark.parametrize("name", FILES)
def test_faults_are_said_where_they_are(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    with pytest.raises(Faults) as caught:
        load_policy(name)
    assert str(caught.value) + "\n" == Path(name).with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_a_bad_policy_leaves_the_rules_as_they_are(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    before = [(operation.steps, operation.effect) for operation in OPERATIONS.values()]
    tables = [lifecycle.table for lifecycle in LIFECYCLES.values()]
    with pytest.raises(Faults):
        load_policy(name)
    after = [(operation.steps, operation.effect) for operation in OPERATIONS.values()]
    assert all(a is c and b is d for (a, b), (c, d) in zip(before, after, strict=True))
    assert all(one is other.table for one, other in zip(tables, LIFECYCLES.values(), strict=True))


def test_there_are_many() -> None:
    assert len(FILES) >= 15
    assert {path.stem for path in HERE.glob("*.txt")} == {name.removesuffix(".yaml") for name in FILES}


def test_a_policy_is_no_scenario(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text("talksim: 1\npolicy: Some\n", encoding="utf-8")
    with pytest.raises(Faults, match="this is a policy"):
        load(file)
