"""What a policy answers about its units, terms and classes."""

from decimal import Decimal

from farmland_redline.processing.analysis.rules.policy import (
    Option,
    Policy,
    SurveyClass,
    SurveyClasses,
    Term,
    Threshold,
    Unit,
)

UNITS = (
    Unit("360202", "Changjiang", "county", "360200", tasks_wan_mu={2024: Decimal("0.5"), 2023: Decimal(1)}),
    Unit("360200", "Jingdezhen", "city", tasks_wan_mu={2025: Decimal(2)}),
    Unit("361100", "Shangrao", "city"),
    Unit("361128", "Poyang", "county", "361100"),
    Unit("360281", "Leping", "county", "360200"),
)


def codes(units):
    return [unit.code for unit in units]


def test_units_by_level_and_city():
    policy = Policy("demo", units=UNITS)
    assert codes(policy.cities()) == ["360200", "361100"]
    assert codes(policy.counties()) == ["360202", "361128", "360281"]
    assert codes(policy.counties("360200")) == ["360202", "360281"]
    assert codes(policy.counties("999999")) == []


def test_tasks_by_year():
    assert Policy("demo", units=UNITS).years() == (2023, 2024, 2025)
    assert UNITS[0].task(2024) == Decimal("0.5")
    assert UNITS[0].task(2025) is UNITS[3].task(2024) is None


def test_values_and_names():
    policy = Policy(
        "demo",
        thresholds={"width": Threshold("width", 1.5, "m", "", "", "")},
        options={"k": Option("k", "full", ("full", "capped"), "", "", "")},
        terms={"kinds": {"orchard": Term("orchard", "果园", "orchards")}},
    )
    assert policy.threshold("width") == 1.5
    assert policy.option("k") == "full"
    assert policy.term("kinds", "orchard").name_zh == "果园"
    assert policy.term("kinds", "pond") == policy.term("nothing", "pond") == Term("pond", "pond", "pond")


def test_classes():
    classes = SurveyClasses(
        {
            "0101": SurveyClass("0101", "", "", group="cultivated"),
            "0102": SurveyClass("0102", "", "", group="cultivated"),
            "01": SurveyClass("01", "", "", parcel=False),
            "1203": SurveyClass("1203", "", "", group="ridge"),
        }
    )
    assert [classes.known(code) for code in ("0101", "01", "9999", "", None)] == [True, False, False, False, False]
    assert classes.codes("cultivated") == ("0101", "0102")
    assert classes.codes("adjustable") == ()
