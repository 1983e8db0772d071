"""Messages of a session as they travel: JSON, whoever carries it; a fault of the program ends nothing."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from pei_dsl.host_log import LOG
from pei_dsl.studio.messages import Message
from pei_dsl.studio.said import say
from pei_dsl.studio.session import Session


def answered(session: Session, messages: Sequence[Message]) -> list[str]:
    """Return the answers of a session as they travel; a fault of the program is told, and ends nothing."""
    try:
        return [json.dumps(each, ensure_ascii=False) for each in session.receive(messages)]
    except Exception as error:  # noqa: BLE001  (what somebody wrote must not be lost to a fault of ours)
        LOG.error("%s", "".join(traceback.format_exception(error)))
        told = say("failed", session.language, error=f"{type(error).__name__}: {error}")
        return [json.dumps({"type": "refused", "key": "failed", "message": told}, ensure_ascii=False)]


def answering(folder: str) -> Callable[[str], str]:
    """Return what answers the messages of a page whose plans lie in `folder`: lists of JSON in and out."""
    session = Session([], Path(folder))
    return lambda messages: json.dumps(answered(session, json.loads(messages)))
