"""Policy files: what would be otherwise on a server, in YAML, for every command and for `Talk(policy=…)`."""

from __future__ import annotations

from talksim.policies.load import load_policy, load_policy_text

__all__ = ["load_policy", "load_policy_text"]
