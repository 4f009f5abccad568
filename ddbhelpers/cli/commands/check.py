"""`ddb check`: the design on paper, without an engine."""

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from ddbhelpers.cli.common import Common, command
from ddbhelpers.cli.output import counted, print_json, print_table, say
from ddbhelpers.errors import ModelError

if TYPE_CHECKING:
    from ddbhelpers.check import AccessPath, Finding

paper = typer.Typer()


def check(common: Common) -> None:
    """Check the model on paper: which key serves which pattern, and its worst cost.

    Ends with 1 if there is an error: what DynamoDB would refuse, or what no key serves.
    """
    from ddbhelpers.check import AccessPath, Finding, check_model

    model = common.model()
    results = check_model(model)
    plans = [one for one in results if isinstance(one, AccessPath)]
    findings = [one for one in results if isinstance(one, Finding)]
    number = Counter(finding.severity for finding in findings)
    if common.json:
        print_json(
            {
                "plans": [_plan_as_json(plan) for plan in plans],
                "findings": [asdict(finding) for finding in findings],
            }
        )
    else:
        print_table(("result", "about", "says"), map(_line, results))
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


def _line(result: "AccessPath | Finding") -> tuple[str, str, str]:
    from ddbhelpers.check import Finding

    if isinstance(result, Finding):
        return result.severity, result.about, f"{result.says}; {result.do}"
    return "plan", result.pattern, str(result).removeprefix(f"{result.pattern}: ")


def _plan_as_json(plan: "AccessPath") -> dict[str, Any]:
    return {
        "pattern": plan.pattern,
        "operation": plan.operation,
        "table": plan.table,
        "index": plan.index,
        "key_condition": plan.key_condition,
        "order": plan.order,
        "limit": plan.limit,
        "worst_read_units": plan.worst_read_units,
        "worst_write_units": plan.worst_write_units,
        "bound": plan.bound,
    }


paper.command()(command(check))
