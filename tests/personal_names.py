"""Names that offices give to columns with people, and that no list of a standard has."""

PERSONAL_NAMES = (
    *("LXRDH", "QLRXM", "XMFZR", "产权人", "权属人", "农户", "使用人", "经营者", "当事人", "举报人"),
    *("银行账号", "YHZH", "EMAIL", "地址", "OWNER", "村民", "违法主体", "WFZT"),
)
