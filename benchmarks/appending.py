"""Owns measuring the end of the log against raw inserts, alternately in one run, on a cluster on disk.

The floor is a table with the same columns and indexes, where the same rows, made ready beforehand, take their place from
a sequence: no order of commits, no outcome, no trigger, no wake-up. What ours adds, hashes included, is in its time.
"""

import argparse
import asyncio
import datetime
import hashlib
import itertools
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import orjson

import migrations
from benchmarks.projections import generated
from events.decide.command import Record, Request
from events.drafts import StatementDraft
from events.event import EventToAppend
from events.log.appending import Log, random_salt
from events.log.connection import Pool, open_writer_pool
from events.log.outcome import Appended
from events.log.prepared import COLUMNS, Row, prepared
from events.log.recorder import Recorded, Recorder
from events.log.shared_recorder import SharedRecorder
from events.log.sql import load
from events.vocabulary import EventId
from service.embedded.server import EmbeddedPostgres

QUERIES = load(Path(__file__).with_name("appending.sql"))
_PATIENCE = datetime.timedelta(minutes=30)
_CALLERS, _BATCH, _CHUNK = 16, 1_000, 20_000
