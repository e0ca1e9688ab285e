"""Where `sop` and `python -m sop_handbook` begin.

Every process that typesets loads this module anew, so it loads the rest only when it runs.
"""


def main() -> None:
    """Run the command line."""
    from sop_handbook.cli import main as run

    run()


if __name__ == "__main__":
    main()
