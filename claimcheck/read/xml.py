"""XML that is safe to parse: no entity is resolved, nothing is fetched, no document type is loaded."""

from __future__ import annotations

from typing import Any

from claimcheck.errors import ReadError


def parse(data: bytes, name: str) -> Any:
    """The root element. Raises ReadError, in one line, for what is not well-formed."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as e:
        raise ReadError(f"{name} is not valid XML: {' '.join(str(e.msg).split())}") from e


def local(element: Any) -> str:
    """The name of an element without its namespace; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def words(element: Any) -> str:
    """All text in an element, its white space as single blanks."""
    return " ".join("".join(element.itertext(with_tail=False)).split()) if element is not None else ""


def find(root: Any, *names: str) -> Any:
    """The first element of any of these local names, in the order of the names; or None."""
    for name in names:
        for element in root.iter():
            if local(element) == name:
                return element
    return None


def value(root: Any, *names: str) -> str | None:
    """The words of the first such element that has any."""
    for name in names:
        for element in root.iter():
            if local(element) == name and (found := words(element)):
                return found
    return None
