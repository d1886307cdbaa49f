"""One verb per module; collaborators are arguments, named by need in `ports`."""
