"""What `make` runs: set-up (standard library only), the test run, the refresh."""
