"""What is true of a trainer's bookings, whatever the front end."""
