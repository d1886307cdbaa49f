"""The rules of the product: plain Python, no AWS, no HTTP, no clock."""
