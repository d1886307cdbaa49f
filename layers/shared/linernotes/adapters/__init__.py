"""What the use cases talk to, one technology a module."""
