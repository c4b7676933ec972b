"""Notebooks: tables and pictures of what talksim gives (`displays`), and a widget for scenarios (`stepper`).

`displays` is loaded when the first value is shown; `stepper` needs the extra `notebook`.
"""
