"""
Two plans, or one at two moments: what differs, and how much of each figure's movement every change explains.

The layer's promise: the parts of a movement are exact, no order of changes is preferred, and they add up to
the difference of the figures that were computed.
"""
