"""What `trainerbot` does at a terminal: one module a command."""
