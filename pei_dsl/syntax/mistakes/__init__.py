"""What a planner did where a text cannot be read: one family of mistakes in each file, told by `explain`."""
