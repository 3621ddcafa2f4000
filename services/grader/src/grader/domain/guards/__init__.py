"""What is no answer, and what a person should look at."""
