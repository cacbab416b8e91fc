"""Pictures for the pages, drawn from tensors and modules by cells that are tagged remove-input."""
