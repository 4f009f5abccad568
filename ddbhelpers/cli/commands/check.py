"""`ddb check`: the design on paper, without an engine."""

from collections import Counter
from dataclasses import asdict

import typer

from ddbhelpers.cli.common import Common, command
from ddbhelpers.cli.output import as_json, print_json, print_table, say
from ddbhelpers.errors import ModelError
from ddbhelpers.words import counted

paper = typer.Typer()
PLANNED = (
    *("pattern", "operation", "table", "index", "key_condition", "order", "limit"),
    *("worst_read_units", "worst_write_units", "bound"),
)


def check(common: Common) -> None:
    """Check the model on paper: which key serves which pattern, and its worst cost.

    Ends with 1 if there is an error: what DynamoDB would refuse, or what no key serves.
    """
    from ddbhelpers.check import AccessPath, Finding, check_model

    model = common.model()
    results = check_model(model)
    plans = [result for result in results if isinstance(result, AccessPath)]
    findings = [result for result in results if isinstance(result, Finding)]
    number = Counter(finding.severity for finding in findings)
    if common.json:
        print_json(
            {
                "plans": [as_json(plan, *PLANNED) for plan in plans],
                "findings": [asdict(finding) for finding in findings],
            }
        )
    else:
        from ddbhelpers.show import access_path_table, findings_table

        found = [findings_table(results)] if findings else []
        print_table(access_path_table(results), *found)
        say(
            f"{counted(len(plans), 'pattern')} planned; "
            f"{counted(number['error'], 'error')}, "
            f"{counted(number['warning'], 'warning')}, "
            f"{counted(number['note'], 'note')}"
        )
    if number["error"]:
        raise ModelError(
            f"{counted(number['error'], 'error')} in the model {model.name!r}"
        )


paper.command()(command(check))
