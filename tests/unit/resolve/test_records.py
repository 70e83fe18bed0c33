"""Records that a framework finds by the name of their model."""

from __future__ import annotations

import pytest

from tests.support.program import Sources, program

GATEWAY = """\
from odoo import fields, models
class Gateway(models.Model):
    _name = "acme.gateway"
    def go(self, text): ...
class Route(models.Model):
    _name = "acme.route"
    gateway_id = fields.Many2one("acme.gateway")
"""
ORDER = """\
from odoo import models
class Order(models.Model):
    _inherit = ["sale.order", "mail.thread"]
    def act(self):
        {}
"""
GO = {"models.Gateway.go"}

ODOO = {
    "by the name of its model": "self.env['acme.gateway'].go('a')  #?",
    "under a name in a variable": "name = 'acme.gateway'\n        self.env[name].go('a')  #?",
    "as whoever may": "self.env['acme.gateway'].sudo().go('a')  #?",
    "searched for": "found = self.env['acme.gateway'].search([('on', '=', True)], limit=1)\n        found.go('a')  #?",
    "gone over": "for each in self.env['acme.gateway'].search([]).filtered('on'):\n            each.go('a')  #?",
    "the first of them": "self.env['acme.gateway'].search([])[:1].go('a')  #?",
    "made": "self.env['acme.gateway'].create({'on': True}).go('a')  #?",
    "of a field": "for route in self.env['acme.route'].search([]):\n            route.gateway_id.go('a')  #?",
}


@pytest.mark.parametrize("body", ODOO.values(), ids=ODOO)
def test_records_of_odoo_are_objects_of_their_model(body: str) -> None:
    assert program({"models.py": GATEWAY, "app.py": ORDER.format(body)}).origins("go") >= GO


KIN = {
    "what every model extends defines": (
        "from odoo import models\nclass Gateway(models.AbstractModel):\n    _inherit = 'base'\n    def deliver(self): ...\n",
        (
            "from odoo import models\nclass Lead(models.Model):\n    _inherit = 'crm.lead'\n"
            "    def act(self):\n        self.deliver()  #?\n"
        ),
    ),
    "what extends a model defines": (
        "from odoo import models\nclass Gateway(models.Model):\n    _inherit = 'acme.gateway'\n    def deliver(self): ...\n",
        (
            "from odoo import models\nclass First(models.Model):\n    _name = 'acme.gateway'\n"
            "    def act(self):\n        self.deliver()  #?\n"
        ),
    ),
    "the model that one extends defines": (
        "from odoo import models\nclass Gateway(models.Model):\n    _name = 'acme.gateway'\n    def deliver(self): ...\n",
        (
            "from odoo import models\nclass Second(models.Model):\n    _inherit = 'acme.gateway'\n"
            "    def act(self):\n        self.deliver()  #?\n"
        ),
    ),
    "a part that one of them takes in defines": (
        "from odoo import models\nclass Gateway(models.AbstractModel):\n    _name = 'acme.mixin'\n    def deliver(self): ...\n",
        (
            "from odoo import models\nclass Order(models.Model):\n    _name = 'sale.order'\n    _inherit = ['sale.order', 'acme.mixin']\n"
            "    def act(self):\n        for one in self:\n            one.deliver()  #?\n"
        ),
    ),
    "another that extends the same model defines": (
        "from odoo import models\nclass Gateway(models.Model):\n    _inherit = 'sale.order'\n    def deliver(self): ...\n",
        (
            "from odoo import models\nclass Order(models.Model):\n    _inherit = 'sale.order'\n"
            "    def act(self):\n        self.deliver()  #?\n"
        ),
    ),
}


@pytest.mark.parametrize(("defining", "calling"), KIN.values(), ids=KIN)
def test_a_record_has_what_all_classes_of_its_model_have(defining: str, calling: str) -> None:
    found = program({"models.py": defining, "app.py": calling}).origins("deliver")
    assert "models.Gateway.deliver" in found


def test_a_record_has_nothing_of_another_model_that_takes_in_the_same_part() -> None:
    sources = {
        "part.py": "from odoo import models\nclass Part(models.AbstractModel):\n    _name = 'acme.mixin'\n",
        "models.py": (
            "from odoo import models\nclass Gateway(models.Model):\n    _name = 'acme.gateway'\n"
            "    _inherit = ['acme.mixin']\n    def deliver(self): ...\n"
        ),
        "app.py": (
            "from odoo import models\nclass Order(models.Model):\n    _name = 'acme.order'\n    _inherit = ['acme.mixin']\n"
            "    def act(self):\n        self.deliver()  #?\n"
        ),
    }
    assert "models.Gateway.deliver" not in program(sources).origins("deliver")


def test_a_model_that_nobody_defines_is_odoos_own() -> None:
    body = "self.env['sms.api'].go('a')  #?"
    assert program({"models.py": GATEWAY, "app.py": ORDER.format(body)}).origins("go").isdisjoint(GO)


def test_a_class_of_no_framework_is_no_model() -> None:
    source = """\
class Gateway:
    _name = "acme.gateway"
    def go(self): ...
class Order:
    def act(self):
        self.env["acme.gateway"].go()  #?
"""
    assert program(source).origins("go") == set()


NOTE = """\
from frappe.model.document import Document
class LateNote(Document):
    def go(self): ...
"""
FRAPPE = {
    "by its kind and name": "frappe.get_doc('Late Note', 'N1').go()  #?\n",
    "made of fields": "frappe.get_doc({'doctype': 'Late Note', 'text': 'a'}).go()  #?\n",
    "made of arguments": "frappe.get_doc(doctype='Late Note').go()  #?\n",
    "a new one": "note = frappe.new_doc('Late Note')\nnote.go()  #?\n",
    "the only one": "from frappe import get_single\nget_single('Late Note').go()  #?\n",
}


@pytest.mark.parametrize("source", FRAPPE.values(), ids=FRAPPE)
def test_documents_of_frappe_are_objects_of_their_class(source: str) -> None:
    files: Sources = {
        "app.py": "import frappe\n" + source,
        "shop/shop/doctype/late_note/late_note.py": NOTE,
    }
    assert program(files).origins("go") == {"shop.shop.doctype.late_note.late_note.LateNote.go"}


def test_a_document_of_another_application_is_frappes() -> None:
    source = "import frappe\nfrappe.get_doc('Sales Order', 'S1').go()  #?\n"
    assert program(source).origins("go") == {"frappe.get_doc('S1').go"}
