"""OpenSim's XML documents: how one is begun and written."""

from __future__ import annotations

import xml.etree.ElementTree as ET

VERSION = "40000"
"""Format of OpenSim 4.0, which every later one reads."""


def open_document(kind: str, name: str) -> tuple[ET.Element, ET.Element]:
    """An OpenSim document with one set, and the place for the set's objects."""
    document = ET.Element("OpenSimDocument", Version=VERSION)
    objects = ET.SubElement(ET.SubElement(document, kind, name=name), "objects")
    return document, objects


def xml_text(document: ET.Element) -> str:
    """Text of an OpenSim document, indented."""
    ET.indent(document)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(document, encoding="unicode")
