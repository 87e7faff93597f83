"""Functions for QGIS's expressions: labels, filters, the field calculator, and `qgis_process`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from types import ModuleType

from qgis.core import (  # type: ignore[attr-defined]  # the stubs lack NULL
    NULL,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionFunction,
    QgsExpressionNodeFunction,
)

from .bridge import dependencies
from .bridge.i18n import LANGUAGES, tr, user_language
from .bridge.paths import RESOURCES
from .bridge.yaml_files import load_data

_EXAMPLES = RESOURCES / "expressions.yaml"
_REQUIRED, _OPTIONAL = False, True


class RedlineFunction(QgsExpressionFunction):
    """A function of the plugin's group; what it reckons stands in `expression_values` under its name."""

    def __init__(self, name: str, summary: str, arguments: Sequence[tuple[str, str, bool]]) -> None:
        """Describe a function.

        Args:
            name: in expressions.
            summary: what it returns, in the user's language.
            arguments: name, meaning, and whether it may be left out.
        """
        parameters = [QgsExpressionFunction.Parameter(one, optional, NULL) for one, _, optional in arguments]
        text = _help(name, summary, arguments)
        super().__init__(name, parameters, tr("Farmland Redline"), text, False, True)

    def func(
        self,
        values: Iterable[object],
        context: QgsExpressionContext | None,
        parent: QgsExpression | None,
        node: QgsExpressionNodeFunction | None,
    ) -> object:
        """Return the result; an error is the expression's."""
        del context, node
        try:
            reckon = getattr(load_values(), self.name())
            made = reckon(*(None if value == NULL else value for value in values))
        except (dependencies.StackError, ValueError) as error:
            if parent is not None:
                parent.setEvalErrorString(f"{self.name()}: {error}")
            made = None
        return NULL if made is None else made


@lru_cache(maxsize=1)
def load_values() -> ModuleType:
    """Return the module that reckons, which QGIS does not wait for when it starts.

    Raises:
        StackError: libraries that it needs are missing.

    """
    dependencies.require()
    from . import expression_values  # noqa: PLC0415

    return expression_values


@lru_cache(maxsize=1)
def load_examples() -> dict[str, list[tuple[str, dict[str, object]]]]:
    """Return examples by function: calls, and their results by language."""
    rows = load_data(_EXAMPLES)

    def results(result: object) -> dict[str, object]:
        return result if isinstance(result, dict) else dict.fromkeys(LANGUAGES, result)

    return {name: [(row["call"], results(row["result"])) for row in given] for name, given in rows.items()}


def _help(name: str, summary: str, arguments: Sequence[tuple[str, str, bool]]) -> str:
    """Return the help of a function, which QGIS shows as HTML."""
    call = ", ".join(f"[{one}]" if optional else one for one, _, optional in arguments)
    rows = "".join(f"<li><b>{escape(one)}</b>: {escape(meaning)}</li>" for one, meaning, _ in arguments)
    language = user_language()
    shown = "".join(
        f"<li><code>{escape(given)}</code> → {escape(_shown(results[language]))}</li>"
        for given, results in load_examples()[name]
    )
    return (
        f"<h3>{escape(name)}({escape(call)})</h3><p>{escape(summary)}</p>"
        f"<h4>{escape(tr('Arguments'))}</h4><ul>{rows}</ul><h4>{escape(tr('Examples'))}</h4><ul>{shown}</ul>"
    )


def _shown(result: object) -> str:
    """Return a result as expressions write it."""
    if result is None:
        return "NULL"
    return f"'{result}'" if isinstance(result, str) else str(result)


def describe_functions() -> list[RedlineFunction]:
    """Return the functions, described in the user's language."""
    code = ("dlbm", tr("code of the land class (DLBM)"), _REQUIRED)
    return [
        RedlineFunction(
            "mu",
            tr("Returns an area in mu (亩), as runs do: 1 mu is 2000/3 m², and the area counts to 0.01 m²."),
            [("m2", tr("area in m²"), _REQUIRED)],
        ),
        RedlineFunction(
            "cultivated_net",
            tr(
                "Returns the net cultivated area of a parcel in m², as runs do: the one on record (TBDLMJ), else the "
                "area less the field ridges, TBMJ - TBMJ × KCXS; 0 where the class is not cultivated land, NULL where "
                "it is no class."
            ),
            [
                code,
                ("tbmj", tr("area of the parcel in m² (TBMJ)"), _REQUIRED),
                ("kcxs", tr("share of field ridges (KCXS); none is taken off without it"), _OPTIONAL),
                ("tbdlmj", tr("net area on record in m² (TBDLMJ)"), _OPTIONAL),
            ],
        ),
        RedlineFunction(
            "class_name",
            tr(
                "Returns the name of a land class in the language of QGIS, of the third survey, else of the second; "
                "NULL for a code that is in neither."
            ),
            [code],
        ),
        RedlineFunction(
            "class_at_level",
            tr(
                "Returns the code of the class of level 1 or 2 that a land class of the third survey belongs to; "
                "wetlands such as 0303 belong to 00."
            ),
            [code, ("level", tr("1 or 2"), _REQUIRED)],
        ),
        RedlineFunction(
            "unit_code",
            tr(
                "Returns the code of the county, township or village in which land lies; NULL where the code is "
                "too short."
            ),
            [
                ("zldwdm", tr("location unit code (ZLDWDM)"), _REQUIRED),
                ("level", tr("'county', 'township' or 'village'"), _REQUIRED),
            ],
        ),
    ]


class ExpressionFunctions:
    """The functions as long as the plugin is loaded."""

    def __init__(self) -> None:
        """Register the functions; a name that another plugin has taken stays its own."""
        self.registered = [one for one in describe_functions() if QgsExpression.registerFunction(one)]

    def release(self) -> None:
        """Take the functions out of QGIS again."""
        for one in self.registered:
            QgsExpression.unregisterFunction(one.name())
        self.registered = []
