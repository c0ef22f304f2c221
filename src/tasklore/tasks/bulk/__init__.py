"""Many changes in one request and one change set, with a result for each."""
