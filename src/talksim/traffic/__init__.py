"""Recorded traffic of a real server, played on the model and compared answer by answer.

No rule of Talk is decided here: requests go through the operations table's own endpoints, and what comes
back is set beside what the real server said.
"""
