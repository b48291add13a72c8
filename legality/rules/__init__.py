"""Rules are pure functions: facts and a date in, findings out."""
