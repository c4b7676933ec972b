"""The pytest plugin: collects scenario files, one test for each scenario."""
