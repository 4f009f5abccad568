"""The processes of the local engines: found, started, kept an eye on, ended."""
