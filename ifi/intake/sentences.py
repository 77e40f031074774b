"""What is said about files, cells and runs."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "cell.missing": _("This cell is required. Write the value."),
    "cell.negative": _("“{value}” is below zero. Write an amount of zero or more."),
    "cell.zero": _("The amount is zero. Write what was paid, or delete the row."),
    "cell.number_unreadable": _("“{value}” is not a share or rate. Write a number such as 0.25 or 25 %."),
    "cell.year_unreadable": _("“{value}” is not a year from {first} to {last}. Write four digits."),
    "cell.date_unreadable": _("“{value}” is not a date that can be read one way only. Write it as 24.11.2026."),
    "cell.date_impossible": _("The calendar has no day “{value}”. Correct the date."),
    "cell.leading_zero_lost": _(
        "The spreadsheet dropped the zeros in front of “{value}”. Format the column as text and write {suggestion}."
    ),
    "cell.choice_unknown": _("“{value}” is not in the list for this column. Choose a value from the template's list."),
    "cell.text_too_long": _("The text has {length} characters; up to {longest} are stored. Shorten it."),
    "cell.text_unstorable": _("“{value}” holds a character that cannot be stored. Type the text again."),
    "cell.formula": _("A formula stands here. Replace it with its value: copy, then paste as values."),
    "cell.unsure_number": _(
        "The number has more than 15 digits, which a spreadsheet does not keep exactly. Format the cell as text."
    ),
    "file.refused": _("The file cannot be read. Save it again and upload the new copy."),
    "file.empty": _("The file is empty. Choose the file with your rows."),
    "file.too_large": _("The file is larger than {limit} MB. Split it into parts and upload them one by one."),
    "file.type_wrong": _("By its content the file is not a table ({found}). Upload a CSV file or an XLSX workbook."),
    "file.encrypted": _("The workbook is protected by a password. Save a copy without the password and upload it."),
    "file.old_workbook": _("The workbook is in an old or binary format. Save it as XLSX and upload the copy."),
    "file.macros": _("The workbook contains macros ({entry}). Save it as XLSX without macros and upload the copy."),
    "file.external_links": _(
        "The workbook takes values from other files ({entry}). Break the links and keep the values."
    ),
    "file.embedded_objects": _("Other files are embedded in the workbook ({entry}). Remove them and save a copy."),
    "file.unpacks_too_large": _(
        "The workbook unpacks to more than {limit} MB. Copy only the rows into a new workbook."
    ),
    "file.xml_unsafe": _("The workbook has unsafe content ({entry}). Copy the rows into a new workbook and upload it."),
    "file.corrupted": _("The file is damaged and cannot be read to its end. Open it, save it again and upload it."),
    "file.sheet_too_large": _(
        "The sheet is too large: up to {rows} rows and {columns} columns are read. Save it as CSV."
    ),
    "file.encoding_unknown": _("The text's encoding is not known. Save the file as CSV UTF-8 and upload it."),
    "file.columns_missing": _("These columns were not found: {columns}. Use the headings of the template."),
    "file.heading_twice": _("The columns “{first}” and “{second}” mean the same. Leave one of them."),
    "file.two_sheets": _("The sheets “{first}” and “{second}” both have these columns. Leave one of them."),
    "file.row_too_long": _(
        "Row {row} has {values} values under {headings} headings. Put values that contain the separator in quotes."
    ),
    "file.no_rows": _("There is no row under the headings. Fill in the rows and upload the file."),
    "import.kind_unknown": _("There is no kind of import “{kind}”. Choose one of: {known}."),
    "import.run_unknown": _("There is no such import among yours. Open the list of imports."),
    "import.cancelled": _("The import was cancelled. Nothing was imported."),
    "import.not_ready": _("This cannot be done with the import as it stands now. Open it again and look at its state."),
    "import.rows_rejected": _("Rows rejected: {rows}. Correct them and upload the file again; nothing was imported."),
    "import.failed": _("The import stopped because of an error of the system. Nothing was imported. Try again."),
}
