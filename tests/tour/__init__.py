"""The tours of the README, run as they stand there."""
