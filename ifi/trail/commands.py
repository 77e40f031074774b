"""`ifi audit send-head`: the newest signed head to the holders outside, now."""

import click

from ifi.audit.commands import audit

__all__ = ["audit"]


@audit.command(name="send-head")
def send_head_now() -> None:
    """Send the newest published head to every address of AUDIT_HEAD_MAIL. Done each night by the worker."""
    from ifi.trail.holders import holders, newest_head, send_head

    head = newest_head()
    if head is None:
        raise click.ClickException("No head has been signed yet. Sign one with: ifi audit head.")
    if not holders():
        raise click.ClickException("Nobody is to get it. Set AUDIT_HEAD_MAIL to one or more addresses.")
    for address in holders():
        try:
            send_head(head, address)
        except OSError as error:  # smtplib's errors are OSErrors
            raise click.ClickException(f"{address}: {error}. The holders after this one got nothing.") from error
        click.echo(f"The head of {head.size} records went to {address}.")
