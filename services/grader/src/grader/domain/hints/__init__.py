"""What a learner may be told before and after a grade."""
