"""Lets ``python -m service.cli`` stand for ``onrecord``, where that is not installed."""

from service.cli.main import app

if __name__ == "__main__":
    app(prog_name="onrecord")
