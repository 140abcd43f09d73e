"""`python -m claimcheck`, and the console script."""


def main() -> None:
    from claimcheck.cli.app import app

    app(prog_name="claimcheck")


if __name__ == "__main__":
    main()
