"""What a library hands to the handlers that it makes and calls: servers, factories, arguments of a route, user data."""

from __future__ import annotations

import pytest

from tests.support.program import Sources, program

SEND = "acme.Client.send"

OWNED: dict[str, str | Sources] = {
    "put on a server of the library": """\
import acme
from http.server import BaseHTTPRequestHandler, HTTPServer
class H(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.link.send()  #?
httpd = HTTPServer(("", 80), H)
httpd.link = acme.Client()
""",
    "set by a server of the tree": """\
import acme, socketserver
class H(socketserver.BaseRequestHandler):
    def handle(self):
        self.server.link.send()  #?
class S(socketserver.TCPServer):
    def __init__(self, address):
        super().__init__(address, H)
        self.link = acme.Client()
""",
    "a method of a server in another module": {
        "server.py": "import acme\nfrom http.server import HTTPServer\nclass S(HTTPServer):\n    def link(self):\n        return acme.Client()\n",
        "app.py": "import server\nfrom http.server import BaseHTTPRequestHandler\nclass H(BaseHTTPRequestHandler):\n    def do_GET(self):\n        self.server.link().send()  #?\n",
    },
    "given to a factory": """\
import acme
from twisted.internet import protocol
class P(protocol.Protocol):
    def dataReceived(self, data):
        self.factory.link.send()  #?
class F(protocol.ServerFactory):
    def __init__(self, link):
        self.link = link
F(acme.Client())
""",
    "set by an application": """\
import acme, tornado.web
class H(tornado.web.RequestHandler):
    def post(self):
        self.application.link.send()  #?
class App(tornado.web.Application):
    def __init__(self):
        super().__init__([("/", H)])
        self.link = acme.Client()
""",
    "set by a bot": """\
import acme
from discord.ext import commands
class Mine(commands.Bot):
    def __init__(self):
        self.link = acme.Client()
class Texts(commands.Cog):
    def __init__(self, bot):
        self.bot = bot
    async def text(self, ctx):
        self.bot.link.send()  #?
""",
}


@pytest.mark.parametrize("sources", OWNED.values(), ids=OWNED)
def test_a_handler_has_what_its_owner_has(sources: str | Sources) -> None:
    assert SEND in program(sources).origins()


def test_of_many_servers_elsewhere_none_is_meant() -> None:
    server = (
        "import acme\nfrom http.server import HTTPServer\nclass S(HTTPServer):\n    link = acme.Client()\n"
    )
    handler = "from http.server import BaseHTTPRequestHandler\nclass H(BaseHTTPRequestHandler):\n    def do_GET(self):\n        self.server.link.send()  #?\n"
    sources = {f"server{number}.py": server for number in range(3)}
    assert SEND not in program({**sources, "app.py": handler}).origins()


def test_a_class_without_a_base_outside_has_no_owner() -> None:
    source = """\
import acme
from http.server import HTTPServer
class S(HTTPServer):
    link = acme.Client()
class H:
    def go(self):
        self.server.link.send()  #?
"""
    assert SEND not in program(source).origins()


HANDED: dict[str, str | Sources] = {
    "named behind a route": """\
import acme, tornado.web
class H(tornado.web.RequestHandler):
    def initialize(self, link):
        self.link = link
    def get(self):
        self.link.send()  #?
tornado.web.Application([(r"/", H, {"link": acme.Client()})])
""",
    "named in the address of a route": """\
import acme, tornado.web
class H(tornado.web.RequestHandler):
    def initialize(self, link):
        self.link = link
    def get(self):
        self.link.send()  #?
tornado.web.Application([tornado.web.url(r"/", H, dict(link=acme.Client()))])
""",
    "given to a resource": """\
import acme, flask_restful
class R(flask_restful.Resource):
    def __init__(self, link):
        self.link = link
    def post(self):
        self.link.send()  #?
flask_restful.Api().add_resource(R, "/", resource_class_kwargs={"link": acme.Client()})
""",
    "given to a view": """\
import acme, flask, flask.views
class V(flask.views.MethodView):
    def __init__(self, link):
        self.link = link
    def post(self):
        self.link.send()  #?
flask.Flask("x").add_url_rule("/", view_func=V.as_view("v", acme.Client()))
""",
    "set on a view": """\
import acme, django.views
class V(django.views.View):
    link = None
    def post(self, request):
        self.link.send()  #?
urls = [V.as_view(link=acme.Client())]
""",
    "the user data of a client": """\
import acme
import paho.mqtt.client as mqtt
def on_message(client, userdata, message):
    userdata.send()  #?
c = mqtt.Client(userdata=acme.Client())
c.on_message = on_message
""",
    "user data that is set": """\
import acme
import paho.mqtt.client as mqtt
def on_message(client, userdata, message):
    userdata["link"].send()  #?
c = mqtt.Client()
c.user_data_set({"link": acme.Client()})
c.on_message = on_message
""",
    "an argument of a job": """\
import acme
from apscheduler.schedulers.background import BackgroundScheduler
def job(link):
    link.send()  #?
BackgroundScheduler().add_job(job, "cron", hour=8, args=[acme.Client()])
""",
    "an argument of what is scheduled": "import acme, schedule\ndef job(link):\n    link.send()  #?\nschedule.every(3).minutes.do(job, acme.Client())\n",
    "what is called later": "import acme\nfrom twisted.internet import reactor\ndef job(link):\n    link.send()  #?\nreactor.callLater(3, job, acme.Client())\n",
    "a task in the background": """\
import acme, fastapi
def job(link, to):
    link.send()  #?
def view(tasks: fastapi.BackgroundTasks):
    tasks.add_task(job, acme.Client(), to=1)
""",
}


@pytest.mark.parametrize("sources", HANDED.values(), ids=HANDED)
def test_a_handler_has_what_it_is_begun_with(sources: str | Sources) -> None:
    assert SEND in program(sources).origins()


SET: dict[str, str | Sources] = {
    "on a class that stands below one of the library": """\
import acme
from http.server import BaseHTTPRequestHandler
class H(BaseHTTPRequestHandler):
    link = None
    def do_GET(self):
        self.link.send()  #?
def main():
    H.link = acme.Client()
""",
    "on a class in another module": {
        "sender.py": "class S:\n    link = None\n    def go(self):\n        self.link.send()  #?\n",
        "app.py": "import acme\nfrom sender import S\nS.link = acme.Client()\n",
    },
    "on an object that has none to begin with": {
        "sender.py": "class S:\n    def __init__(self):\n        self.link = None\n    def go(self):\n        self.link.send()  #?\n",
        "app.py": "import acme\nfrom sender import S\ns = S()\ns.link = acme.Client()\n",
    },
    "in a module that has none to begin with": {
        "sender.py": "link = None\ndef go():\n    link.send()  #?\n",
        "app.py": "import acme, sender\nsender.link = acme.Client()\n",
    },
    "among what extends an application": {
        "begin.py": "import acme\nclass Links:\n    def init_app(self, app):\n        app.extensions['links'] = self\n        self.link = acme.Client()\n",
        "app.py": "import begin\nfrom flask import current_app\ndef f():\n    current_app.extensions['links'].link.send()  #?\n",
    },
    "in the configuration of an application": "import acme, flask\napp = flask.Flask('x')\napp.config['LINK'] = acme.Client()\ndef f():\n    flask.current_app.config['LINK'].send()  #?\n",
    "in the data of a bot": "import acme\ndef f(update, context):\n    context.bot_data['link'].send()  #?\ndef main(app):\n    app.bot_data['link'] = acme.Client()\n",
    "among the data of a home": {
        "begin.py": "import acme\nDOMAIN = 'texts'\ndef setup(hass, config):\n    hass.data[DOMAIN] = acme.Client()\n",
        "app.py": "from begin import DOMAIN\nclass S:\n    def __init__(self, link):\n        self.link = link\n    def go(self):\n        self.link.send()  #?\ndef get_service(hass, config):\n    return S(hass.data[DOMAIN])\n",
    },
    "among the data of an entry of a home": {
        "begin.py": "import acme\nDOMAIN = 'texts'\ndef setup(hass, entry):\n    hass.data.setdefault(DOMAIN, {})[entry.entry_id] = {'link': acme.Client()}\n",
        "app.py": "from begin import DOMAIN\nclass S:\n    def __init__(self, hass, entry):\n        self.hass = hass\n        self.entry = entry\n    def go(self):\n        self.hass.data[DOMAIN][self.entry.entry_id]['link'].send()  #?\n",
    },
    "for the length of a request": "import acme\nfrom flask import g\ndef before():\n    g.link = acme.Client()\ndef f():\n    g.link.send()  #?\n",
    "for a thread": "import acme, threading\nlocal = threading.local()\ndef begin():\n    local.link = acme.Client()\ndef f():\n    local.link.send()  #?\n",
}


@pytest.mark.parametrize("sources", SET.values(), ids=SET)
def test_what_has_none_to_begin_with_has_what_others_set(sources: str | Sources) -> None:
    assert SEND in program(sources).origins()


def test_texts_that_are_set_on_objects_of_one_class_are_not_told_apart() -> None:
    sources = {
        "config.py": "class Config:\n    address = None\n",
        "app.py": "import acme\nfrom config import Config\ndef go(config: Config):\n    address = config.address\n    acme.send(address)  #?\n",
        "build.py": "from config import Config\ndef build(configs: list[Config]):\n    for one in configs:\n        one.address = 'https://one.example'\n",
    }
    assert program(sources).carried() == {"none"}


QUEUED: dict[str, str | Sources] = {
    "of the standard library": "import acme, queue\nq = queue.Queue()\nq.put(acme.Client())\nq.get(timeout=3).send()  #?\n",
    "of a loop": "import acme, asyncio\nq = asyncio.Queue(maxsize=3)\nasync def a():\n    await q.put(acme.Client())\nasync def b():\n    (await q.get()).send()  #?\n",
    "of an object": """\
import acme, queue
class S:
    def __init__(self):
        self.q = queue.Queue()
        self.q.put_nowait(acme.Client())
    def go(self):
        link = self.q.get_nowait()
        link.send()  #?
""",
    "with more beside it": "import acme, queue\nq = queue.PriorityQueue()\nq.put((1, acme.Client()), block=True)\nn, link = q.get(True, 3)\nlink.send()  #?\n",
}


@pytest.mark.parametrize("sources", QUEUED.values(), ids=QUEUED)
def test_what_was_put_into_a_queue_comes_out(sources: str | Sources) -> None:
    assert SEND in program(sources).origins()


def test_a_queue_is_still_what_the_library_makes() -> None:
    assert program("import queue\nq = queue.Queue()\nq.send()  #?\n").origins() == {"queue.Queue.send"}
