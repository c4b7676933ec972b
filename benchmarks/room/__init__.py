"""A room small enough that every model checker can search it whole, declared with talksim's kernel.

Its people join and leave it and its call, moderators close the lobby, lock, record, promote and demote. The
same rules stand here for Spin (`promela`) and as a plain function of tuples (`tuples`), so that the times of
searches, their counts and their steps can be compared.
"""
