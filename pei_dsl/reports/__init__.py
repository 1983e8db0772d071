"""The reports that an office hands in: what stands in each section, as documents without layout."""
