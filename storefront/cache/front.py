"""What stands before Django: gives the answer that it has, or has it made."""

from __future__ import annotations

import re
import threading
import time
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING
from wsgiref.types import StartResponse, WSGIApplication

from storefront.cache.answers import Answer, Headers, encoding_for, may_be_kept
from storefront.cache.asking import Said, ask, close
from storefront.cache.clock import HELD, Age, Clock, Moment
from storefront.cache.flights import Flights
from storefront.cache.keys import Environ, Keys, Question
from storefront.cache.memory import Memory
from storefront.cache.tally import Tally

if TYPE_CHECKING:
    from storefront.cache.shared import Shared

# Seconds to wait for somebody else's answer before making it oneself.
PATIENCE = 10.0
_LONGEST_ACCEPTED = 200  # letters of a header that are worth remembering
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_SERVER_ERROR = "5"


class Front:
    """The application with its cache before it. shared: None without other machines."""

    def __init__(
        self,
        application: WSGIApplication,
        *,
        keys: Keys,
        clock: Clock,
        memory: Memory,
        shared: Shared | None = None,
        tally: Tally | None = None,
    ) -> None:
        self._application = application
        self._keys, self._clock, self._memory, self._shared = keys, clock, memory, shared
        self._flights = Flights()
        self._renewing = threading.Lock()
        self.tally = tally or Tally(lambda: (len(memory), memory.size))

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        question = self._keys.question(environ)
        moment = self._clock.moment() if question else None
        if question is None or moment is None:
            return self._application(environ, start_response)
        reply = _Reply(environ, start_response, self)
        answer = self._memory.get(question)
        age = self._clock.age(answer.label) if answer else Age.GONE
        if answer and age is Age.FRESH:
            return reply.give(question, answer, "hit")
        if answer and age is Age.OLD:
            return self._renew(question, moment, reply, answer)
        running = self._flights.begin(question)
        if running is None:
            return self._fly(question, moment, reply)
        running.wait(PATIENCE)
        answer = self._usable(question)
        if answer:
            return reply.give(question, answer, "waited")
        # it could not be kept, so each has to ask for himself
        return reply.pass_on(ask(self._application, environ))

    def _renew(
        self, question: Question, moment: Moment, reply: _Reply, old: Answer
    ) -> Iterable[bytes]:
        """Make one old answer anew at a time, so that a move of the version does not put every
        thread of the worker to making answers while others wait for ones that are there."""
        if not self._renewing.acquire(blocking=False):
            return reply.give(question, old, "old")
        try:
            if self._flights.begin(question) is None:
                return self._fly(question, moment, reply)
        finally:
            self._renewing.release()
        return reply.give(question, old, "old")

    def _fly(self, question: Question, moment: Moment, reply: _Reply) -> Iterable[bytes]:
        """Get the answer made; the others of this process wait for it."""
        try:
            made = self._memory.get(question)
            # by whoever was at it until after this request had looked
            if made and self._clock.age(made.label) is Age.FRESH:
                return reply.give(question, made, "hit")
            found = self._from_elsewhere(question) if self._shared else None
            if found:
                return reply.give(question, found, "shared")
            return self._make(question, moment, reply)
        finally:
            self._flights.end(question)

    def _make(self, question: Question, moment: Moment, reply: _Reply) -> Iterable[bytes]:
        is_kept = False
        try:
            said = ask(self._application, reply.environ)
            if said.status.startswith(_SERVER_ERROR) and (old := self._usable(question)):
                close(said.rest)
                return reply.give(question, old, "old")
            if said.body is None or not may_be_kept(question, said.status, said.headers):
                return reply.pass_on(said)
            answer = Answer.kept(question, said.status, said.headers, said.body, moment.label)
            answer.squeeze(reply.encoding)
            self._memory.put(question, answer)
            is_kept = True
            if self._shared:
                self._shared.put(question, answer)
            return reply.give(question, answer, "miss", said.request_id)
        finally:
            if self._shared and not is_kept:
                self._shared.leave(question)

    def _usable(self, question: Question) -> Answer | None:
        """What is kept, as long as it may be given."""
        answer = self._memory.get(question)
        return answer if answer and self._clock.age(answer.label) is not Age.GONE else None

    def _from_elsewhere(self, question: Question) -> Answer | None:
        """An answer that another process has made or is making; None when this one is to."""
        shared = self._shared
        assert shared is not None
        until = time.monotonic() + HELD / 2
        is_claimed = False
        while True:
            found = shared.get(question)
            if found and self._clock.age(found.label) is Age.FRESH:
                self._memory.put(question, found)
                if is_claimed:
                    shared.leave(question)
                return found
            if is_claimed:
                return None
            is_claimed = shared.claim(question)
            if is_claimed:
                continue  # whoever had the claim may have left an answer since this one looked
            old = self._usable(question)
            if old or time.monotonic() > until:
                return old
            time.sleep(0.03)

    def add_encoding(self, question: Question, answer: Answer, encoding: str) -> None:
        """Compress a kept answer in a further way, and count its bytes."""
        answer.add(encoding)
        self._memory.grown(question)


class _Reply:
    """One request's way to be answered."""

    def __init__(self, environ: Environ, start_response: StartResponse, front: Front) -> None:
        self.environ = environ
        self._start = start_response
        self._front = front
        self.encoding = encoding_for(environ.get("HTTP_ACCEPT_ENCODING", "")[:_LONGEST_ACCEPTED])

    def give(
        self, question: Question, answer: Answer, how: str, request_id: str = ""
    ) -> Iterable[bytes]:
        """Send a kept answer, or only that it has not changed. how: for X-Cache and the tally."""
        environ = self.environ
        self._front.tally.add(how)
        own: Headers = [("X-Cache", how), ("X-Request-ID", request_id or _request_id(environ))]
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and answer.tag and (answer.tag[2:] in known or known.strip() == "*"):
            self._start("304 Not Modified", [*answer.unchanged, ("ETag", answer.tag), *own])
            return ()
        if answer.lacks(self.encoding):
            self._front.add_encoding(question, answer, self.encoding)
        headers, body = answer.encoded(self.encoding)
        self._start(answer.status, [*headers, *own])
        return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)

    def pass_on(self, said: Said) -> Iterable[bytes]:
        """Send what is for this request alone."""
        self._front.tally.add("passed")
        is_head = self.environ["REQUEST_METHOD"] == "HEAD"
        if said.body is None:
            self._start(said.status, said.headers)
            if is_head:
                close(said.rest)
            return () if is_head else said.rest
        answer = Answer.passing(said.status, said.headers, said.body)
        if answer.lacks(self.encoding):
            answer.add(self.encoding)
        headers, body = answer.encoded(self.encoding)
        request_id = said.request_id or _request_id(self.environ)
        self._start(said.status, [*headers, ("X-Request-ID", request_id)])
        return () if is_head else (body,)


def _request_id(environ: Environ) -> str:
    """An id for a request that Django does not see; what the client sent when it looks like one."""
    sent = environ.get("HTTP_X_REQUEST_ID", "")
    return sent if sent and _ID.fullmatch(sent) else str(uuid.uuid4())
