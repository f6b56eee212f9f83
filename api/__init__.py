"""The doors: command line, HTTP, chat page, document page, settings."""
