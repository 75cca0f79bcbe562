"""The service without a network: what a test asks of it, and everything that came back."""

from __future__ import annotations

import json
from concurrent.futures import CancelledError
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from bundled import WORLDS as BUNDLED
from dreamwright.chronicle import open_chronicle
from dreamwright.web.app import Service
from dreamwright.web.store import Store
from dreamwright.web.stories.house import House
from dreamwright.web.stories.room import Room

WORLDS = Path(__file__).parent / "worlds"
_ids = count()
NOON = "2026-01-01T12:00:00+00:00"


class Served:
    """A service that runs as long as the `with` lasts; one more on the same chronicle is a server started again."""

    def __init__(self, chronicle: Path, rate: float = 1e6) -> None:
        self.chronicle = chronicle
        self.service = Service(self._house, rate=rate, burst=rate)
        self.client = TestClient(self.service.app, base_url="http://inn.test")

    async def _house(self) -> House:
        return House(Store(open_chronicle(str(self.chronicle)).database), lambda: NOON)

    def __enter__(self) -> Served:
        self.client.__enter__()
        return self

    def __exit__(self, *problem: object) -> None:
        self.client.__exit__(*problem)

    @property
    def house(self) -> House:
        assert self.service.house is not None
        return self.service.house

    def do(self, work: Any, *arguments: Any, **named: Any) -> Any:
        """Call something asynchronous of the service's."""

        async def called() -> Any:
            return await work(*arguments, **named)

        assert self.client.portal is not None
        return self.client.portal.call(called)

    def story(self, name: str, **how: Any) -> Room:
        """The story of one of the worlds of these tests, or of a bundled one."""
        source = WORLDS / name
        return self.do(self.house.open, source if source.exists() else BUNDLED / name, **how)

    def operator(self, room: Room, role: str = "operator") -> str:
        """The secret of somebody who is invited to see everything."""
        return self.do(self.house.invite, room, role)

    def subject(self, name: str, **how: Any) -> Subject:
        """Somebody who is invited to live in a story."""
        room = self.story(name, **how)
        return Subject(self, room, self.do(self.house.invite, room, "subject"))


class Subject:
    """Somebody with an invitation, as a program would be it."""

    def __init__(self, served: Served, room: Room, secret: str) -> None:
        self.served, self.room, self.secret = served, room, secret
        self.client = served.client

    @property
    def page(self) -> str:
        return f"/play/{self.secret}"

    @property
    def api(self) -> str:
        return f"/api/play/{self.secret}"

    def enter(self, line: str, id: str | None = None) -> dict[str, Any]:
        """Enter a line, and wait until it has been obeyed."""
        said = {"id": id or f"test-{next(_ids)}", "line": line}
        answer = self.client.post(f"{self.api}/lines", json=said)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def view(self) -> dict[str, Any]:
        return self.client.get(self.api).json()

    def told(self, after: int = 0) -> list[dict[str, Any]]:
        return self.client.get(f"{self.api}/told", params={"after": after}).json()["told"]

    def live(self, after: int = 0) -> Live:
        """A connection, to be used in a `with`."""
        return Live(self.client.websocket_connect(f"{self.api}/live?after={after}"))


class Helm:
    """An operator, as a program would be it."""

    def __init__(self, guest, role="operator", name=""):
        self.client = guest.client
        self.secret = guest.served.do(guest.served.house.invite, guest.room, role, name)
        self.api = f"/api/helm/{self.secret}"
        self._ids = iter(range(100))

    def view(self):
        return self.client.get(self.api).json()

    def order(self, order, id=None, **fields):
        said = {
            "id": id or f"{self.secret[:8].replace('_', '-')}-{next(self._ids)}",
            "order": {"order": order, **fields},
        }
        answer = self.client.post(f"{self.api}/orders", json=said)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def do(self, order, **fields):
        answer = self.order(order, **fields)
        assert answer["type"] == "heard", answer

    def refused(self, order, **fields):
        """Why an order is refused."""
        answer = self.order(order, **fields)
        assert (answer["type"], answer["code"]) == ("refused", "not-possible"), answer
        return answer["message"]

    def forecast(self, order, **fields):
        return self.client.post(f"{self.api}/forecast", json={"order": {"order": order, **fields}})

    def try_out(self, what, **fields):
        return self.client.post(f"{self.api}/what-if", json={"what": what, **fields})

    def get(self, what, **fields):
        return self.client.get(f"{self.api}/{what}", params=fields)


class Live:
    """A socket and what came over it."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.received: list[dict[str, Any]] = []

    def __enter__(self) -> Live:
        self.socket = self._session.__enter__()
        return self

    def __exit__(self, *problem: object) -> None:
        with suppress(CancelledError):  # the test client ends the server's side by cancelling it
            self._session.__exit__(*problem)

    def say(self, line: str, id: str) -> None:
        self.socket.send_text(json.dumps({"type": "say", "id": id, "line": line}))

    def next(self) -> dict[str, Any]:
        """The next message."""
        message = json.loads(self.socket.receive_text())
        self.received.append(message)
        return message

    def until(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The next message of a kind, and with these fields."""
        while True:
            message = self.next()
            if message["type"] == kind and all(message[name] == value for name, value in fields.items()):
                return message

    def numbers(self) -> list[int]:
        """The numbers of all that was told."""
        return [told["number"] for message in self.received if message["type"] == "told" for told in message["told"]]
