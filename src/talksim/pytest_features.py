"""Feature files as test files, where the ini switch `talksim_features` is on: a test for each scenario."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from talksim.gherkin.convert import Converted

__all__ = ["FeatureFailed", "FeatureFile", "FeatureItem"]


class FeatureFailed(AssertionError):  # noqa: N818  it is no error of anybody's program
    """A scenario of a feature failed, or is undefined; the message is the whole explanation."""


class FeatureFile(pytest.File):
    """A feature file."""

    def collect(self) -> Iterable[FeatureItem]:
        """An item for each scenario; a bad file is an error with its faults, and no traceback."""
        from talksim.errors import TalksimError  # noqa: PLC0415
        from talksim.gherkin.convert import converted  # noqa: PLC0415
        from talksim.gherkin.parse import read_feature  # noqa: PLC0415
        from talksim.scenario.document.fault import Faults  # noqa: PLC0415

        try:
            cases = converted(read_feature(os.path.relpath(self.path)))
        except (Faults, TalksimError) as error:
            raise self.CollectError(str(error)) from None
        taken: dict[str, int] = {}
        for case in cases:
            name = case.case.name
            taken[name] = taken.get(name, 0) + 1
            number = f" [{taken[name]}]" if taken[name] > 1 else ""
            yield FeatureItem.from_parent(self, name=f"{name}{number}", case=case)


class FeatureItem(pytest.Item):
    """One scenario of a feature."""

    def __init__(self, *, case: Converted, **options: Any) -> None:
        super().__init__(**options)
        self.case = case

    def runtest(self) -> None:
        """Play the scenario."""
        from talksim.gherkin.judge import judge  # noqa: PLC0415
        from talksim.report.text import failure_text  # noqa: PLC0415

        found = judge(self.case)
        if found.status == "undefined":
            raise FeatureFailed("\n".join(["steps without a pattern:", *found.undefined]))
        if found.failure is not None:
            raise FeatureFailed(failure_text(found.failure))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any, **options: Any) -> Any:
        """The explanation of what failed; a traceback only if talksim itself is at fault."""
        if isinstance(excinfo.value, FeatureFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, *args, **options)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the scenario begins."""
        return self.path, self.case.case.line - 1, self.name
