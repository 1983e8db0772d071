"""The property of exported workbooks that tells whether somebody has written into them."""

from __future__ import annotations

PROPERTY = "pei"
# What stands there until the digest of the finished cells does.
BLANK = "0" * 64
