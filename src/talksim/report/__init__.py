"""Results for people and machines: one module per format, each with a `render(results) -> str`."""
