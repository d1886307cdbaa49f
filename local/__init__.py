"""The local stack: the real template on MiniStack, and a simulated Soundcharts."""
