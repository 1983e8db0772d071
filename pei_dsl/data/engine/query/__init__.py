"""What is asked: from aggregates and periods to measures, and from those to the SQL of each stage."""
