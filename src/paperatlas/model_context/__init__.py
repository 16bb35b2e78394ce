"""Model context: an atlas for language models, by the Model Context Protocol.

https://modelcontextprotocol.io: a client (an assistant, an editor, an agent) starts a server, is
told what it offers, and calls its tools on behalf of a language model. This one only reads.

``tools`` says what may be called, ``answering`` answers over an open atlas: ``lookup`` finds things
by their names, ``description`` tells of one, ``quotes`` gives the sentences behind rows, and
``page`` and ``writing`` make a reply of them, in which ``quotation`` keeps the text of papers apart
from everything else. ``worker`` does so in a process of its own, which ``process`` stops when it
takes too long. ``server`` alone knows the protocol's SDK, which is an extra.
"""

from __future__ import annotations

from .limits import Limits

__all__ = ["Limits"]
