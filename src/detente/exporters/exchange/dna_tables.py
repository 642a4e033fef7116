"""The tables of Discourse Network Analyzer 3 (SQLite), as its own program makes them, and the two that we add.

Source: github.com/leifeld/dna, class `sql.Sql`, method `createTables` (version 3.0). Documents have their date in seconds
from 1970 (UTC); statements have places in UTF-16 units of a text whose lines end in line feeds.
"""

from __future__ import annotations

VERSION = "3.0.11"
NEEDED = (
    "SETTINGS",
    "CODERS",
    "DOCUMENTS",
    "STATEMENTTYPES",
    "VARIABLES",
    "STATEMENTS",
    "ENTITIES",
    "DATASHORTTEXT",
)
_PERMISSIONS = (
    "AddDocuments", "EditDocuments", "DeleteDocuments", "ImportDocuments", "AddStatements", "EditStatements",
    "DeleteStatements", "EditAttributes", "EditRegex", "EditStatementTypes", "EditCoders", "ViewOthersDocuments",
    "EditOthersDocuments", "ViewOthersStatements", "EditOthersStatements",
)  # fmt: skip
_RIGHTS = "".join(f", Permission{name} INTEGER NOT NULL DEFAULT 1" for name in _PERMISSIONS)
_COLOURS = "".join(
    f", {name} INTEGER NOT NULL DEFAULT 0 CHECK ({name} BETWEEN 0 AND 255)"
    for name in ("Red", "Green", "Blue")
)
_VALUE = (
    "ID INTEGER PRIMARY KEY NOT NULL, StatementId INTEGER NOT NULL REFERENCES STATEMENTS(ID) ON DELETE CASCADE, "
    "VariableId INTEGER NOT NULL REFERENCES VARIABLES(ID) ON DELETE CASCADE"
)
_ONCE = "UNIQUE (StatementId, VariableId)"

TABLES = (
    "SETTINGS(Property TEXT PRIMARY KEY, Value TEXT NOT NULL)",
    f"CODERS(ID INTEGER NOT NULL PRIMARY KEY, Name TEXT NOT NULL{_COLOURS}, Refresh INTEGER NOT NULL DEFAULT 0, "
    "FontSize INTEGER NOT NULL DEFAULT 14, Password TEXT NOT NULL, PopupWidth INTEGER DEFAULT 300, "
    "ColorByCoder INTEGER NOT NULL DEFAULT 0, PopupDecoration INTEGER NOT NULL DEFAULT 0, "
    f"PopupAutoComplete INTEGER NOT NULL DEFAULT 1{_RIGHTS})",
    "DOCUMENTS(ID INTEGER NOT NULL PRIMARY KEY, Title TEXT NOT NULL, Text TEXT NOT NULL, "
    "Coder INTEGER REFERENCES CODERS(ID) ON DELETE CASCADE, Author TEXT NOT NULL DEFAULT '', "
    "Source TEXT NOT NULL DEFAULT '', Section TEXT NOT NULL DEFAULT '', Notes TEXT NOT NULL DEFAULT '', "
    "Type TEXT NOT NULL DEFAULT '', Date INTEGER NOT NULL)",
    f"STATEMENTTYPES(ID INTEGER NOT NULL PRIMARY KEY, Label TEXT NOT NULL{_COLOURS})",
    "VARIABLES(ID INTEGER NOT NULL PRIMARY KEY, Variable TEXT NOT NULL, DataType TEXT NOT NULL DEFAULT 'short text', "
    "StatementTypeId INTEGER REFERENCES STATEMENTTYPES(ID) ON DELETE CASCADE, UNIQUE (Variable, StatementTypeId))",
    "VARIABLELINKS(ID INTEGER NOT NULL PRIMARY KEY, SourceVariableId INTEGER, TargetVariableId INTEGER)",
    f"REGEXES(Label TEXT PRIMARY KEY{_COLOURS})",
    "CODERRELATIONS(ID INTEGER NOT NULL PRIMARY KEY, Coder INTEGER, OtherCoder INTEGER, "
    "viewStatements INTEGER NOT NULL DEFAULT 1, editStatements INTEGER NOT NULL DEFAULT 1, "
    "viewDocuments INTEGER NOT NULL DEFAULT 1, editDocuments INTEGER NOT NULL DEFAULT 1)",
    "STATEMENTS(ID INTEGER NOT NULL PRIMARY KEY, StatementTypeId INTEGER REFERENCES STATEMENTTYPES(ID) ON DELETE CASCADE, "
    "DocumentId INTEGER REFERENCES DOCUMENTS(ID) ON DELETE CASCADE, Start INTEGER NOT NULL CHECK (Start >= 0 AND Start < Stop), "
    "Stop INTEGER NOT NULL, Coder INTEGER REFERENCES CODERS(ID) ON DELETE CASCADE)",
    f"DATABOOLEAN({_VALUE}, Value INTEGER NOT NULL DEFAULT 1, {_ONCE})",
    f"DATAINTEGER({_VALUE}, Value INTEGER NOT NULL DEFAULT 0, {_ONCE})",
    "ENTITIES(ID INTEGER PRIMARY KEY NOT NULL, VariableId INTEGER NOT NULL REFERENCES VARIABLES(ID) ON DELETE CASCADE, "
    f"Value TEXT NOT NULL DEFAULT ''{_COLOURS.replace(' NOT NULL', '')}, ChildOf INTEGER, UNIQUE (VariableId, Value))",
    f"DATASHORTTEXT({_VALUE}, Entity INTEGER NOT NULL REFERENCES ENTITIES(ID) ON DELETE CASCADE, {_ONCE})",
    f"DATALONGTEXT({_VALUE}, Value TEXT DEFAULT '', {_ONCE})",
    "ATTRIBUTEVARIABLES(ID INTEGER PRIMARY KEY NOT NULL, VariableId INTEGER NOT NULL, AttributeVariable TEXT NOT NULL, "
    "UNIQUE(VariableId, AttributeVariable))",
    "ATTRIBUTEVALUES(ID INTEGER PRIMARY KEY NOT NULL, EntityId INTEGER NOT NULL, AttributeVariableId INTEGER NOT NULL, "
    "AttributeValue TEXT NOT NULL DEFAULT '', UNIQUE (EntityId, AttributeVariableId))",
    # Ours; the program leaves them alone. The ledger, and which line a statement showed when it was written.
    "DETENTE_LEDGER(Entry INTEGER PRIMARY KEY, DocumentId INTEGER, Record TEXT NOT NULL)",
    "DETENTE_LINES(StatementId INTEGER PRIMARY KEY, Line TEXT NOT NULL, Doc TEXT NOT NULL, Shown TEXT NOT NULL)",
)
OURS = "DETENTE_LEDGER"

# The variables of our statement type: the four that the program knows, then the fields of the record.
SHORT = ("person", "organization", "concept")
FIELDS = ("kind", "stance", "issue", "option", "instance", "target", "basis", "stage", "certainty", "date")
LONG = ("condition", "via")
BOOLEAN = "agreement"
VARIABLES = (*((name, "short text") for name in SHORT), (BOOLEAN, "boolean"),
             *((name, "short text") for name in FIELDS), *((name, "long text") for name in LONG))  # fmt: skip
