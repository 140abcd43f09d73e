"""`claimcheck models`: what is bundled, what is in use, where it came from."""

from __future__ import annotations

from typing import Annotated, Any

import typer


def models(
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON object, for programs.")] = False,
) -> None:
    """Show which models are bundled and in use, and where each came from.

    Other models are named with --encoder and --nli-model, with CLAIMCHECK_ENCODER and CLAIMCHECK_NLI_MODEL, or in
    claimcheck.toml. Nothing is loaded or downloaded here.
    """
    from claimcheck.backends.inventory import inventory
    from claimcheck.cli import console
    from claimcheck.cli.options import load_config

    config = load_config()
    found = inventory({"encoder": config.get("encoder"), "nli": config.get("nli_model")})
    if as_json:
        console.write_json(found)
    else:
        console.write(describe(found))


def describe(found: dict[str, Any]) -> str:
    """The inventory for people."""
    blocks = [_block(name, entry) for name, entry in found["models"].items()]
    extra = "is installed" if found["extra_installed"] else "is not installed: pip install 'claimcheck[models]'"
    return "\n\n".join([*blocks, f"The extra for other models (torch, transformers) {extra}."]) + "\n"


def _block(name: str, entry: dict[str, Any]) -> str:
    own, used = entry["bundled"], entry["in_use"]
    place = f", from {used['from']}" if "from" in used else ""
    lines = [
        f"{name}: {entry['job']}",
        _line("in use", "the bundled one" if used["name"] == "bundled" else f"{used['name']}{place}"),
    ]
    if "problem" in own:
        return "\n".join([*lines, _line("bundled", own["problem"])])
    size = f"{own['bytes'] / 1e6:.1f} MB"
    lines.append(_line("bundled", ", ".join(filter(None, [own["name"], size, own["licence"]]))))
    figures = ", ".join(f"{what} {figure}" for what, figure in own["figures"].items())
    details = {"made from": own["base"], "data": own["data"], "measured": figures}
    lines += [_line(label, text) for label, text in details.items() if text]
    return "\n".join([*lines, _line("sha256", own["sha256"]), _line("folder", own["folder"])])


def _line(label: str, text: str) -> str:
    return f"  {label:10} {text}"
