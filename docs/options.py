"""Writes the options of `claimcheck check` into the README, from the command itself.

python docs/options.py          write them
python docs/options.py --check  say whether they are up to date, with the exit code
"""

from __future__ import annotations

import inspect
import re
import sys
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

from typer.models import OptionInfo

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"(<!-- options: [^>]*-->\n).*?(<!-- end of options -->)", re.DOTALL)


def options() -> str:
    """One line an option, as a Markdown table. Example: `| `--top-k N` | How many passages … |`."""
    from claimcheck.cli.check import check

    rows = ["", "| option | what it does |", "|---|---|"]
    for name, annotated in get_type_hints(check, include_extras=True).items():
        kind, info = (*get_args(annotated), None, None)[:2]
        if isinstance(info, OptionInfo):
            rows.append(f"| {flags(name, kind, info)} | {described(info)} |")
    return "\n".join([*rows, "", ""])


def flags(name: str, kind: Any, info: OptionInfo) -> str:
    """Example: `--format, -f text|json`."""
    declared = [each for each in (info.default, *(info.param_decls or ())) if isinstance(each, str)]
    decls = declared or [f"--{name.replace('_', '-')}"]
    values = info.metavar or "\\|".join(each.value for each in choices(kind))
    return f"`{', '.join(decls)}{' ' + values if values else ''}`"


def choices(kind: Any) -> list[Any]:
    """The values that an option of this type takes, where they are an enumeration: `list[Kind] | None`."""
    if isinstance(kind, type) and issubclass(kind, Enum):
        return list(kind)
    return [each for part in get_args(kind) for each in choices(part)]


def described(info: OptionInfo) -> str:
    said = inspect.cleandoc(info.help or "")
    return f"{said} (default: {info.show_default})" if isinstance(info.show_default, str) else said


def with_options(readme: str) -> str:
    return BLOCK.sub(lambda found: found[1] + options() + found[2], readme)


def main() -> int:
    before = README.read_text(encoding="utf-8")
    after = with_options(before)
    if "--check" in sys.argv[1:]:
        if before != after:
            print("the README's options are not those of --help: run python docs/options.py", file=sys.stderr)
        return int(before != after)
    README.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
