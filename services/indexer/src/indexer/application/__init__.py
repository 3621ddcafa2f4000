"""What the service does, beneath its handlers and routes, and the ports through which it does it."""
