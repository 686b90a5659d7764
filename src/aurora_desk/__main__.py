"""`python -m aurora_desk`."""

from aurora_desk.app.main import run

if __name__ == "__main__":
    run()
