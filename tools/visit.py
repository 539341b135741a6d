"""Count what a browser gets over the line when it visits a page."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page


class Line:
    """The line of a page, from its first request on; what the browser has kept from before does not count."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._kinds: dict[str, tuple[str, str]] = {}
        self._sizes: dict[str, float] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", self._received)
        session.on("Network.loadingFinished", self._finished)

    def _received(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = (event["type"], event["response"]["url"])

    def _finished(self, event: dict[str, Any]) -> None:
        self._sizes[event["requestId"]] = event["encodedDataLength"]

    @property
    def answers(self) -> list[tuple[str, str, int]]:
        """The kind, address and bytes of each answer that came over the line, headers and all."""
        return [
            (*self._kinds[each], int(size))
            for each, size in self._sizes.items()
            if each in self._kinds and self._kinds[each][1].startswith("http")
        ]

    @property
    def requests(self) -> int:
        """How many answers came."""
        return len(self.answers)

    @property
    def bytes(self) -> int:
        """How many bytes came."""
        return sum(size for _, _, size in self.answers)

    def visit(self, address: str) -> None:
        """Open a page, and wait until it asks for nothing more."""
        self.page.goto(address)
        self.rest()

    def rest(self) -> None:
        """Wait until nothing was asked for, for half a second."""
        self.page.wait_for_load_state("networkidle")
        count = -1
        while count != len(self._sizes):
            count = len(self._sizes)
            self.page.wait_for_timeout(500)

    def told(self) -> str:
        """A line for each answer, heaviest first."""
        return "\n".join(
            f"{size:8} {kind} {url}" for kind, url, size in sorted(self.answers, key=lambda each: -each[2])
        )
