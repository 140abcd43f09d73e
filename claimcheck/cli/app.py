"""The root of the command line, and the one place where errors become a line and an exit code.

Exit codes: 0 done; 2 wrong usage; 3 our own error; 4 found what `--fail-on` names; 130 interrupted. 1 is
left to Python, so that a bug never reads as a verdict.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from claimcheck import __version__
from claimcheck.cli.check import check
from claimcheck.cli.claims import claims
from claimcheck.cli.console import error
from claimcheck.cli.demo import demo
from claimcheck.cli.models import models
from claimcheck.cli.report import report_app
from claimcheck.cli.report_review import stale, stats, uses
from claimcheck.cli.review import review
from claimcheck.cli.store import store_app
from claimcheck.errors import ClaimcheckError, PartialFailure

OWN_ERROR = 3
INTERRUPTED = 130


class Boundary(TyperGroup):
    """Runs a command; whatever it raises is shown as `error: …` on stderr and ends with exit code 3."""

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except PartialFailure as e:
            for line in (*e.failures, str(e)):
                error(line)
        except ClaimcheckError as e:
            error(str(e))
        except (KeyboardInterrupt, typer.Abort):
            print("interrupted", file=sys.stderr)
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            # The reader of our output went away (`| head`): not an error, and nothing more can be said.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except Exception as e:
            if hasattr(e, "exit_code"):  # how Typer itself ends a command: `typer.Exit`, and its usage errors
                raise
            _unexpected(e)
        raise typer.Exit(OWN_ERROR)


def _unexpected(e: Exception) -> None:
    if os.environ.get("CLAIMCHECK_DEBUG"):
        raise e
    said = " ".join(str(e).split())[:200]
    error(
        f"unexpected {type(e).__name__}{': ' + said if said else ''}; "
        "please report it, with what CLAIMCHECK_DEBUG=1 shows"
    )


app = typer.Typer(
    cls=Boundary,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"claimcheck {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Check a news article against a newsroom's own references: numbers, quotes, attributions.

    Start with `claimcheck demo`; then put your wire copy, transcripts and releases on file with
    `claimcheck store add`, and check a draft with `claimcheck check`. Nothing leaves this machine.
    """


app.command("check")(check)
app.command("claims")(claims)
app.add_typer(store_app, name="store")
app.add_typer(report_app, name="report")
app.command("review")(review)
report_app.command()(stats)
report_app.command()(stale)
store_app.command()(uses)
app.command("models")(models)
app.command("demo")(demo)
