"""The review panel in the real desktop: ten conflicts by keyboard, a kill after the seventh, a second reviewer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from desktop import ROOT, run_plugin, screen

SAMPLE = ROOT / "resources" / "sample" / "data"
PATCH = "YS2024-006"
LAYERS = {"PARCELS": "DLTB", "PBF": "YJJBNTBHTB", "PREVIOUS": "DLTB_2023"}


@pytest.fixture(scope="module")
def sessions(tmp_path_factory):
    folder = tmp_path_factory.mktemp("review")
    for name in ("city.gpkg", "monitoring.gpkg", "policy.yaml"):
        shutil.copy(SAMPLE / name, folder / name)
    script = Path(__file__).with_name("review_session.py")
    plan = {"folder": str(folder), "layers": LAYERS, "patch": PATCH}
    with screen() as display:
        first = run_plugin(display, script, {**plan, "part": 1}, folder / "first", "zh_CN")
        assert "error" not in first.found, first.found["error"]
        more = {"part": 2, "reviewed": first.found["reviewed"]}
        second = run_plugin(display, script, {**plan, **more}, folder / "second", "zh_CN")
    assert "error" not in second.found, second.found["error"]
    assert second.status == 0, second.log[-3000:]
    return first.found, second.found


def test_the_list_has_every_conflict_in_words(sessions):
    first, _ = sessions
    assert first["rows"] == first["features"] > 100
    assert first["columns"][0] == "决定"
    assert "非农占用（举措14管控）" in first["first row"]
    assert first["zoomed"]


def test_nothing_is_lost_by_a_kill(sessions):
    first, second = sessions
    verdicts = ["confirmed", "rejected", "approved", "deferred", "confirmed", "rejected", "approved"]
    expected = [
        [finding, verdict, f"现场核查 {number}", "甲", 1]
        for number, (finding, verdict) in enumerate(zip(first["reviewed"], verdicts))
    ]
    assert second["rows"] == expected
    assert len(set(first["reviewed"])) == 7


def test_the_review_goes_on_where_it_was(sessions):
    first, second = sessions
    assert second["progress"].startswith(f"共 {first['features']} 个，已决定 7 个")
    assert second["next"] not in first["reviewed"]
    assert second["after three"] == 10


def test_reasons_are_offered(sessions):
    """The usual ones, and what the office has written before; and findings are found by the words that they show."""
    _, second = sessions
    assert "已恢复耕种" in second["reasons"] and "现场核查 0" in second["reasons"]
    assert second["reason"] == "已恢复耕种"
    assert second["by words"] == "{'农村建房'}"


def test_the_ground_beneath_a_finding_is_seen(sessions):
    """An outline marks what is looked at, and the selection hardly tints it."""
    _, second = sessions
    shown, alpha = second["outline"]
    assert shown and alpha < 64


def test_a_decision_is_taken_back(sessions):
    _, second = sessions
    assert second["taken back"][1] == "" and second["taken back"][4] == 2 and second["back at"]


def test_a_second_reviewer(sessions):
    """What another has decided meanwhile is shown, not overwritten; who looks again may decide."""
    _, second = sessions
    assert second["meanwhile"]["written"] == 0 and second["meanwhile"]["at"]
    assert any("乙" in text for text in second["meanwhile"]["told"])
    assert second["looked again"]


def test_a_file_that_another_program_holds(sessions):
    _, second = sessions
    assert second["held 1.5"]["written"] == 1
    # The window answers meanwhile, and says what it waits for.
    assert max(second[held]["answered"] for held in ("held 1.5", "held 12")) < 1.0
    assert "其他程序" in second["held 1.5"]["while"]
    assert second["held 12"]["written"] == 0
    assert any("未能写入" in text for text in second["held 12"]["told"])


def test_decisions_stand_after_a_run(sessions):
    """They are found again by the stable id; a finding whose shape has changed asks for a new look."""
    _, second = sessions
    assert second["kept"] and second["integrity"] == [["ok"]]
    assert second["asks again"] == [second["changed"]]


def test_a_persons_illegal_is_a_case(sessions):
    _, second = sessions
    found = second["illegal"]
    assert found["case"] == [[found["finding"], "illegal", found["county"], found["today"]]]
    assert [status for _, status, *_ in found["taken back"]] == ["open"]


def test_a_patch_is_found_illegal(sessions):
    """It has its case already, whose status a person sets; its areas stay."""
    _, second = sessions
    found = second["patch"]
    assert found["at"] == PATCH and "疑似占用" in found["words"], found["words"]
    ((before, area),) = found["before"]
    assert before == "open" and area > 0 and found["after"] == [["illegal", area]]
    assert found["row"] == [PATCH, "illegal"]


def test_both_years_side_by_side(sessions):
    """The survey before, known by its name, in step with the map of QGIS."""
    _, second = sessions
    assert second["compared with"] == "DLTB_2023" and second["beside"] == ["DLTB_2023"]
    assert second["in step"]


def test_from_every_table_and_map_to_the_review_and_back(sessions):
    _, second = sessions
    assert set(second["offered"]) == {"conflicts", "candidates", "losses", "changes", "patches"}
    assert second["searched"] == 0 and second["followed"] and second["candidate"]
    assert not second["illegal for candidates"]
    assert second["action"] and second["selected"] == [second["wanted"]]


def test_photos_are_kept_beside_the_results(sessions):
    _, second = sessions
    ((layer, finding, file, digest),) = second["hashes"]
    assert (layer, finding) == ("conflicts", second["wanted"])
    assert second["photos"] == second["copies"] == [file] and second["thumbnail"]
    assert digest == second["digest"]


def test_a_base_layer_of_the_office(sessions):
    _, second = sessions
    assert "本单位影像" in second["services"]
    assert second["layers after"] == second["layers before"] + 1 and second["lowest"] == "本单位影像"
    # What would cover it is hidden; the findings are not.
    assert second["ticked"] == [True, False, True]
