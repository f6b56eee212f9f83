"""``python -m index.training``: the commands that make and measure the shipped model."""

from index.training.cli import app

if __name__ == "__main__":
    app()
