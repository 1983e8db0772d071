"""
The studio: a plan is written, and what comes out of it stands beside.

A session is messages in, messages out; who carries them, a WebSocket or a worker of the browser, is no part
of it.  What the page shows is rendered here, by the renderers of the report.
"""
