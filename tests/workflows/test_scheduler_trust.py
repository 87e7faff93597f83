"""To whom QGIS speaks about parcels: only whom the user names, and by TLS only who proves who he is."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from analysis.mosaics import mosaic, parcel_frame
from qgis.core import QgsProcessingException, QgsProcessingFeedback, QgsProperty
from searching import texts_in_files

from farmland_redline.processing.bridge.progress import FeedbackProgress
from farmland_redline.processing.workflows.overlay.dask_security import check_scheduler, security_of

from .test_cluster import Machines, free_port, site  # noqa: F401  a fixture

pytest.importorskip("distributed")
pytestmark = [pytest.mark.usefixtures("qgis"), pytest.mark.filterwarnings("ignore:'crs' was not provided")]


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def make_authority(folder: Path) -> None:
    """Make who signs: `ca.pem`, and its key beside it."""
    folder.mkdir()
    subject = ("-subj", "/CN=authority")
    openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", *subject)


def make_certificate(folder: Path, authority: Path) -> Path:
    """Make a folder with `ca.pem`, `cert.pem` and `key.pem`, signed by an authority."""
    folder.mkdir()
    (folder / "ca.pem").write_bytes((authority / "ca.pem").read_bytes())
    openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "c.csr", "-subj", "/CN=one")
    signing = ("-CA", str(authority / "ca.pem"), "-CAkey", str(authority / "ca.key"), "-CAcreateserial")
    openssl(folder, "x509", "-req", "-in", "c.csr", *signing, "-out", "cert.pem", "-days", "1")
    return folder


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    """Folders of certificates: of the cluster, of this machine, and of a stranger with an authority of his own."""
    folder = tmp_path_factory.mktemp("certificates")
    make_authority(folder / "authority")
    make_authority(folder / "another")
    made = {name: make_certificate(folder / name, folder / "authority") for name in ("cluster", "本机")}
    return {**made, "stranger": make_certificate(folder / "stranger", folder / "another")}


class EncryptedMachines(Machines):
    """A scheduler and workers that speak TLS only."""

    def __init__(self, folder: Path, site: Path, certificates: Path) -> None:  # noqa: F811
        names = {"ca-file": "ca.pem", "cert": "cert.pem", "key": "key.pem"}
        self.options = [part for name, file in names.items() for part in (f"--tls-{name}", str(certificates / file))]
        super().__init__(folder, site)

    def start(self, what, *options, **environment):
        return super().start(what, *options, "--protocol", "tls", *self.options, **environment)


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory, site, certificates):  # noqa: F811
    made = EncryptedMachines(tmp_path_factory.mktemp("machines"), site, certificates["cluster"])
    made.start_worker()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    path = tmp_path_factory.mktemp("county") / "县.gpkg"
    parcels = parcel_frame(mosaic(10, 6, 3))
    zones = parcels.iloc[:6][["BSM", "DLBM", "ZLDWDM"]].set_geometry(
        shapely.buffer(parcels.geometry.to_numpy()[:6], 5), crs=parcels.crs
    )
    pyogrio.write_dataframe(parcels, path, layer="DLTB")
    pyogrio.write_dataframe(zones, path, layer="YJJBNTBHTB")
    return {"PARCELS": f"{path}|layername=DLTB", "PBF": f"{path}|layername=YJJBNTBHTB"}


def run(given, folder, **more) -> str:
    """Overlay; what is said, also where the run is refused."""
    import processing

    feedback = QgsProcessingFeedback(False)
    parameters = {**given, "OUTPUT": str(folder / "pieces.gpkg"), **more}
    try:
        processing.run("farmland_redline:overlay_parcels", parameters, feedback=feedback)
    except QgsProcessingException as error:
        return f"refused: {error}"
    return feedback.textLog()


def test_by_certificates(encrypted, certificates, county, tmp_path):
    """The run with them gives what a run without workers gives; provenance tells of the protocol only."""
    (tmp_path / "alone").mkdir()
    assert "refused" not in run(county, tmp_path / "alone")
    given = {"SCHEDULER": encrypted.address, "SCHEDULER_CERTIFICATES": str(certificates["本机"])}
    said = run(county, tmp_path, **given)
    assert "refused" not in said, said + encrypted.told()
    assert "Workers: 1" in said and "not encrypted" not in said
    one, two = (pyogrio.read_dataframe(f / "pieces.gpkg", layer="pieces") for f in (tmp_path, tmp_path / "alone"))
    assert len(one) > 60 and one.drop(columns="geometry").equals(two.drop(columns="geometry"))
    assert np.array_equal(shapely.to_wkb(one.geometry.to_numpy()), shapely.to_wkb(two.geometry.to_numpy()))
    table = pyogrio.read_dataframe(tmp_path / "pieces.gpkg", layer="provenance", read_geometry=False)
    rows = set(zip(table["section"], table["name"], table["value"]))
    assert {("parameter", "SCHEDULER", "tls"), ("parameter", "SCHEDULER_CERTIFICATES", "本机")} <= rows
    assert not texts_in_files([encrypted.address.rpartition("/")[2], str(certificates["本机"])], tmp_path)


def test_counties_are_handed_on_without_an_offices_own_columns(encrypted, certificates, county, tmp_path):
    """Only the office knows of whom they tell. In its own GeoPackage they stay, and the log names them."""
    import processing

    path, _, layer = county["PARCELS"].partition("|layername=")
    parcels = pyogrio.read_dataframe(path, layer=layer).assign(
        内部评语="评语-甲", County="评语-乙", KIND="评语-丙", BZ="备注"
    )
    mine = tmp_path / "mine.gpkg"
    pyogrio.write_dataframe(parcels, mine, layer="DLTB")
    given = {**county, "PARCELS": f"{mine}|layername=DLTB", "MAPS": False, "REPORTS": False}
    given |= {"SCHEDULER": encrypted.address, "SCHEDULER_CERTIFICATES": str(certificates["本机"])}
    for keep, told in ((False, set()), (True, {"评语-甲", "评语-乙", "评语-丙"})):
        folder, feedback = tmp_path / f"results {keep}", QgsProcessingFeedback(False)
        more = {"OUTPUT_FOLDER": str(folder), "PERSONAL_COLUMNS": keep}
        processing.run("farmland_redline:run_batch", {**given, **more}, feedback=feedback)
        assert "no field of the survey" in feedback.textLog() and "内部评语, County, KIND" in feedback.textLog()
        files = sorted((folder / "counties").iterdir())
        assert (
            files
            and set().union(*texts_in_files(["评语-甲", "评语-乙", "评语-丙"], folder / "counties").values()) == told
        )
        columns = set(pyogrio.read_info(files[0], layer="pieces")["fields"])
        assert {"BSM", "BZ", "DLBM", "piece_id", "county", "pbf"} <= columns
        kept = set(pyogrio.read_info(folder / "farmland_redline.gpkg", layer="pieces")["fields"])
        assert kept - columns == (set() if keep else {"内部评语", "County_2", "KIND"})


@pytest.mark.parametrize("who", ["stranger", None])
def test_who_cannot_prove_who_he_is(encrypted, certificates, county, tmp_path, who):
    """With certificates of another authority, and without any: nobody answers, nothing is computed."""
    address = encrypted.address if who else encrypted.address.replace("tls", "tcp")
    given = {"SCHEDULER_CERTIFICATES": str(certificates[who])} if who else {}
    said = run(county, tmp_path, SCHEDULER=address, **given)
    assert said.startswith("refused: No Dask scheduler answers") and not list(tmp_path.iterdir()), said


@pytest.mark.parametrize(
    ("address", "files", "words"),
    [
        ("tls://127.0.0.1:1", None, "needs the folder with ca.pem, cert.pem, key.pem"),
        ("tcp://127.0.0.1:1", "", "does not begin with tls://"),
        ("tls://127.0.0.1:1", "cert.pem", "“cert.pem” cannot be read (it does not exist)"),
        ("tls://127.0.0.1:1", "locked", "locked with a password"),
    ],
)
def test_what_does_not_fit_is_refused_at_once(certificates, county, tmp_path, address, files, words):
    folder = tmp_path / "given"
    folder.mkdir()
    for file in ("ca.pem", "cert.pem", "key.pem"):
        if file != files:
            (folder / file).write_bytes((certificates["本机"] / file).read_bytes())
    if files == "locked":
        openssl(folder, "rsa", "-aes256", "-passout", "pass:x", "-in", "key.pem", "-out", "locked.pem")
        (folder / "locked.pem").replace(folder / "key.pem")
    given = {} if files is None else {"SCHEDULER_CERTIFICATES": str(folder)}
    assert words in run(county, tmp_path, SCHEDULER=address, **given)


@pytest.mark.parametrize("address", ["tcp://10.0.0.5:8786", "10.0.0.5:8786", "tcp://localhost.example:1"])
def test_an_open_network_is_warned_of(address):
    feedback = QgsProcessingFeedback(False)
    check_scheduler(address, "", FeedbackProgress(feedback))
    assert "not encrypted" in feedback.textLog()
    for local in ("tcp://127.0.0.1:8786", "localhost:1", "tcp://[::1]:1"):
        quiet = QgsProcessingFeedback(False)
        check_scheduler(local, "", FeedbackProgress(quiet))
        assert not quiet.textLog()


def test_only_the_parameter_gives_an_address(qgis_process, county, tmp_path):
    """Not the environment and the configuration of `distributed`; not an expression, which a project may answer."""
    nobody = f"tcp://127.0.0.1:{free_port()}"
    (tmp_path / "dask").mkdir()
    (tmp_path / "dask" / "own.yaml").write_text(f"scheduler-address: {nobody}\n", encoding="utf-8")
    environment = {"DASK_SCHEDULER_ADDRESS": nobody, "DASK_CONFIG": str(tmp_path / "dask")}
    done = qgis_process("overlay_parcels", {**county, "OUTPUT": str(tmp_path / "pieces.gpkg")}, **environment)
    assert done.status == 0 and "scheduler" not in done.log.lower() and "Workers" not in done.log
    profile = tmp_path / "profile.yaml"
    profile.write_text(f"format: 1\nscheduler: {nobody}\n", encoding="utf-8")
    assert "scheduler" in run(county, tmp_path, PROFILE=str(profile)).partition("refused: ")[2]
    said = run(county, tmp_path, SCHEDULER=QgsProperty.fromExpression(f"'{nobody}'"))
    assert said.startswith("refused: Dask scheduler: enter the address itself")


def test_certificates_of_the_configuration_count_for_nothing(certificates):
    """A client made without certificates has none, whatever is configured."""
    import dask

    names = {"ca-file": "ca.pem", "client.cert": "cert.pem", "client.key": "key.pem"}
    found = {f"distributed.comm.tls.{name}": str(certificates["stranger"] / file) for name, file in names.items()}
    with dask.config.set(found):
        assert security_of("").tls_ca_file is None and security_of("").tls_client_cert is None
        own = security_of(str(certificates["本机"]))
    assert own.tls_ca_file == str(certificates["本机"] / "ca.pem") and own.require_encryption
