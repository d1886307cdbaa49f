"""What operates a stack, on AWS or the local one: rankings of charts, credentials."""
