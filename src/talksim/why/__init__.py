"""Why a request was answered as it was: what its guards read, who wrote that, and what would help.

Nothing here is guessed. What a guard reads is watched, who wrote it is told from the worlds before and after
each step, and what would help was tried.
"""
