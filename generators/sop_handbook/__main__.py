"""`python -m sop_handbook` does what `sop` does."""

from sop_handbook.cli import main

if __name__ == "__main__":
    main()
