"""A headless Chromium that opens a file and does what a reader does; spoken to over its debugging pipe."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Browser:
    """One page."""

    def __init__(self, to_browser, from_browser):
        self._out, self._in, self._number, self._session = to_browser, from_browser, 0, None
        self.events: list[dict] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._call(f"{domain}.enable")

    def _call(self, method, **parameters):
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._out.write(json.dumps(message).encode() + b"\0")
        self._out.flush()
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]
            self.events.append(answer)

    def _read(self):
        text = b""
        while not text.endswith(b"\0"):
            letter = self._in.read(1)
            assert letter, "the browser has ended"
            text += letter
        return json.loads(text[:-1])

    def open(self, path: Path, width=1300, height=1000):
        """Open a file and wait until it is loaded."""
        self._call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.events.clear()
        self._call("Page.navigate", url=path.as_uri())
        while not [event for event in self.events if event.get("method") == "Page.loadEventFired"]:
            self.events.append(self._read())
        self.wait_for_drawing()

    def wait_for_drawing(self):
        """Wait until what scripts have asked for is drawn: frames come later on a busy machine."""
        frames = "new Promise(function (done) { requestAnimationFrame(function () { requestAnimationFrame(done); }); })"
        self._call("Runtime.evaluate", expression=frames, awaitPromise=True)

    def say(self, script):
        """What a script gives."""
        result = self._call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def click(self, x, y):
        """A click of the mouse on a place of the window."""
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self._call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self._call("Runtime.evaluate", expression="new Promise(r => setTimeout(r, 300))", awaitPromise=True)

    def click_on(self, selector):
        """A click on the middle of an element, which is brought into view."""
        place = f"document.querySelector({json.dumps(selector)})"
        self.say(f"{place}.scrollIntoView({{block: 'center'}})")
        box = f"var b = {place}.getBoundingClientRect(); [b.x + b.width / 2, b.y + b.height / 2]"
        self.click(*self.say(f"(function () {{ {box.replace('; [', '; return [')} }}())"))

    def picture(self, path: Path):
        """What the window shows, as a PNG."""
        path.write_bytes(base64.b64decode(self._call("Page.captureScreenshot")["data"]))

    def complaints(self):
        """Errors and warnings of the page, and what it asked of a network."""
        found = []
        for event in self.events:
            name, told = event.get("method"), event.get("params", {})
            if name == "Runtime.exceptionThrown":
                found.append(told["exceptionDetails"]["text"])
            # A test that looks at a canvas is told that it might do so faster.
            elif name == "Log.entryAdded" and not told["entry"]["text"].startswith("Canvas2D"):
                found.append(told["entry"]["text"])
            elif name == "Network.requestWillBeSent" and not told["request"]["url"].startswith(("file:", "data:")):
                found.append(told["request"]["url"])
        return found


@contextmanager
def browser() -> Iterator[Browser]:
    """Start a browser and end it."""
    to_browser, write = os.pipe()
    read, from_browser = os.pipe()

    def pipes():
        # Out of the way first: a descriptor that is duplicated onto itself would be closed in the browser.
        numbers = [fcntl.fcntl(one, fcntl.F_DUPFD, 10) for one in (to_browser, from_browser)]
        for place, number in enumerate(numbers, start=3):
            os.dup2(number, place)

    profile = tempfile.mkdtemp()
    try:
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe")
        process = subprocess.Popen(
            [PROGRAM, *options, f"--user-data-dir={profile}"],
            close_fds=False,
            preexec_fn=pipes,  # noqa: PLW1509  (the browser reads and writes the numbers 3 and 4)
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        try:
            with os.fdopen(write, "wb") as out, os.fdopen(read, "rb") as back:
                yield Browser(out, back)
        finally:
            process.terminate()
            process.wait(20)
    finally:
        shutil.rmtree(profile, ignore_errors=True)
