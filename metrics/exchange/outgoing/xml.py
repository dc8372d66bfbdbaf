"""XML files: written whole, in UTF-8, without signs that XML cannot hold."""

import re
from xml.etree import ElementTree as ET

NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(root: ET.Element) -> bytes:
    """A tree as a file, indented so that a person can read it."""
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def fitting(text: str) -> str:
    """Text without the signs that no XML file may hold. Example: "a\\x00b" -> "ab"."""
    return NOT_IN_XML.sub("", text)
