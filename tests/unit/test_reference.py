from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from talksim.cli import main
from talksim.constants import GROUPS
from talksim.errors import UsageError
from talksim.fixes import FIXES
from talksim.invariants import INVARIANTS
from talksim.model.settings import MEANINGS
from talksim.reference import Judges, confirm, differing, pages, write
from talksim.reference.markdown import source_of, summary_of, table, text_of
from talksim.rules.lifecycle import LIFECYCLES
from talksim.rules.operation import OPERATIONS
from talksim.rules.stage import RULES
from talksim.rules.view import VIEWS
from talksim.setup import known_settings

ROOT = Path(__file__).parents[2]


def test_the_pages_are_in_step() -> None:
    assert differing(ROOT / "docs" / "reference" / "rules") == [], "write them again: talksim reference"


def test_everything_has_its_place() -> None:
    made = pages()
    for operation in OPERATIONS.values():
        assert f"## {operation.phrase}\n" in made[f"operations/{operation.chapter}.md"]
    assert [id for id in RULES if f"| `{id}` |" not in made["stages.md"]] == []
    assert [name for name in LIFECYCLES if f"## {name}\n" not in made["lifecycles.md"]] == []
    assert [name for name in (*INVARIANTS, *FIXES) if f"| {name} |" not in made["invariants.md"]] == []
    assert [id for id in VIEWS if f"| `{id}` |" not in made["views.md"]] == []
    assert [name for name in known_settings() if f"| `{name}` |" not in made["settings.md"]] == []
    words = [member.word for group in GROUPS for member in group.members()]
    assert [word for word in words if f"| {word} |" not in made["vocabulary.md"]] == []


def test_every_setting_says_what_it_means() -> None:
    assert MEANINGS.keys() == known_settings().keys()
    assert all(f"| {meaning} |" in pages()["settings.md"] for meaning in MEANINGS.values())


def test_stages_stand_in_their_order() -> None:
    section = pages()["operations/lobby.md"].partition("## set lobby\n")[2].partition("\n## ")[0]
    operation = OPERATIONS["set_lobby"]
    places = [section.index(f"{n}. `{stage.id}`") for n, stage in enumerate(operation.stages, 1)]
    assert places == sorted(places)
    assert "`PUT /api/v4/room/{token}/webinar/lobby`" in section
    assert "source: conversation 3.3" in section
    assert "| `state` | `state` | lobby state |  |" in section


def test_every_rule_names_its_source() -> None:
    rows = [line.split(" | ") for line in pages()["stages.md"].splitlines() if line.startswith("| `")]
    assert len(rows) == len(RULES)
    assert [row[0] for row in rows if not row[-1].strip(" |")] == []


def test_pages_are_written_and_cleared_away(tmp_path: Path) -> None:
    assert set(write(tmp_path)) == pages().keys()
    assert write(tmp_path) == differing(tmp_path) == []
    (tmp_path / "stages.md").write_text("changed")
    (tmp_path / "operations" / "gone.md").write_text("of a chapter that is no more")
    (tmp_path / "README.md").unlink()
    assert differing(tmp_path) == ["README.md", "operations/gone.md", "stages.md"]
    assert write(tmp_path) == ["README.md", "operations/gone.md", "stages.md"]
    assert not (tmp_path / "operations" / "gone.md").exists()


def test_the_command(tmp_path: Path) -> None:
    folder = str(tmp_path / "reference")
    assert CliRunner().invoke(main, ["reference", folder, "--check"]).exit_code == 1
    assert "README.md\n" in CliRunner().invoke(main, ["reference", folder]).stdout
    result = CliRunner().invoke(main, ["reference", folder, "--check"])
    assert (result.exit_code, result.stdout) == (0, "")
    assert CliRunner().invoke(main, ["reference", folder, "--judge", "traces"]).exit_code == 2


def test_a_judge_confirms_what_it_saw_and_agreed_on(tmp_path: Path) -> None:
    confirm("recordings", [str(ROOT / "tests" / "conformance" / "small.jsonl")], tmp_path)
    data = json.loads((tmp_path / "judges.json").read_text())
    assert data["recordings"]["answers"]
    judges = Judges.read(tmp_path)
    (operation, status), names = next(iter(judges.answers.items()))
    assert status in data["recordings"]["answers"][operation]
    assert names == ("recordings",)
    assert any("seen in recordings" in text for text in pages(judges).values())
    assert not any("seen in" in text for text in pages().values())


def test_two_judges(tmp_path: Path) -> None:
    said = {"refusals": {"lobby.set_lobby": ["gate.moderator"]}, "answers": {}}
    (tmp_path / "judges.json").write_text(json.dumps({"traces": said, "features": said}))
    text = pages(Judges.read(tmp_path))["operations/lobby.md"]
    assert "`gate.moderator` (guard 403, seen in features and traces)" in text
    (tmp_path / "judges.json").write_text("[]")
    with pytest.raises(UsageError, match=r"judges\.json"):
        Judges.read(tmp_path)


@pytest.mark.parametrize(
    ("doc", "source", "text"),
    [
        ("Sets it (spec: conversation 3.3).", "conversation 3.3", "Sets it."),
        ("Sets\nit (spec: chat 1.1,\n  1.2).", "chat 1.1, 1.2", "Sets it."),
        ("Sets it.\n\nspec: participant 3.2, 6.1; chat 1.\n", "participant 3.2, 6.1; chat 1", "Sets it."),
        ("One (spec: chat 1).\n\nTwo (spec: chat 2).", "chat 1; chat 2", "One.\n\nTwo."),
        ("No source.", "", "No source."),
    ],
)
def test_sources_are_told_from_text(doc: str, source: str, text: str) -> None:
    assert source_of(doc) == source
    assert text_of(doc) == text
    assert summary_of(doc) == text.partition("\n\n")[0]


def test_tables_keep_bars_in_their_cells() -> None:
    assert table(["a"], [["b|c"]]) == "| a |\n| --- |\n| b\\|c |"
    assert table(["a"], []) == ""
