"""Documents as one HTML file that needs nothing else: its style, its charts and its search stand in it."""
