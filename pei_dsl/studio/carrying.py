"""Messages of a session as they travel: JSON, whoever carries it; a fault of the program ends nothing."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from pei_dsl.host_log import LOG
from pei_dsl.studio.messages import Message
from pei_dsl.studio.said import say
from pei_dsl.studio.session import Session
from pei_dsl.workspace.latest import SupersededError


def answers(session: Session, messages: Sequence[Message]) -> Iterator[str]:
    """Yield the answers of a session as they travel, each once it is there: texts before their figures."""
    return _told(session, lambda: session.receive(messages))


def rested(session: Session) -> list[str] | None:
    """Return what a session tells when no message waits; None where it was interrupted."""
    try:
        return [*_told(session, session.rest)]
    except SupersededError:
        return None


def _told(session: Session, ask: Callable[[], Iterable[Message]]) -> Iterator[str]:
    """Yield what a session tells; a fault of the program is told, since nobody's text may be lost to it."""
    try:
        for each in ask():
            yield json.dumps(each, ensure_ascii=False)
    except SupersededError:
        raise
    except Exception as error:  # noqa: BLE001  (the outermost place)
        LOG.error("%s", "".join(traceback.format_exception(error)))
        told = say("failed", session.language, error=f"{type(error).__name__}: {error}")
        yield json.dumps({"type": "refused", "key": "failed", "message": told}, ensure_ascii=False)


def answering(folder: str) -> Callable[[str], str]:
    """Return what answers a page that has `folder` in its own memory; "" asks for the rest."""
    session = Session([], Path(folder), in_page=True)
    return lambda messages: json.dumps(
        [*answers(session, json.loads(messages))] if messages else rested(session) or []
    )
