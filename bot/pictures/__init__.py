"""Pictures: weeks, months and figures as PNG, drawn off the event loop."""
