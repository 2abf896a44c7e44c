"""What people can do: each function asks, decides, saves and tells, inside one transaction."""
