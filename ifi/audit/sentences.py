"""What the trail says to people when something goes wrong, and what its check finds."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "audit.key_unusable": _("{setting} must hold 32 bytes in base64. Make one with: openssl rand -base64 32."),
    "audit.found.record_altered": _("Record {record} was altered: its bytes no longer give the hash at place {place}."),
    "audit.found.leaf_altered": _("Record {record}: its stored leaf hash differs from the tree at place {place}."),
    "audit.found.record_missing": _("Record {record} was deleted: place {place} of the tree speaks of it."),
    "audit.found.record_not_ours": _(
        "Record {record} at place {place} was not written by the application: its seal is wrong."
    ),
    "audit.found.place_not_ours": _(
        "Record {record} was not given place {place} by the application: it was inserted or moved."
    ),
    "audit.found.place_missing": _("Place {place} of the tree is missing, before record {record}."),
    "audit.found.record_unplaced": _("Record {record} was taken out of the tree, or put into the table by hand."),
    "audit.found.record_gone": _("Record {record} was deleted before it had a place in the tree."),
    "audit.found.mention_stray": _("Objects are mentioned for record {record}, which does not exist."),
    "audit.found.column_altered": _("Record {record}: column {column} says something else than the record itself."),
    "audit.found.node_altered": _("The stored node of level {level} over the leaves from {first} on was altered."),
    "audit.found.tail_cut": _("The tail was cut: {size} records were signed on {signed_at}, {left} are left."),
    "audit.found.head_differs": _(
        "The head of {size} records signed on {signed_at} differs: altered between places {first} and {last}."
    ),
    "audit.found.head_not_ours": _("A head is not signed by any of our keys: {text}."),
    "audit.found.head_columns": _("The stored head of {size} records says something else than its signed note."),
    "audit.found.head_clock": _(
        "The clock ran backwards: the head of {size} records, signed on {signed_at}, is older than a smaller one."
    ),
    "audit.found.other_log": _(
        "A signed head of another log ({log}, {size} records) is kept. If the database was made anew, move it away."
    ),
    "audit.found.clock_back": _("The clock ran backwards: record {record} says {at}, but one before it says {latest}."),
    "audit.found.clock_ahead": _("Record {record} lies in the future: {at}."),
    "audit.found.clock_after_head": _(
        "Record {record} is younger than the head of {size} records that holds it, signed on {signed_at}."
    ),
    "audit.found.rows_altered": _("Table {table}, rows {ids}: altered since record {record} wrote them."),
    "audit.found.rows_missing": _("Table {table}, rows {ids}: {count} deleted since record {record} wrote them."),
    "audit.found.row_uncovered": _("Table {table}, row {row}: no record says who wrote it."),
    "audit.found.rows_uncovered": _("Table {table}, rows {ids}: no record says who wrote these {count} rows."),
    "audit.found.table_unknown": _("Record {record} speaks of table {table}, which nobody keeps."),
    "audit.found.form_unknown": _("Record {record} speaks of table {table} in form {form}, which nobody knows."),
}
