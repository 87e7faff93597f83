"""Time the measures on a generated city, start-up and reports included, by the real qgis_process.

    scripts/python -m farmland_redline.benchmarks.measures --parcels 100000 --what two_years
    scripts/python -m farmland_redline.benchmarks.measures --parcels 400000 --what sites

`two_years` is run_batch over two years with everything on: all zone layers, patches, supplements and projects, tables
of cases, events, quota, rates and the year's plan, letters, maps and CSV. At 100,000 parcels it may take 90 s on two
cores and 2 GB. `sites` is check_project_site for three alternatives, all zone layers, with workbook and sheet to sign.
At 400,000 parcels it may take 10 s. What the generated city lacks is made of its own parcels. Prints a Markdown table
as `run_batch` does; nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import geopandas
import pyogrio
import shapely

from .run_batch import MAIN, ROOT, UNITS, ZONES, arguments, measure

YEAR, COUNTIES = 2024, ("360202", "360222", "360281")
PATCHES, SUPPLEMENTS = 500, 500
_EVERY = "SELECT BSM, TBMJ, geom FROM DLTB WHERE DLBM LIKE '01%' AND fid % {step} = 0 LIMIT {count}"
# Sites lie round these shares of the parcels, as they are numbered; half widths in metres.
_SITES = {"A": (0.15, 400.0, 250.0), "B": (0.4, 250.0, 250.0), "C": (0.75, 250.0, 250.0)}


def make_city(folder: Path, parcels: int) -> Path:
    """Return the folder of a generated city, made if need be."""
    city = folder / f"city{parcels}"
    if not (city / "city.gpkg").exists():
        module = "farmland_redline.scripts.sample_city"
        subprocess.run([sys.executable, "-P", "-m", module, "--parcels", str(parcels), str(city)], check=True)
    return city


def make_layers(city: Path, made: Path, parcels: int) -> None:
    """Write patches, supplements and sites on parcels of a city."""
    source = city / "city.gpkg"

    def take(count: int, offset: int) -> geopandas.GeoDataFrame:
        step = max(1, parcels // (3 * count)) + offset
        return pyogrio.read_dataframe(source, sql=_EVERY.format(step=step, count=count))

    patches = take(PATCHES, 0)
    days = [f"{YEAR}-{1 + number % 12:02d}-10" for number in range(len(patches))]
    patches = patches.assign(JCBH=patches["BSM"], QSX=f"{YEAR - 1}-12", HSX=days)
    pyogrio.write_dataframe(patches.drop(columns=["BSM", "TBMJ"]), made / "patches.gpkg", layer="YSTB")
    supplements = take(SUPPLEMENTS, 1)
    supplements = supplements.assign(XMBH=supplements["BSM"], YSRQ="2023-06-01", XZGDMJ=supplements["TBMJ"])
    pyogrio.write_dataframe(supplements.drop(columns="TBMJ"), made / "supplements.gpkg", layer="BCGDXM")
    boxes = []
    for share, wide, high in _SITES.values():
        sql = f"SELECT geom FROM DLTB WHERE fid = {int(share * parcels)}"  # noqa: S608  a number
        place = pyogrio.read_dataframe(source, sql=sql).geometry.iloc[0].representative_point()
        boxes.append(shapely.box(place.x - wide, place.y - high, place.x + wide, place.y + high))
    sites = geopandas.GeoDataFrame({"FABH": list(_SITES), "XMMC": "某公路"}, geometry=boxes, crs=patches.crs)
    pyogrio.write_dataframe(sites, made / "sites.gpkg", layer="XMXZ")


def make_tables(made: Path) -> None:
    """Write cases, events, quota, rates and the year's plan."""
    cases = ["编号,县级代码,发现日期,类型,认定,占用耕地（亩）,其中永久基本农田（亩）,是否非农建设"]
    for number in range(300):
        county, month = COUNTIES[number % 3], 1 + number % 12
        status = ("违法", "合法", "待核")[number // 3 % 3]
        cases.append(f"AJ{number:03d},{county},{YEAR}-{month:02d}-05,农村建房,{status},{0.1 + number % 7:.2f},0,是")
    quota, plan = ["编号,日期,县级代码,类型,数量（平方米）,其中水田（平方米）"], []
    for number, county in enumerate(COUNTIES):
        quota.append(f"{number}a,{YEAR}-01-01,{county},期初,9000000,900000")
        quota.append(f"{number}b,{YEAR}-03-01,{county},核销,60000.10,1500")
        plan += [f"{county},{YEAR},转出,园地,1500", f"{county},{YEAR},转进,园地,3000"]
    tables = {
        "cases": cases,
        "events": ["县级代码,日期,事项", f"{COUNTIES[0]},{YEAR}-07-10,约谈"],
        "quota": quota,
        "rates": ["单位代码,项目,标准（元/亩）", ",永农,30", ",其他耕地,10"],
        "plan": ["县级代码,年度,方向,去向或来源地类,耕地净面积（亩）", *plan],
    }
    for name, lines in tables.items():
        (made / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def two_years(city: Path, made: Path, out: Path) -> list[str]:
    """Return run_batch over two years with everything on."""
    layers = {**MAIN, "SURVEY2": "DLTB_ED"}
    tables = {"CASES": "cases", "EVENTS": "events", "QUOTA": "quota", "RATES": "rates", "PLAN_CHANGES": "plan"}
    given = [f"{parameter}={made / name}.csv" for parameter, name in tables.items()]
    given += [f"PATCHES={made / 'patches.gpkg'}|layername=YSTB"]
    given += [f"ZONES={made / 'supplements.gpkg'}|layername=BCGDXM"]
    switches = ["LETTERS=true", "CSV=true", f"DATE={YEAR}-12-31"]
    return ["run_batch", "--", *arguments(city, layers, ZONES, out), *given, *switches]


def sites(city: Path, made: Path, out: Path) -> list[str]:
    """Return check_project_site for three alternatives."""
    out.mkdir(parents=True, exist_ok=True)
    layers = {name: layer for name, layer in MAIN.items() if name != "PREVIOUS"}
    pairs = [*layers.items(), *(("ZONES", name) for name in ZONES), *(("UNITS", name) for name in UNITS)]
    given = [f"{parameter}={city / 'city.gpkg'}|layername={name}" for parameter, name in pairs]
    outputs = {"COMPARISON": "gpkg", "SITES": "gpkg", "CLASSES": "gpkg", "NEEDS": "gpkg", "PARTS": "gpkg"}
    outputs |= {"PROBLEMS": "gpkg", "REPORT": "html", "WORKBOOK": "xlsx"}
    given += [f"{name}={out / name.lower()}.{ending}" for name, ending in outputs.items()]
    given += [f"PROJECT={made / 'sites.gpkg'}|layername=XMXZ", f"POLICY={city / 'policy.yaml'}"]
    return ["check_project_site", "--", *given]


RUNS = {"two_years": two_years, "sites": sites}


def main() -> None:
    """Make the city and what it lacks if need be, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parcels", type=int, default=100_000)
    parser.add_argument("--what", choices=RUNS, default="two_years")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=ROOT / ".build" / "bench")
    options = parser.parse_args()
    city, made = make_city(options.folder, options.parcels), options.folder / f"measures{options.parcels}"
    if not (made / "sites.gpkg").exists():
        made.mkdir(parents=True, exist_ok=True)
        make_tables(made)
        make_layers(city, made, options.parcels)
    script = str(ROOT / "scripts" / "qgis-process")
    print("| run | parcels | wall s | processor s | peak GB |\n|---|---|---|---|---|")
    for _ in range(options.repeat):
        algorithm, *rest = RUNS[options.what](city, made, options.folder / "out")
        wall, cpu, memory, _ = measure([script, "run", f"farmland_redline:{algorithm}", *rest])
        print(f"| {options.what} | {options.parcels} | {wall:.1f} | {cpu:.1f} | {memory:.2f} |", flush=True)


if __name__ == "__main__":
    main()
