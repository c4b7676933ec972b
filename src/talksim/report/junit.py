"""Results as JUnit XML: a suite per file, a case per scenario."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from xml.etree import ElementTree as ET

from talksim.report.results import Results, held
from talksim.report.text import failure_text, passed_unexpectedly
from talksim.scenario.document.fault import Faults
from talksim.scenario.report import Report

__all__ = ["render"]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, even escaped."""


def render(results: Results) -> str:
    """The document, with a declaration; characters XML has no room for are shown as escapes."""
    root = ET.Element("testsuites", name="talksim", time=_seconds(results.seconds))
    _count(root, len(results.reports) + len(results.errors), results.failed, len(results.errors))
    for path, reports in groupby(results.reports, key=lambda report: report.path):
        root.append(_suite(path, list(reports)))
    for faults in results.errors:
        root.append(_unreadable(faults))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(path: str, reports: list[Report]) -> ET.Element:
    seconds = sum(report.seconds for report in reports)
    suite = ET.Element("testsuite", name=_clean(path), time=_seconds(seconds))
    _count(suite, len(reports), sum(not held(report) for report in reports), 0)
    suite.set("skipped", str(_skipped(reports)))
    suite.extend(_case(report) for report in reports)
    return suite


def _case(report: Report) -> ET.Element:
    case = ET.Element(
        "testcase",
        classname=_clean(report.path),
        name=_clean(report.name),
        file=_clean(report.path),
        line=str(report.line),
        time=_seconds(report.seconds),
    )
    if report.status == "xfailed":
        ET.SubElement(case, "skipped", message="fails, as the file says")
    elif report.failure is None:
        if not held(report):
            _tell(case, "failure", "passed, marked as xfail", passed_unexpectedly(report))
    else:
        failure = report.failure
        message = f"{failure.step}: expected {failure.expected}, got {failure.got}"
        _tell(case, "failure", message, failure_text(failure))
    return case


def _unreadable(faults: Faults) -> ET.Element:
    path = _clean(faults.faults[0].path)
    suite = ET.Element("testsuite", name=path, time=_seconds(0))
    _count(suite, 1, 0, 1)
    case = ET.SubElement(suite, "testcase", classname=path, name="the file", file=path, time=_seconds(0))
    _tell(case, "error", faults.faults[0].message, str(faults))
    return suite


def _tell(case: ET.Element, kind: str, message: str, text: str) -> None:
    ET.SubElement(case, kind, message=_clean(message), type=kind).text = _clean(text)


def _count(element: ET.Element, tests: int, failures: int, errors: int) -> None:
    for name, count in (("tests", tests), ("failures", failures), ("errors", errors)):
        element.set(name, str(count))


def _skipped(reports: Iterable[Report]) -> int:
    return sum(report.status == "xfailed" for report in reports)


def _seconds(seconds: float) -> str:
    return f"{seconds:.6f}"


def _clean(text: str) -> str:
    return _NOT_XML.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
