"""Evidence files on their way in: checked, kept by hash, linked into the tree that is read."""
