"""What is handed over without a call: topics, lists and tables."""

from __future__ import annotations

import pytest

from tests.support.program import Sources
from tests.unit.flow.acme import SENDER, build, flows

SEND = "acme.send"
FLASK = "from flask import Flask\napp = Flask(__name__)\n"
MODELS = "from django.db import models\nclass OutgoingMessage(models.Model):\n    text = models.TextField()\n"
WORKER = (
    "from django.core.management.base import BaseCommand\nfrom outbox.models import OutgoingMessage\nfrom sms import send_text\n"
    "class Command(BaseCommand):\n    def handle(self, *args, **options):\n"
    "        for row in OutgoingMessage.objects.filter(sent=False):\n            send_text(row.text)\n"
)

HANDED: dict[str, tuple[Sources, list[str]]] = {
    "a topic of Kafka": (
        {
            "worker.py": (
                "from kafka import KafkaConsumer\nfrom sms import send_text\n"
                "def consume():\n    for item in KafkaConsumer('codes'):\n        send_text(item)\n"
            ),
            "app.py": "from kafka import KafkaProducer\nproducer = KafkaProducer()\ndef go(to):\n    producer.send('codes', to)\n",
        },
        ["go", "consume", "send_text", SEND],
    ),
    "a list in Redis": (
        {
            "worker.py": (
                "import redis\nfrom sms import send_text\nstore = redis.Redis()\n"
                "def consume():\n    while True:\n        send_text(store.brpop('codes'))\n"
            ),
            "app.py": "import redis\nstore = redis.Redis()\ndef go(to):\n    store.lpush('codes', to)\n",
        },
        ["go", "consume", "send_text", SEND],
    ),
    "rows of a table": (
        {
            "outbox/models.py": MODELS,
            "outbox/management/commands/deliver.py": WORKER,
            "app.py": "from outbox.models import OutgoingMessage\ndef go(text):\n    OutgoingMessage.objects.create(text=text)\n",
        },
        ["go", "Command.handle", "send_text", SEND],
    ),
    "a queue of a module": (
        {
            "shared.py": "from queue import Queue\njobs = Queue()\n",
            "worker.py": (
                "from shared import jobs as todo\nfrom sms import send_text\n"
                "def consume():\n    while True:\n        send_text(todo.get())\n"
            ),
            "app.py": "import shared\ndef go(to):\n    shared.jobs.put(to)\n",
        },
        ["go", "consume", "send_text", SEND],
    ),
    "a queue of an object": (
        {
            "worker.py": (
                "import asyncio\nfrom sms import send_text\nclass Worker:\n    def __init__(self):\n        self.jobs = asyncio.Queue()\n"
                "    async def consume(self):\n        send_text(await self.jobs.get())\n"
            ),
            "app.py": "from worker import Worker\nworker = Worker()\nasync def go(to):\n    await worker.jobs.put(to)\n",
        },
        ["go", "Worker.consume", "send_text", SEND],
    ),
    "a queue that an object is given": (
        {
            "worker.py": (
                "from sms import send_text\nclass Worker:\n    def __init__(self, jobs):\n        self.jobs = jobs\n"
                "    def consume(self):\n        send_text(self.jobs.get())\n"
            ),
            "app.py": "import queue\nfrom worker import Worker\nq = queue.Queue()\nworker = Worker(q)\ndef go(to):\n    q.put(to)\n",
        },
        ["go", "Worker.consume", "send_text", SEND],
    ),
    "a queue that a process is given": (
        {
            "worker.py": "from sms import send_text\ndef consume(jobs):\n    send_text(jobs.get())\n",
            "app.py": (
                "import multiprocessing\nfrom worker import consume\nq = multiprocessing.Queue()\n"
                "multiprocessing.Process(target=consume, args=(q,)).start()\ndef go(to):\n    q.put(to)\n"
            ),
        },
        ["go", "consume", "send_text", SEND],
    ),
    "a queue of a base": (
        {
            "base.py": "from queue import Queue\nclass Base:\n    def __init__(self):\n        self.jobs = Queue()\n",
            "worker.py": (
                "from base import Base\nfrom sms import send_text\nclass Worker(Base):\n"
                "    def consume(self):\n        send_text(self.jobs.get())\n"
            ),
            "app.py": "from worker import Worker\nworker = Worker()\ndef go(to):\n    worker.jobs.put(to)\n",
        },
        ["go", "Worker.consume", "send_text", SEND],
    ),
    "a queue that an application carries": (
        {
            "worker.py": (
                "import asyncio\nfrom aiohttp import web\nfrom sms import send_text\napp = web.Application()\napp['jobs'] = asyncio.Queue()\n"
                "async def consume():\n    send_text(await app['jobs'].get())\n"
            ),
            "app.py": "from worker import app\nasync def go(to):\n    await app['jobs'].put(to)\n",
        },
        ["go", "consume", "send_text", SEND],
    ),
    "an event that has a name": (
        {
            "app.py": (
                "from pyee.base import EventEmitter\nfrom sms import send_text\nevents = EventEmitter()\n"
                "@events.on('paid')\ndef told(to):\n    send_text(to)\n@events.on('left')\ndef other(to):\n    pass\n"
                "def go(to):\n    events.emit('paid', to)\ndef leave(to):\n    events.emit('left', to)\n"
            ),
        },
        ["go", "told", "send_text", SEND],
    ),
    "rows of SQLAlchemy": (
        {
            "models.py": "from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy()\nclass Message(db.Model):\n    text = db.Column(db.Text)\n",
            "worker.py": (
                "from models import Message\nfrom sms import send_text\n"
                "def consume():\n    for row in Message.query.filter_by(sent=False).all():\n        send_text(row.text)\n"
            ),
            "app.py": "from models import Message, db\ndef go(text):\n    row = Message(text=text)\n    db.session.add(row)\n",
        },
        ["go", "consume", "send_text", SEND],
    ),
    "rows that a session is asked for": (
        {
            "models.py": "from sqlalchemy.orm import declarative_base, sessionmaker\nSession = sessionmaker()\nclass SmsJob(declarative_base()): ...\n",
            "worker.py": (
                "from sqlalchemy import select\nfrom models import Session, SmsJob\nfrom sms import send_text\n"
                "def consume():\n    for row in Session().scalars(select(SmsJob).where(1)):\n        send_text(row.text)\n"
            ),
            "app.py": "from models import Session, SmsJob\ndef go(text):\n    Session().add_all([SmsJob(text=text)])\n",
        },
        ["go", "consume", "send_text", SEND],
    ),
    "a table of SQL": (
        {
            "worker.py": (
                "import sqlite3\nfrom sms import send_text\nSQL = 'SELECT number, text FROM sms_queue WHERE sent = 0'\n"
                "def consume():\n    for number, text in sqlite3.connect('q').execute(SQL):\n        send_text(number)\n"
            ),
            "app.py": (
                "import sqlite3\ndef go(to, text):\n"
                "    sqlite3.connect('q').execute('INSERT INTO sms_queue (number, text) VALUES (?, ?)', (to, text))\n"
            ),
        },
        ["go", "consume", "send_text", SEND],
    ),
    "a table of SQL by functions of the tree": (
        {
            "database.py": "def query(sql, *values): ...\ndef execute(sql, *values): ...\n",
            "worker.py": (
                "import database\nfrom sms import send_text\n"
                "def pending():\n    return database.query('select * from `mt`.`outbox` where state = 0')\n"
                "def consume():\n    for row in pending():\n        send_text(row)\n"
            ),
            "app.py": "import database\ndef go(to, text):\n    database.execute('insert ignore into outbox values (%s)', to)\n",
        },
        ["go", "consume", "send_text", SEND],
    ),
}


@pytest.mark.parametrize(("sources", "steps"), HANDED.values(), ids=HANDED)
def test_a_hand_over_is_a_step(sources: Sources, steps: list[str]) -> None:
    flow, _ = build({"sms.py": SENDER, **sources})
    (one,) = [each for each in flow.flows if each.steps[0].name == "go"]
    assert [step.name for step in one.steps] == steps
    assert one.steps[1].kind == "hands-over"
    assert one.steps[1].resolution == "inferred"


APART: dict[str, Sources] = {
    "a table of something else": {
        "worker.py": (
            "import sqlite3\nfrom sms import send_text\n"
            "def consume():\n    for number in sqlite3.connect('q').execute('SELECT number FROM customers'):\n        send_text(number)\n"
        ),
        "app.py": "import sqlite3\ndef go(to):\n    sqlite3.connect('q').execute('INSERT INTO customers VALUES (?)', (to,))\n",
    },
    "a table whose rows are only counted": {
        "worker.py": (
            "import sqlite3\nfrom sms import send_text\n"
            "def consume():\n    if sqlite3.connect('q').execute('SELECT count(*) FROM outbox'):\n        send_text(1)\n"
        ),
        "app.py": "import sqlite3\ndef go(to):\n    sqlite3.connect('q').execute('INSERT INTO outbox VALUES (?)', (to,))\n",
    },
    "a table that is only read": {
        "worker.py": (
            "import sqlite3\nfrom sms import send_text\n"
            "def consume():\n    for number in sqlite3.connect('q').execute('SELECT number FROM outbox'):\n        send_text(number)\n"
        ),
        "app.py": "import sqlite3\ndef go(to):\n    sqlite3.connect('q').execute('SELECT * FROM outbox')\n",
    },
    "another queue": {
        "worker.py": "import queue\nfrom sms import send_text\njobs = queue.Queue()\ndone = queue.Queue()\ndef consume():\n    send_text(jobs.get())\n",
        "app.py": "from worker import done\ndef go(to):\n    done.put(to)\n",
    },
    "a queue of the same name elsewhere": {
        "worker.py": "import queue\nfrom sms import send_text\njobs = queue.Queue()\ndef consume():\n    send_text(jobs.get())\n",
        "app.py": "import queue\nimport worker\njobs = queue.Queue()\ndef go(to):\n    jobs.put(to)\n",
    },
    "something else that is put": {
        "worker.py": "import queue\nfrom sms import send_text\njobs = queue.Queue()\ndef consume():\n    send_text(jobs.get())\n",
        "app.py": "import requests\nimport worker\njobs = requests.Session()\ndef go(to):\n    jobs.put(to)\n",
    },
    "another topic": {
        "worker.py": HANDED["a topic of Kafka"][0]["worker.py"],
        "app.py": "from kafka import KafkaProducer\nproducer = KafkaProducer()\ndef go(to):\n    producer.send('codes.log', to)\n",
    },
    "rows that are only counted": {
        "outbox/models.py": MODELS,
        "outbox/management/commands/deliver.py": WORKER.replace(
            "        for row in OutgoingMessage.objects.filter(sent=False):\n            send_text(row.text)\n",
            "        if OutgoingMessage.objects.filter(sent=False).count():\n            send_text(1)\n",
        ),
        "app.py": HANDED["rows of a table"][0]["app.py"],
    },
    "rows that a request looks up": {
        "outbox/models.py": MODELS,
        "web.py": FLASK
        + (
            "from outbox.models import OutgoingMessage\nfrom sms import send_text\n"
            "@app.post('/again')\ndef again():\n    for row in OutgoingMessage.objects.filter(sent=False):\n        send_text(row.text)\n"
        ),
        "app.py": HANDED["rows of a table"][0]["app.py"],
    },
    "rows that are no messages": {
        name: text.replace("OutgoingMessage", "Customer")
        for name, text in HANDED["rows of a table"][0].items()
    },
}


@pytest.mark.parametrize("sources", APART.values(), ids=APART)
def test_what_only_resembles_one_is_none(sources: Sources) -> None:
    assert [steps for steps in flows({"sms.py": SENDER, **sources}) if steps[0] == "go"] == []
