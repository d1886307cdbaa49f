"""The page's files, and the pictures of artists it shows."""
