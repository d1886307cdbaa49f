"""What runs in a process of its own, on the functions' interpreter, and tells what it found as JSON."""
