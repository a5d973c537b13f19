"""Customers' files that are kept with a workspace: taken in, opened again, understood once.

The bytes lie under `questionnaires/` by their sha256; the name that the customer gave is data and
never becomes a path.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from threading import Lock

from assistant.answer_run import answerable
from assistant.errors import QuestionnaireError, UsageError
from assistant.questionnaire_run import open_questionnaire
from assistant.questionnaires.read import READERS, read_questionnaire, suffix_of, tables_of
from assistant.questions import ColumnMap, Questionnaire, QuestionnaireFile
from assistant.workspace import Workspace

FOLDER = "questionnaires"
LARGEST = 25_000_000
"""Bytes of a questionnaire that is taken in."""
SUFFIXES = tuple(suffix for reader in READERS for suffix in reader.suffixes)
_LONGEST_NAME = 200
_KEPT = 32
_opened: OrderedDict[tuple[str, str], Questionnaire] = OrderedDict()
_door = Lock()


def take_in(workspace: Workspace, name: str, data: bytes, *, person_id: str) -> QuestionnaireFile:
    """Keep a customer's file; the same bytes again are the same file.

    Its type is what its content is. A table that asks nothing yet is kept, for a person can say how
    its columns are to be read. Raises `QuestionnaireError` for anything that cannot be read.
    """
    called = _called(name)
    if len(data) > LARGEST:
        raise QuestionnaireError(f"{called} is over {LARGEST // 1_000_000} MB; send a smaller file")
    sha256 = hashlib.sha256(data).hexdigest()
    known = workspace.store.questionnaires.get(sha256)
    if known is not None and file_of(workspace, known).is_file():
        return known
    suffix = _checked(called, data)
    file = QuestionnaireFile(sha256, called, suffix, len(data), person_id, workspace.clock.now())
    place = file_of(workspace, file)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = place.with_suffix(".part")
    part.write_bytes(data)
    part.replace(place)
    return workspace.store.questionnaires.add(file)


def file_of(workspace: Workspace, file: QuestionnaireFile) -> Path:
    """Where the file's bytes lie."""
    return workspace.folder / FOLDER / f"{file.sha256}{file.suffix}"


def kept(workspace: Workspace, sha256: str) -> QuestionnaireFile:
    """The file by its sha256, or by its beginning where that is one file's alone.

    Raises `UsageError` where there is none.
    """
    found = [f for f in workspace.store.questionnaires.all() if sha256 and f.sha256 == sha256]
    if not found and len(sha256) >= 8:
        found = [
            f for f in workspace.store.questionnaires.all() if f.sha256.startswith(sha256.lower())
        ]
    if len(found) != 1:
        raise UsageError("this questionnaire is not here; it may belong to another workspace")
    return found[0]


def opened(workspace: Workspace, sha256: str) -> Questionnaire:
    """The questionnaire as understood, with what people corrected.

    Raises `QuestionnaireError` where it cannot be understood; the message names the customer's file.
    """
    key = (str(workspace.folder), sha256)
    with _door:
        if key in _opened:
            _opened.move_to_end(key)
            return _opened[key]
    return _remembered(workspace, kept(workspace, sha256), ())


def corrected(workspace: Workspace, sha256: str, maps: tuple[ColumnMap, ...]) -> Questionnaire:
    """Understand the file's columns as a person says, from now on and for every file of its layout."""
    if not maps:
        raise UsageError("choose the columns of one sheet at least")
    found = _remembered(workspace, kept(workspace, sha256), maps)
    with _door:  # other files of the same layout are read anew
        for key in [k for k in _opened if k[0] == str(workspace.folder) and k[1] != sha256]:
            del _opened[key]
    return found


def _remembered(
    workspace: Workspace, file: QuestionnaireFile, maps: tuple[ColumnMap, ...]
) -> Questionnaire:
    place = file_of(workspace, file)
    if not place.is_file():
        raise QuestionnaireError(f"the file of {file.name} is gone; upload it again")
    try:
        found = open_questionnaire(place, workspace, maps, name=file.name)
    except QuestionnaireError as error:
        raise _by_name(error, place, file.name) from error
    workspace.store.questionnaires.understood(file.sha256, len(answerable(found)))
    with _door:
        _opened[str(workspace.folder), file.sha256] = found
        while len(_opened) > _KEPT:
            _opened.popitem(last=False)
    return found


def _checked(called: str, data: bytes) -> str:
    """The suffix of a file that can be read as a questionnaire, or as a table at least."""
    with TemporaryDirectory() as folder:
        suffix = PurePath(called).suffix.lower()
        path = (
            Path(folder)
            / f"{hashlib.sha256(data).hexdigest()}{suffix if suffix in SUFFIXES else ''}"
        )
        path.write_bytes(data)
        try:
            fitting = suffix_of(path)
            path = path.rename(path.with_suffix(fitting))
            if not tables_of(path) and not read_questionnaire(path).questions:
                raise QuestionnaireError(f"{called} asks nothing that could be answered")
        except QuestionnaireError as error:
            raise _by_name(error, path, called) from error
    return fitting


def _by_name(error: QuestionnaireError, path: Path, called: str) -> QuestionnaireError:
    """The error in the customer's name of the file; a delimited table is called by the stem."""
    return QuestionnaireError(str(error).replace(path.name, called).replace(path.stem, called))


def _called(name: str) -> str:
    """The name alone, without folders and what no name should hold."""
    last = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(c for c in last if c.isprintable()).strip()
    return clean[-_LONGEST_NAME:] or "questionnaire"
