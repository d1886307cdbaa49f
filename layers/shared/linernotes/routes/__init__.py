"""What the api function answers, by subject: each route parses, calls one use case and translates."""
