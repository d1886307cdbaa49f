"""HTTP to addresses that strangers name: which are allowed, and how they are asked."""
