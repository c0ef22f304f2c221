"""Real servers for the tests, started on loopback and stopped by the test that needs them."""
