"""What follows from events: system messages, notifications, requests to other servers."""

LISTENERS: dict = {}
