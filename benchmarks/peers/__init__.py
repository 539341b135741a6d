"""What else makes a site of the same words: each is a module with its `PEERS`, and a new one a name here."""

from __future__ import annotations

from benchmarks.peers import book_theme, hugo, material, quartz, zensical
from benchmarks.peers.peer import Peer

#: By their short names, in the order in which they stand in tables.
PEERS: dict[str, Peer] = {
    peer.name: peer for module in (book_theme, zensical, material, quartz, hugo) for peer in module.PEERS
}
