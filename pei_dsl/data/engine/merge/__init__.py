"""What comes home: partial figures, put together to exact ones."""
