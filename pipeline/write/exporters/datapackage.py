"""datapackage.json: what every file and column is, for machines (Data Package, version 2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.sanitise import clean
from pipeline.write.artifact import json_bytes, store

if TYPE_CHECKING:
    from pipeline.model import Artifact
    from pipeline.write.package import Delivery, Origin, Package, Sheet
    from schemas.columns import Field

PACKAGE_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"
SCHEMA_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
TYPES = {"string": "string", "int": "integer", "float": "number", "bool": "boolean"}
MEDIATYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "json": "application/json"}


def write_datapackage(delivery: Delivery) -> tuple[Artifact, ...]:
    """Describes every file written before it."""
    package = delivery.package
    sheets = {sheet.stem: (sheet.title, _schema(sheet)) for sheet in delivery.sheets}
    descriptor: dict[str, object] = {
        "$schema": PACKAGE_PROFILE,
        "name": package.report_id,
        "title": _title(package),
        "sources": [_source(package)],
    }
    descriptor |= _terms(package.origin)
    descriptor["resources"] = [
        _resource(artifact, sheets.get(artifact.path.rpartition(".")[0])) for artifact in delivery.written
    ]
    return (store(delivery.folder, "datapackage.json", json_bytes(descriptor)),)


def _title(package: Package) -> str:
    stated = package.origin.title if package.origin else None
    return clean(stated or package.document.title or package.document.path.name)


def _source(package: Package) -> dict[str, object]:
    document, origin = package.document, package.origin
    source: dict[str, object] = {"title": _title(package)}
    if origin and origin.source:
        # The standard wants a web address or a path here; anything else is told in words.
        source["path" if re.match(r"https?://\S+$", origin.source) else "description"] = origin.source
    return source | {"file": clean(document.path.name), "sha256": document.sha256}


def _terms(origin: Origin | None) -> dict[str, object]:
    terms: dict[str, object] = {}
    if origin and origin.licence:
        name = re.sub(r"[^A-Za-z0-9.+]+", "-", origin.licence).strip("-") or "other"
        terms["licenses"] = [{"name": name, "title": origin.licence}]
    if origin and origin.publisher:
        terms["contributors"] = [{"title": origin.publisher, "roles": ["publisher"]}]
    return terms


def _resource(artifact: Artifact, sheet: tuple[str, dict[str, object]] | None) -> dict[str, object]:
    """``sheet``: title and schema of the sheet that it holds."""
    stem, _, suffix = artifact.path.rpartition(".")
    name = stem.replace("/", "-") if suffix == "csv" else f"{stem}-{suffix}".replace("/", "-")
    resource: dict[str, object] = {
        "$schema": RESOURCE_PROFILE,
        "name": name,
        "path": artifact.path,
        "title": sheet[0] if sheet else "Tables with their cells",
        "format": suffix,
        "mediatype": MEDIATYPES[suffix],
    }
    if suffix != "parquet":
        # frictionless counts no bytes of a Parquet file and then calls a stated number wrong; run.json has them.
        resource |= {"bytes": artifact.bytes, "hash": f"sha256:{artifact.sha256}"}
    if sheet and suffix in ("csv", "parquet"):
        resource |= {"type": "table", "schema": sheet[1]}
        if suffix == "csv":
            resource["encoding"] = "utf-8"
    return resource


def _schema(sheet: Sheet) -> dict[str, object]:
    schema: dict[str, object] = {
        "$schema": SCHEMA_PROFILE,
        "fields": [_field(field, unique=field.name == sheet.key) for field in sheet.fields],
        "missingValues": [""],
    }
    if sheet.key:
        schema["primaryKey"] = [sheet.key]
    return schema


def _field(field: Field, unique: bool) -> dict[str, object]:
    described: dict[str, object] = {
        "name": field.name,
        "type": TYPES[field.kind],
        "title": field.title,
        "description": field.description,
    }
    if field.unit:
        described["unit"] = clean(field.unit)
    constraints: dict[str, object] = {}
    if field.required:
        constraints["required"] = True
    if unique:
        constraints["unique"] = True
    if field.enum:
        # ``categories`` tells a statistics program what the values are, ``enum`` is what a validator enforces.
        described["categories"] = list(field.enum)
        constraints["enum"] = list(field.enum)
    if field.minimum is not None:
        constraints["minimum"] = field.minimum
    if field.maximum is not None:
        constraints["maximum"] = field.maximum
    if field.pattern:
        constraints["pattern"] = field.pattern
    return described | ({"constraints": constraints} if constraints else {})
