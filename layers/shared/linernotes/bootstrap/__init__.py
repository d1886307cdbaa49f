"""What joins settings, stores and clients to use cases: one module per function, named as its folder.

A cold start imports only what its function uses. What every call of it needs is imported at the top of its
module, as AWS gives a function more processor while it starts; what only some calls need, on first use.
Everything is made on first use, then kept.
"""
