"""`postorders policy glossary`: the terms that a policy defines."""

from __future__ import annotations

import click

from postorders.cli.options import as_of_option, format_option, policy_named
from postorders.cli.out import put_json, wrap
from postorders.policy.glossary import glossary


@click.command(name="glossary")
@click.argument("policy_name", metavar="POLICY")
@as_of_option
@format_option("text", "json")
def command(policy_name: str, as_of: str, form: str) -> None:
    """Lists the terms that POLICY defines, each with its clause."""
    terms = glossary(policy_named(policy_name, as_of))
    if form == "json":
        put_json(terms)
        return
    for term in terms:
        click.echo(wrap(f"{term.says}", "    ", f"{term.term} ({term.clause}): "))
        for anomaly in term.anomalies:
            click.echo(wrap(anomaly, "      ", "    - "))
