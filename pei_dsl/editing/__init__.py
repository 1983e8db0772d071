"""Language services: what an editor asks of a workspace, answered by pure functions; no protocol is known."""
