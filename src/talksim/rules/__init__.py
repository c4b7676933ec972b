"""What a rule is: lifecycles, stages (guards among them), operations and views."""
