"""The machinery of PyTorch by Example; docs/en/contributing/architecture.md is its map."""
