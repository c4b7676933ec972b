"""Reading YAML: values, positions, refusals, and how faults are shown."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from talksim.scenario.document import source
from talksim.scenario.document.fault import Collector, Fault, Faults, did_you_mean, one_of, render
from talksim.scenario.document.source import Document, Position, read, read_file

WEBINAR = """\
talksim: 1
name: "Webinar é 😀"
given:
  users: [alice, bób, carol]
  text: |
    two
    lines
steps:
  - alice: create room webinar
    with: {type: public, "größe": 2}
  - wait: 6 h
"""


def trees(characters: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    keys = st.text(characters, max_size=20).filter(lambda key: key != "<<")
    return st.recursive(
        st.text(characters) | st.integers() | st.booleans() | st.none(),
        lambda inner: st.lists(inner) | st.dictionaries(keys, inner),
        max_leaves=20,
    )


values = trees(st.characters(exclude_categories=["Cs"]))
json_values = trees(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF))
"""What JSON writes with one escape a character; YAML has no pairs of surrogates."""


def faults(text: str) -> list[Fault]:
    with pytest.raises(Faults) as caught:
        read(text, "x.yaml")
    return caught.value.faults


@given(values, st.sampled_from([None, False, True]))
def test_reads_what_pyyaml_writes(value: Any, flow: bool | None) -> None:
    text = yaml.safe_dump({"v": value}, default_flow_style=flow, default_style=None, allow_unicode=True)
    assert read(text, "x").value == yaml.load(text, Loader=yaml.CSafeLoader)


@given(json_values)
def test_reads_json(value: Any) -> None:
    text = json.dumps({"v": value})
    assert read(text, "x").value == json.loads(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("true", True), ("false", False), ("null", None), ("~", None), ("0", 0), ("-12", -12), ("45", 45)],
        *[("1.5", 1.5), ("-0.25", -0.25), ("'1'", "1"), ('"true"', "true"), ("''", "")],
    ],
)
def test_plain_scalars_are_resolved(text: str, value: object) -> None:
    for found in (read(f"[{text}]", "x").value[0], read(f"a: {text}", "x").value["a"], read(text, "x").value):
        assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "text",
    [
        *["off", "no", "yes", "on", "012", "12:30", "1_000", "0x10", "1e3", ".inf", "2024-01-01", "True"],
        *["NULL", "1.", ".5", "+1", "00", "t", "n", "-x", "１"],
    ],
)
def test_all_else_stays_as_written(text: str) -> None:
    assert read(f"a: {text}", "x").value == {"a": text}


def test_keys_stay_as_written() -> None:
    assert read("1: a\n012: b\nno: c\nnull: d", "x").value == {"1": "a", "012": "b", "no": "c", "null": "d"}


def test_empty_values_and_aliases() -> None:
    assert read("a:\nb: &x [1]\nc: *x", "x").value == {"a": None, "b": [1], "c": [1]}


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), (1, 1), (1, 1)),
        (("name",), (2, 1), (2, 7)),
        (("given", "users"), (4, 3), (4, 10)),
        (("given", "users", 1), (4, 18), (4, 18)),
        (("given", "users", 2), (4, 23), (4, 23)),
        (("given", "text"), (5, 3), (5, 9)),
        (("steps",), (8, 1), (9, 3)),
        (("steps", 0), (9, 5), (9, 5)),
        (("steps", 0, "with", "größe"), (10, 26), (10, 35)),
        (("steps", 1, "wait"), (11, 5), (11, 11)),
        (("steps", 1, "missing", 3), (11, 5), (11, 5)),
        (("steps", 9), (8, 1), (9, 3)),
        (("steps", -1), (8, 1), (9, 3)),
    ],
)
def test_positions(path: Any, key: Any, value: Any) -> None:
    document = read(WEBINAR, "x")
    assert (document.key_position(path), document.position(path)) == (key, value)


def test_lines_of_items() -> None:
    document = read(WEBINAR, "x")
    assert document.lines(("steps",)) == [9, 11]
    assert document.lines(("given",)) == document.lines(("name",)) == []


def walk(value: Any, path: tuple[str | int, ...] = ()) -> Any:
    yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield from walk(inner, (*path, name))


@given(json_values)
def test_every_position_points_at_its_value(value: Any) -> None:
    text = json.dumps({"v": value}, ensure_ascii=True)
    document = read(text, "x")
    for path, inner in walk(document.value):
        line, column = document.position(path)
        assert line == 1
        assert text[column - 1 :].startswith(json.dumps(inner))
        if path and isinstance(path[-1], str):
            assert text[document.key_position(path).column - 1 :].startswith(json.dumps(path[-1]) + ": ")


BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
CHAIN = "- &a0 [x]\n" + "".join(f"- &a{n} [*a{n - 1}]\n" for n in range(1, 80))


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("a: 1\nb: 2\na: 3", "yaml-duplicate-key", (3, 1)),
        ("{a: 1, 'a': 2}", "yaml-duplicate-key", (1, 8)),
        ("a: !!python/object:os.system x", "yaml-tag", (1, 4)),
        ("- !foo {a: 1}", "yaml-tag", (1, 3)),
        ("- !foo [a]", "yaml-tag", (1, 3)),
        ("a: !!str 1", "yaml-tag", (1, 4)),
        ("a: ! 1", "yaml-tag", (1, 4)),
        ("!!str a: 1", "yaml-tag", (1, 1)),
        ("a: &x [1, *x]", "yaml-alias-loop", (1, 4)),
        ("a: &x {b: *x}", "yaml-alias-loop", (1, 4)),
        ("a: *x", "yaml-alias-unknown", (1, 4)),
        ("- &x 1\n- &x 2", "yaml-duplicate-anchor", (2, 3)),
        (BOMB, "yaml-too-large", None),
        (CHAIN, "yaml-too-deep", None),
        ("[" * 65 + "]" * 65, "yaml-too-deep", (1, 65)),
        ("[" * 200_000, "yaml-too-deep", None),
        ("- " * 200_000, "yaml-too-deep", None),
        ("? " * 200_000, "yaml-too-deep", None),
        ("{a: " * 200_000, "yaml-too-deep", None),
        ("a: &x {b: 1}\nc:\n  <<: *x", "yaml-merge-key", (3, 3)),
        ("[a, b]: 1", "yaml-complex-key", (1, 1)),
        ("? {a: 1}\n: 1", "yaml-complex-key", (1, 3)),
        ("a: 1\n---\nb: 2", "yaml-several-documents", (2, 1)),
        ("", "yaml-empty", (1, 1)),
        ("# nothing\n", "yaml-empty", (1, 1)),
        ("---\n", "yaml-empty", (1, 1)),
        ("a:\n\tb: 1", "yaml-syntax", (2, 1)),
        ("a: b: c", "yaml-syntax", (1, 5)),
        ("a:\n  [b", "yaml-syntax", (2, 3)),
        ("a: é\nb: é\x07", "yaml-character", (2, 5)),
        ("a: é\nb: \ud800", "yaml-character", (2, 4)),
        ("a: " + "9" * 5000, "yaml-number", (1, 4)),
        ("a: " + "9" * 500 + ".0", "yaml-number", (1, 4)),
    ],
)
def test_refusals(text: str, code: str, at: tuple[int, int] | None) -> None:
    (fault,) = faults(text)
    assert fault.code == code
    assert at is None or fault.position == at


def test_a_duplicate_key_names_the_first() -> None:
    assert faults("a: 1\nb: 2\na: 3")[0].hint == "first in line 1"


def test_all_faults_come_at_once_and_in_order() -> None:
    found = faults("a: !x 1\na: !y 2\nb: {<<: 1}\n? [z]\n: !z 1")
    assert [(fault.line, fault.code) for fault in found] == [
        *[(1, "yaml-tag"), (2, "yaml-duplicate-key"), (2, "yaml-tag"), (3, "yaml-merge-key")],
        *[(4, "yaml-complex-key"), (5, "yaml-tag")],
    ]


def test_the_faults_are_bounded() -> None:
    assert len(faults("a: 1\n" * 20_000)) == 100


def test_as_much_as_allowed_is_read() -> None:
    assert read("[" * 64 + "]" * 64, "x").value
    assert len(read("- a\n" * 100_000, "x").value) == 100_000
    assert faults("- a\n" * 100_001)[0].code == "yaml-too-large"


@settings(max_examples=300)
@given(st.text() | st.text("[]{}&*!ab:-?,\n\t '\"|>#%@<1.~\x85\u2028"))
def test_any_text_gives_a_document_or_faults(text: str) -> None:
    check_total(text)


@settings(max_examples=300)
@given(st.data())
def test_a_mutated_file_gives_a_document_or_faults(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(WEBINAR)))
    end = data.draw(st.integers(start, min(start + 9, len(WEBINAR))))
    check_total(WEBINAR[:start] + data.draw(st.text(max_size=3)) + WEBINAR[end:])


def check_total(text: str) -> None:
    try:
        assert isinstance(read(text, "x.yaml"), Document)
        return
    except Faults as caught:
        found = caught
    assert found.faults
    assert all(line.isprintable() for line in str(found).split("\n"))


@given(st.binary())
def test_any_bytes_give_a_document_or_faults(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(data)
    with suppress(Faults):
        assert isinstance(read_file(file), Document)


def test_files(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    document = read_file(file)
    assert (document.value, document.path) == ({"a": 1, "b": 2}, str(file))
    assert document.position(("b",)) == Position(2, 4)
    file.write_bytes("é: 1\né: \udcff".encode(errors="surrogateescape"))
    for path, code in [
        (file, "file-encoding"),
        (tmp_path, "file-unreadable"),
        (tmp_path / "b", "file-unreadable"),
    ]:
        with pytest.raises(Faults) as caught:
            read_file(path)
        assert caught.value.faults[0].code == code
    with pytest.raises(Faults, match=r"2:4  byte 0xff is not UTF-8"):
        read_file(file)
    with pytest.raises(Faults, match="no such file"):
        read_file(tmp_path / "b")


def test_a_fault_is_shown_with_its_line() -> None:
    states = ["no lobby", "non moderators"]
    hint = one_of("moderators only", states, ["no lobby (0)", "non moderators (1)"])
    fault = Fault("webinar.yaml", 9, 12, 'unknown lobby state "moderators only"', hint)
    assert render(fault, "\n" * 8 + "    state: moderators only\n") == (
        'webinar.yaml:9:12  unknown lobby state "moderators only"\n'
        "    9 |     state: moderators only\n"
        '      |            ^ one of: no lobby (0), non moderators (1). Did you mean "non moderators"?'
    )


def test_the_caret_stands_under_its_text() -> None:
    text = "\n" * 11 + "日本: \x1b\u202eab\n"
    shown = render(Fault("x\n", 12, 7, "\x1b", length=2), text).split("\n")
    assert shown == ["x\\n:12:7  \\x1b", "    12 | 日本: \\x1b\\u202eab", "       | " + " " * 16 + "^^"]


def test_long_lines_are_cut_around_the_fault() -> None:
    text = "a" * 5000 + "b" + "c" * 5000
    _, line, caret = render(Fault("x", 1, 5001, "long"), text).split("\n")
    assert len(line) < 120
    assert line[caret.index("^")] == "b"
    assert "…" in line[:10]
    assert line.endswith("…")


def test_a_fault_without_a_line_shows_its_hint() -> None:
    assert render(Fault("x", 3, 1, "gone", "look"), "") == "x:3:1  gone\n    look"
    assert render(Fault("x", 3, 1, "gone"), "a") == "x:3:1  gone"


def test_the_collector_raises_all_ordered() -> None:
    collector = Collector(read(WEBINAR, "w.yaml"))
    collector.raise_if_any()
    collector.add(("steps", 1, "wait"), "late", at="value")
    collector.add(("given", "users"), "early", at="key", hint="h", code="c", length=5)
    with pytest.raises(Faults) as caught:
        collector.raise_if_any()
    assert caught.value.faults == [
        Fault("w.yaml", 4, 3, "early", "h", 5, "c"),
        Fault("w.yaml", 11, 11, "late"),
    ]


def test_did_you_mean() -> None:
    assert did_you_mean("Join kall", ["join call", "leave"]) == 'Did you mean "join call"?'
    assert did_you_mean("zzz", ["join call"]) == ""
    assert one_of("zzz", ["a", "b"]) == "one of: a, b"


def test_public_names_exist() -> None:
    assert all(hasattr(source, name) for name in source.__all__)
