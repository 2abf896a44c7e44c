"""The demo's page in a true browser: `make test-browser` installs what that needs."""
