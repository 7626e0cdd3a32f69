"""What an earlier run wrote, validated again: files as written, observations by the contract, tables by schemas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.errors import NotFoundError
from pipeline.model import Issue

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from schemas.profile import Profile


class Recheck(NamedTuple):
    report_id: str
    files: int
    observations: int
    tables: int
    """Held against a schema."""
    profile: str | None
    issues: tuple[Issue, ...]

    @property
    def faulty(self) -> bool:
        return any(issue.severity == "error" for issue in self.issues)


def report_folders(named: Path) -> list[Path]:
    """The folder of a report itself, or those inside. Raises NotFoundError where there is none."""
    from pipeline.write import read_manifest

    inside = sorted(path for path in named.iterdir() if path.is_dir()) if named.is_dir() else []
    found = [path for path in (named, *inside) if read_manifest(path) is not None]
    if not found:
        error = NotFoundError(f"{named} holds nothing that a run wrote")
        error.hint = "Name the folder of a report (extracted/<report_id>), or the folder of all of them."
        raise error
    return found


def recheck(folder: Path, profiles: Sequence[Profile]) -> Recheck:
    """``folder``: that of one report. Raises ProfileError on a fault in a schema."""
    from pipeline.write import read_manifest
    from pipeline.write.manifest import altered

    manifest = read_manifest(folder) or {"files": {}}
    changed = list(altered(folder, manifest))
    issues = [
        Issue("file.altered", "error", f"{path} is not as it was written: it was changed, or it is gone")
        for path in changed
    ]
    observations, found = _contract(folder)
    issues += found
    told = manifest.get("profile")
    tables = 0
    if isinstance(told, dict):
        tables, found = _schemas(folder, told, profiles)
        issues += found
    name = str(told["name"]) if isinstance(told, dict) else None
    return Recheck(folder.name, len(manifest["files"]), observations, tables, name, tuple(issues))


def _contract(folder: Path) -> tuple[int, list[Issue]]:
    from pipeline.validate.contract import split

    frame = _read(folder / "observations.parquet")
    if frame is None:
        return 0, [Issue("file.altered", "error", "observations.parquet cannot be read")]
    return len(frame), list(split(frame, frozenset()).issues)


def _schemas(folder: Path, told: dict[str, Any], profiles: Sequence[Profile]) -> tuple[int, list[Issue]]:
    """The written tables held against the schemas of the profile that the run used, as they are now."""
    from pipeline.findings import sentence
    from pipeline.validate.profile.frame import failures
    from schemas.table_schema import load_schema

    profile = next((profile for profile in profiles if profile.name == told["name"]), None)
    if profile is None:
        message = f"The profile {told['name']} that the run used is not in sight: name its folder with --schemas."
        return 0, [Issue("profile.not_found", "error", message)]
    kept_back = _kept_back(folder)
    count, issues = 0, []
    for table_id, name in told.get("tables", {}).items():
        frame = _read(folder / "tables" / f"{table_id}.parquet")
        if frame is None:
            issues.append(Issue("file.altered", "error", f"tables/{table_id}.parquet cannot be read"))
            continue
        if not (profile.folder / name).is_file():
            message = f"The schema {name} that the run used is not in the profile {profile.name} any more."
            issues.append(Issue("profile.not_found", "error", message, table_id=table_id))
            continue
        schema = load_schema(profile.folder / name)
        count += 1
        for failure in failures(frame, schema):
            label = _label(frame, failure.row)
            if failure.code == "profile.value_missing" and (table_id, label, failure.column) in kept_back:
                continue  # in quarantine, which is why it is not in the table
            row = f", row “{label}”" if label else ""
            column = f", column “{failure.column}”" if failure.column else ""
            message = f"Table {table_id}{row}{column}: {sentence(failure.told)} (see {schema.file})."
            issues.append(Issue(failure.code, "error", message, table_id=table_id))
    return count, issues


def _kept_back(folder: Path) -> set[tuple[str, str | None, str | None]]:
    """Table, row label and column name of the values in quarantine."""
    from schemas.columns import PATH_SEPARATOR

    frame = _read(folder / "quarantine.parquet")
    if frame is None:
        return set()
    plain = frame.astype(object).where(frame.notna(), None)
    names = ("table_id", "row_label", "column_group", "column_label")
    return {
        (table, label, PATH_SEPARATOR.join(part for part in (group, own) if part))
        for table, label, group, own in zip(*(plain[name] for name in names), strict=True)
    }


def _label(frame: pd.DataFrame, row: int | None) -> str | None:
    """The row's own label: the last of the columns of texts that a table begins with."""
    import pandas as pd

    if row is None:
        return None
    label = None
    for name in frame.columns:
        if pd.api.types.is_numeric_dtype(frame[name]):
            break
        value = frame[name].iloc[row]
        label = str(value) if isinstance(value, str) else None
    return label


def _read(path: Path) -> pd.DataFrame | None:
    import pandas as pd

    try:
        return pd.read_parquet(path)
    except (OSError, ValueError):  # what pyarrow says of a file that is gone or is no Parquet
        return None
