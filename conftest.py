"""Loads the plugin that makes tests of pages; everything else is in pyproject.toml."""

pytest_plugins = ["literate.pytest_plugin"]
