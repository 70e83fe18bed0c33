"""Functions that a framework calls because the settings name them."""

from __future__ import annotations

from tests.unit.flow.acme import SENDER, entries


def test_a_function_that_texts_tokens_is_called_by_the_package_whose_settings_name_it() -> None:
    found = entries(
        {
            "sms.py": SENDER,
            "shop/texts.py": "from sms import send_text\ndef text_token(user, token):\n    send_text(user.phone)\n",
            "shop/settings.py": (
                "PASSWORDLESS_AUTH = {\n    'PASSWORDLESS_AUTH_TYPES': ['MOBILE'],\n"
                "    'PASSWORDLESS_SMS_CALLBACK': 'shop.texts.text_token',\n}\n"
            ),
        }
    )
    assert [(entry.kind, entry.framework, entry.name) for entry in found] == [
        ("callback", "drf", "text_token")
    ]
    assert found[0].location.path == "shop/settings.py"
