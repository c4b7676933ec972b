"""Signatures of bots: over a random text and what is said (spec: chat 4.3)."""

from __future__ import annotations

__all__ = ["is_signed", "sign"]


def sign(secret: str, random: str, payload: str) -> str:
    """The hexadecimal HMAC-SHA256 over the random text and the payload."""
    import hmac  # noqa: PLC0415  only bots pay for it

    return hmac.new(secret.encode(), (random + payload).encode(), "sha256").hexdigest()


def is_signed(signature: str, secret: str, random: str, payload: str) -> bool:
    """Whether the signature, in letters of either case, was made with the secret."""
    import hmac  # noqa: PLC0415

    return hmac.compare_digest(signature.lower().encode(), sign(secret, random, payload).encode())
