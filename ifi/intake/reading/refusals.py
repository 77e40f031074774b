"""Why a file is refused as a whole, before any row of it is looked at."""

from ifi.core.errors import IfiError


class FileRefused(IfiError):
    """The file cannot be read as it is; its author can mend it."""

    code = "file.refused"


class FileEmpty(FileRefused):
    """Nothing in it."""

    code = "file.empty"


class FileTooLarge(FileRefused):
    """More bytes than are taken. Parameters: limit (megabytes)."""

    code = "file.too_large"


class FileTypeWrong(FileRefused):
    """By its content neither a workbook nor a text. Parameters: found."""

    code = "file.type_wrong"


class WorkbookEncrypted(FileRefused):
    """A password protects the workbook."""

    code = "file.encrypted"


class WorkbookOld(FileRefused):
    """A workbook of the old format (.xls) or the binary one (.xlsb)."""

    code = "file.old_workbook"


class WorkbookMacros(FileRefused):
    """The workbook carries programs. Parameters: entry."""

    code = "file.macros"


class WorkbookLinks(FileRefused):
    """The workbook takes values from elsewhere. Parameters: entry."""

    code = "file.external_links"


class WorkbookObjects(FileRefused):
    """Other files are embedded in the workbook. Parameters: entry."""

    code = "file.embedded_objects"


class ArchiveUnsafe(FileRefused):
    """It unpacks to far more than it should. Parameters: limit (megabytes)."""

    code = "file.unpacks_too_large"


class XmlUnsafe(FileRefused):
    """Entities or a document type inside the workbook, which no spreadsheet program writes. Parameters: entry."""

    code = "file.xml_unsafe"


class FileCorrupted(FileRefused):
    """It cannot be read to its end."""

    code = "file.corrupted"


class SheetTooLarge(FileRefused):
    """More rows or columns than are taken. Parameters: sheet, rows (the limit), columns (the limit)."""

    code = "file.sheet_too_large"


class EncodingUnknown(FileRefused):
    """A text in none of the encodings that are read."""

    code = "file.encoding_unknown"


class ColumnsMissing(FileRefused):
    """Required columns are not there. Parameters: columns (their headings)."""

    code = "file.columns_missing"


class HeadingTwice(FileRefused):
    """Two columns with the same meaning. Parameters: first, second (headings)."""

    code = "file.heading_twice"


class SheetsTwo(FileRefused):
    """Two sheets that could be meant. Parameters: first, second."""

    code = "file.two_sheets"


class RowTooLong(FileRefused):
    """A line with more values than there are headings. Parameters: row, values, headings."""

    code = "file.row_too_long"


class RowsMissing(FileRefused):
    """Headings, and no row under them."""

    code = "file.no_rows"
