"""`python -m ddbhelpers.cli` is `ddb`."""

from ddbhelpers.cli import main

if __name__ == "__main__":
    main()
