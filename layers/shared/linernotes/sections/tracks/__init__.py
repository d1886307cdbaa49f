"""What artists' tracks did on charts (contract 5)."""
