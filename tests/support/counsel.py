"""The legal side of the sample results: leaves, statements, licences, questions, advice."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from smsaudit import law
from smsaudit.model.advice import (
    Advice,
    Conflict,
    Duty,
    Instrument,
    Licence,
    Question,
    Source,
    Statement,
)
from smsaudit.model.checks import DutyState
from smsaudit.model.verdict import Reason, Status
from smsaudit.model.words import Words

DISCLAIMER = Words(
    "This is an engineering aid and not legal advice; have counsel confirm before you rely on it.",
    "本报告为工程辅助材料，不构成法律意见；采用前请由律师确认。",
)

LEAVES = MappingProxyType({id_: row.leaf for id_, row in law.shipped().leaves.items()})

NO_ADVICE = Advice(
    licences=(), duties=(), open_questions=(), next_steps=(), statements=(), disclaimer=DISCLAIMER
)


SEND_FOR_OTHERS = Statement(
    id="SP-definition",
    kind="definition",
    text=Words(
        "An SMS service provider is a network operator, or whoever offers others a platform for sending.",
        "短信息服务提供者是指网络提供者，或者为他人发送短信息提供平台者。",
    ),
    status=Status.SETTLED,
    as_of=date(2026, 11, 1),
    review_by=date(2027, 11, 1),
    instrument="SMS31",
    article="34",
    term_zh="短信息服务提供者",
    sources=(
        Source(
            id="sms31",
            kind="copy",
            title=Words("Provisions on SMS service (2015)", "通信短信息服务管理规定（2015年）"),
            address="https://example.cn/sms31",
            locator=Words("Art. 34", "第三十四条"),
        ),
    ),
    applies_to=("B", "C"),
    licences=("B25-SP",),
    seed_ids=("S002-L9a",),
)

OWN_USE = Statement(
    id="SP-own-use-direct",
    kind="trigger",
    text=Words(
        "Whether a company that sends only its own messages over its own carrier link needs an SP licence.",
        "企业通过运营商直连仅发送自有短信，是否需要SP许可证。",
    ),
    status=Status.CONTESTED,
    as_of=date(2026, 11, 1),
    review_by=date(2026, 11, 10),
    instrument="SMS31",
    article="6",
    note=Words(
        "A guide says yes; the SMS rules define the provider as one who serves others.",
        "指南认为需要；短信规定将提供者界定为为他人提供服务者。",
    ),
    conflicts=("K03",),
    applies_to=("C",),
    licences=("B25-SP",),
)

GUIDE_ONLY = Statement(
    id="MIIT-clarified",
    kind="definition",
    text=Words(
        "The ministry has said in answers to the public that internal testing is outside the rules.",
        "主管部门曾在答复中称内部测试不在规定范围内。",
    ),
    status=Status.UNVERIFIED,
    as_of=date(2026, 11, 1),
    review_by=date(2027, 11, 1),
    note=Words("Only one guide says so.", "仅见于一份指南。"),
    applies_to=("A",),
)

SP_LICENCE = Licence(
    id="B25-SP",
    name=Words(
        "SP licence (value-added telecom licence, category B25 information service, for SMS)",
        "SP许可证（增值电信业务经营许可证，B25信息服务业务，短信）",
    ),
    status=Status.CONTESTED,
    outcome=Words(
        "a guide asks for the licence for every direct carrier link, the texts seen tie it to sending for "
        "others.",
        "指南认为凡直连运营商均需许可证，所见条文仅针对为他人发送者。",
    ),
    because=("d1",),
    statements=(OWN_USE, SEND_FOR_OTHERS),
)

REACH = Question(
    id="Q-reach",
    fact_key="service.reach",
    ask=Words(
        "Who receives the messages: only your own staff, or people outside?",
        "谁接收短信：仅本单位人员，还是外部人员？",
    ),
    values=("internal", "external"),
    needed_by=("A8", "U1", "C5"),
    proof=Words("internal-use policy, access list", "内部使用制度、访问名单"),
)

CONTRACT = Question(
    id="Q-contract",
    fact_key="carrier_contracts",
    ask=Words("Which contract do you have with the carrier?", "与运营商签订的是何种合同？"),
    values=("sp", "group_own_use", "none"),
    needed_by=("C5", "U1"),
)

ADVICE_C = Advice(
    licences=(SP_LICENCE,),
    duties=(
        Duty(
            id="D-consent",
            text=Words(
                "Send marketing messages only with consent, and name a way to refuse in each of them.",
                "营销短信须经接收者同意，并在每条短信中提供拒收方式。",
            ),
            status=Status.SETTLED,
            statements=("SP-definition",),
            leaves=("U1", "B2"),
            state=DutyState.UNMET,
            shown=(
                Reason(
                    text=Words("No template names a way to refuse.", "模板均未提供拒收方式。"),
                    location="shop/texts.py:9",
                ),
            ),
        ),
        Duty(
            id="D-provider",
            text=Words(
                "Check the provider's licence: business type, coverage, expiry; keep the date of the check.",
                "核实服务商许可证的业务种类、覆盖范围和有效期，并记录核实日期。",
            ),
            status=Status.UNVERIFIED,
            statements=("MIIT-clarified",),
            leaves=("B2",),
        ),
    ),
    open_questions=(CONTRACT, REACH),
    next_steps=(
        Words(
            "Find out which host CMPP_HOST names in production, and who runs it.",
            "查明生产环境中CMPP_HOST的主机及其运营方。",
        ),
        Words(
            "Ask the provider for its licence and check type, area and expiry.",
            "向服务商索取许可证，核对业务种类、地域和有效期。",
        ),
    ),
    statements=(OWN_USE, SEND_FOR_OTHERS, GUIDE_ONLY),
    disclaimer=DISCLAIMER,
    instruments=(
        Instrument(
            code="SMS31",
            name=Words("Provisions on Short Message Services", "通信短信息服务管理规定"),
            issuer=Words("MIIT", "工业和信息化部"),
            state="in_force",
            text_seen="quoted",
            document=Words("MIIT Order No. 31", "工业和信息化部令第31号"),
            effective="2015-06-30",
        ),
    ),
    conflicts=(
        Conflict(
            id="K03",
            title=Words("Own messages over one's own carrier link", "自有短信直连运营商"),
            sides=(
                Words(
                    "A guide asks for an SP licence whatever the content.", "指南认为不论内容均须SP许可证。"
                ),
                Words("The rules tie the duty to operating for others.", "规定针对为他人经营。"),
            ),
            tool_says=Words(
                "Contested: neither required nor not required.", "有争议：不作“须要”或“无需”结论。"
            ),
        ),
    ),
)
