"""Columns with personal data, as real layers spell them."""

from __future__ import annotations

import pickle

import pyogrio
import pytest
import yaml
from conftest import CITY
from personal_names import PERSONAL_NAMES

from farmland_redline.processing.bridge.paths import SURVEY
from farmland_redline.processing.bridge.survey.personal_data import PersonalColumns
from farmland_redline.processing.bridge.survey.schema import load_survey

# The columns of YJJBNTBHTB that hold personal data (domain 3.1), and what they are called in Chinese.
STANDARD = {
    "CFZR": "村负责人", "ZMC": "组名称", "ZZRR": "组责任人", "ZRRZJHM": "责任人证件号码", "ZRRMC": "责任人名称",
    "LXDH": "联系电话", "JZDZ": "居住地址",
}  # fmt: skip


@pytest.fixture(scope="module")
def personal():
    return load_survey().personal


@pytest.mark.parametrize("name", [*STANDARD, *STANDARD.values()])
@pytest.mark.parametrize(
    "spelling",
    ["{}", "{}1", "{}_1", "{}_2024", " {} ", "YJJBNTTB_{}", "YJJBNTBHTB.{}", "{}_YS", "2023{}", "原{}", "{}（新）"],
)
def test_standard_columns_however_they_are_spelled(personal, name, spelling):
    column = spelling.format(name)
    assert column in personal
    assert column.lower() in personal


@pytest.mark.parametrize(
    "column",
    [
        "身份证号", "身份证", "户主姓名", "村责任人姓名", "承包方", "承包方代表", "联系人电话", "手机号码", "家庭住址",
        "现住址",
        "ZJHM", "sfzh", "FZR", "lxr", "XM", "xm_1", "Phone", "TEL1", "MOBILE", "ID_CARD", "ＬＸＤＨ", "联系方式",
    ],
)  # fmt: skip
def test_other_columns_of_people(personal, column):
    assert column in personal


@pytest.mark.parametrize(
    ("name", "encoding"), [(name, encoding) for name in STANDARD.values() for encoding in ("utf-8", "gbk")]
)
def test_names_cut_to_ten_bytes(personal, name, encoding):
    """A shapefile keeps ten bytes of a column's name, perhaps with half a character at the end or with a number."""
    raw = name.encode(encoding)
    for cut in (raw[:10].decode(encoding, "replace"), raw[:10].decode(encoding, "surrogateescape")):
        assert cut in personal
    assert raw[:8].decode(encoding, "ignore") + "_1" in personal


def test_long_codes_cut_to_ten_bytes():
    personal = PersonalColumns(["HOUSEHOLDER_NAME"])
    assert "HOUSEHOLDE" in personal and "HOUSEHOL_1" in personal and "household" not in personal


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [(name, right, "latin-1") for name in STANDARD.values() for right in ("gb18030", "utf-8")]
    # GBK takes bytes by twos: half a character of a name with an odd number of them is lost for good.
    + [(name, "utf-8", "gb18030") for name in STANDARD.values() if len(name) % 2 == 0],
)
def test_names_read_with_the_wrong_encoding(personal, name, right, wrong):
    assert name.encode(right).decode(wrong) in personal


def test_names_that_nobody_can_read(personal):
    """Any of them may be a personal one; half a character at the cut of a name leaves it readable."""
    for name in ("联系电话", "责任人名称", "备注"):
        assert name.encode("gbk").decode("utf-8", "replace") in personal
    assert "统一编号\ufffd" not in personal and "编号\ufffd\ufffd_1" not in personal
    assert "\ufffd\ufffd" not in PersonalColumns(())


def test_names_are_told_as_people_read_them(personal):
    assert personal.readable_name("联系电话".encode("gbk").decode("latin-1")) == "联系电话"
    assert personal.readable_name("lxdh_1") == "lxdh_1" and personal.readable_name("DLBM") == "DLBM"


def test_no_column_that_the_plugin_needs(personal):
    survey = load_survey()
    needed = [name for field in survey.fields.values() for name in (field.name, field.alias, *field.names)]
    needed += [*survey.unit_code, *survey.unit_name]
    for role in survey.roles.values():
        needed += [*role.id_names, *role.code_names]
        needed += [name for columns in (*role.carries.values(), *role.shares.values()) for name in columns]
    needed += [column for kind in survey.kinds.values() for found in kind.signatures for column in found.columns]
    assert not [name for name in needed if name in personal]


def test_no_column_of_the_sample_but_the_people_s(personal):
    found = {
        column
        for layer in pyogrio.list_layers(CITY / "city.gpkg")[:, 0]
        for column in pyogrio.read_info(CITY / "city.gpkg", layer=layer)["fields"]
        if column in personal
    }
    assert found == {"ZRRMC", "ZRRZJHM", "LXDH", "JZDZ"}


@pytest.mark.parametrize(
    "column",
    ["FZRQ", "XM_MC", "XMMC", "XMLX", "PZWH", "BZ", "ZLDWMC", "QSDWMC", "HXMC", "GHFQMC", "项目名称", "坐落", ""],
)
def test_columns_of_things(personal, column):
    assert column not in personal


# What offices call them, of which the list had none.
USAGE = (
    *PERSONAL_NAMES,
    *("E_Mail", "XXDZ", "owner_name", "账户", "出生日期", "性别", "CSRQ", "TZXM", "CYXM", "JBRDH"),
)


@pytest.mark.parametrize("column", USAGE)
@pytest.mark.parametrize("spelling", ["{}", "{}_1", "YJJBNTTB_{}", "{}（新）", " {}2"])
def test_names_of_usage(personal, column, spelling):
    assert "DZ" in personal and "DZ2" in personal  # two letters stand for themselves only
    assert spelling.format(column) in personal and spelling.format(column).lower() in personal


@pytest.mark.parametrize("row", yaml.safe_load((SURVEY / "fields.yaml").read_text("utf-8"))["personal_patterns"])
def test_the_examples_of_the_patterns(personal, row):
    alone = PersonalColumns(["\0"], [row["pattern"]])
    assert len(row["finds"]) >= 3 and len(row["leaves"]) >= 2 and row["why"]
    assert not [column for column in row["finds"] if column not in alone]
    assert not [column for column in row["leaves"] if column in personal]


@pytest.mark.parametrize("wrong", ["latin-1", "gb18030"])
def test_patterns_in_names_read_wrongly(personal, wrong):
    """Of an even number of characters, which GBK takes by twos."""
    for column in ("土地使用权人", "农户"):
        assert column.encode("utf-8").decode(wrong) in personal


# Fields of TD/T 1016 and 1057, of the plan's databases and of other layers of this plugin's roles.
THINGS = """
BSM YSDM TBYBH TBBH DLBM DLMC QSXZ QSDWDM QSDWMC ZLDWDM ZLDWMC TBMJ KCDLBM KCXS KCMJ TBDLMJ GDLX GDPDJB
XZDWKD TBXHDM TBXHMC ZZSXDM ZZSXMC GDDB FRDBS CZCSXM SJNF MSSM HDMC BZ XZQDM XZQMC DCMJ JSMJ CJDCQDM CJDCQMC
JXLX JXXZ JXSM PDJB YJJBNTTBBH YJJBNTMJ JBNTMJ HXBM HXMC HXLX GHFQDM GHFQMC ZRBHDMC ZRBHDJB PZRQ PZWH PZLX
PZJG YXQZ XMMC XMBH XMLX XMDM JSQK DQRQ KFHF HJLB AJLX FXRQ LX XZLX XBH XIAO_BAN LIN_BAN LDLX SLLB QSDW SYQLX
TDYT TDZH GHYT ZRDW SHDW SHRQ SHJG DCRQ DCDW DJH DJRQ ZDDM BDCDYH MJ SHAPE_AREA SHAPE_LENG OBJECTID FID ID
NAME CODE LAYER TYPE YEAR 标识码 要素代码 图斑编号 地类编码 地类名称 权属性质 权属单位代码 权属单位名称
坐落单位代码 坐落单位名称 图斑面积 扣除地类系数 图斑地类面积 耕地坡度级别 种植属性名称 城镇村属性码 数据年份
描述说明 备注 行政区名称 项目名称 项目编号 批准文号 批准日期 有效期至 土地用途 土地使用权类型 使用权面积
使用期限 权利性质 责任单位 管护单位 监管单位 地块名称 地块编号 面积 长度 是不是耕地 其他潜力 人工林地
人行道面积 户均面积 员额 名称 代码 类型 级别 用途 编号
"""


def test_columns_of_survey_and_planning_layers(personal):
    assert len(THINGS.split()) > 140
    assert not [column for column in THINGS.split() if column in personal]


def test_workers_know_the_same(personal):
    again = pickle.loads(pickle.dumps(personal))  # noqa: S301  made here
    assert (again.names, again.patterns) == (personal.names, personal.patterns) and "农户" in again
    assert "户编码" in personal.with_names(["户编码"]) and "农户" in personal.with_names(["户编码"])
