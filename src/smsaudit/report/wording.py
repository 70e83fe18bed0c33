"""What the report calls the values of the model, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from smsaudit.model.checks import DutyState
from smsaudit.model.context import Context
from smsaudit.model.entrance import EntryKind, Exposure
from smsaudit.model.flow import FarEndKind, RecipientKind, Resolution, Rung
from smsaudit.model.gap import GapKind
from smsaudit.model.signature import Role, SignatureKind, Strength
from smsaudit.model.verdict import Confidence, Status
from smsaudit.model.words import Words

LABELS: Mapping[str, Words] = MappingProxyType(
    {
        "A": Words("A: your own SIM cards or modems send", "A：由自有SIM卡或调制解调器发送"),
        "B": Words("B: a provider sends for you, through its API", "B：由服务商通过其接口代为发送"),
        "C": Words(
            "C: your own link into a carrier's network, or a platform that sends for others",
            "C：自有链路直接接入运营商网络，或为他人发送的平台",
        ),
        "none": Words(
            "none: nothing that sends was found; that alone does not show that no licence is needed",
            "无：未发现发送代码；仅凭此不能说明无需许可证",
        ),
        "undetermined": Words(
            "undetermined: what could not be read or resolved may hide a sender",
            "无法判定：未能读取或解析的部分可能含有发送代码",
        ),
        "outside": Words("outside the three: stop and take advice", "不属于三种场景：应停止并咨询"),
    }
)

CONFIDENCES: Mapping[Confidence, Words] = MappingProxyType(
    {
        Confidence.HIGH: Words(
            "firm: seen in the code, and no fact that it needs is open", "充分：代码可见，所需事实均无待定"
        ),
        Confidence.MEDIUM: Words(
            "fair: seen in the code, but a fact that people must declare is missing",
            "一般：代码可见，但尚缺需由人声明的事实",
        ),
        Confidence.LOW: Words(
            "weak: hints only, or the deciding fact is missing", "薄弱：仅有线索，或缺少决定性事实"
        ),
    }
)

STATUSES: Mapping[Status, Words] = MappingProxyType(
    {
        Status.SETTLED: Words(
            "settled: by the texts of the law, or by definition", "明确：法规条文有规定，或依定义即可认定"
        ),
        Status.CONTESTED: Words(
            "contested: sources differ, confirm with counsel", "有争议：来源不一致，请向律师确认"
        ),
        Status.UNVERIFIED: Words(
            "unverified: not confirmed by any text of the law that was read",
            "未核实：所见法规条文未能证实",
        ),
    }
)

DUTY_STATES: Mapping[DutyState, Words] = MappingProxyType(
    {
        DutyState.MET: Words("Met, as far as shown:", "就所见已满足："),
        DutyState.UNMET: Words("Not met:", "未满足："),
        DutyState.UNSEEN: Words("Not shown by code or declarations.", "代码和声明均未显示。"),
    }
)

DUTY_TITLES: Mapping[DutyState, Words] = MappingProxyType(
    {
        DutyState.UNMET: Words("Not met", "未满足"),
        DutyState.UNSEEN: Words("Not shown by code or declarations", "代码和声明均未显示"),
        DutyState.MET: Words("Met, as far as shown", "就所见已满足"),
    }
)
"""Headings over duties of one state."""

OPEN_FACTS: Mapping[str, Words] = MappingProxyType(
    {
        "channel.peer": Words("who answers the link or interface", "链路或接口的对端是谁"),
        "service.for_others": Words("whether messages are sent for others", "是否为他人发送"),
        "service.reach": Words("who can make the service send", "谁可以触发发送"),
        "providers.licence_no": Words("which licence the provider holds", "服务商持有何种许可证"),
        "carrier_contracts.type": Words("what contract there is with a carrier", "与运营商签有何种合同"),
        "access_codes.class": Words(
            "who holds the access code, and of which class", "接入代码由谁持有、属何类别"
        ),
        "service.fee": Words("whether a fee is charged", "是否收费"),
        "sims.company_real_name": Words(
            "whether the SIM cards are registered in the company's name", "SIM卡是否以公司名义实名登记"
        ),
        "test_data.real_users": Words("whether tests use real people's data", "测试是否使用真实个人数据"),
        "service.recipients": Words("to which numbers messages go", "短信发往何处的号码"),
        "channel.pool": Words(
            "whether verification codes of many numbers are received and handed on",
            "是否为大量号码接收验证码并转交他人",
        ),
    }
)
"""What is asked by the key of a fact on which a verdict depends until somebody declares it."""

CONDITION = Words("{asked} ({key})", "{asked}（{key}）")

FIRMNESS: Mapping[Status, Words] = MappingProxyType(
    {
        Status.SETTLED: Words("{text}", "{text}"),
        Status.CONTESTED: Words(
            "Sources differ: {text} Confirm with counsel.", "来源不一致：{text}请向律师确认。"
        ),
        Status.UNVERIFIED: Words(
            "Reported by a guide, not confirmed: {text}", "仅见于指南，未经核实：{text}"
        ),
    }
)
"""How firmly a legal sentence may be worded."""

KINDS: Mapping[SignatureKind, Words] = MappingProxyType(
    {
        SignatureKind.PROVIDER: Words("a provider's API", "服务商接口"),
        SignatureKind.PROTOCOL: Words("a carrier protocol", "运营商协议"),
        SignatureKind.GATEWAY: Words("a self-hosted gateway", "自建网关"),
        SignatureKind.MODEM: Words("own SIM cards or modems", "自有SIM卡或调制解调器"),
        SignatureKind.CONFERENCING: Words("conferencing", "多方通信"),
        SignatureKind.CALL_CENTRE: Words("call centre", "呼叫中心"),
        SignatureKind.PAYMENT: Words("payment", "支付"),
        SignatureKind.FRAMEWORK: Words(
            "a framework that sends through what settings choose", "由配置选择通道的框架"
        ),
        SignatureKind.NUMBER: Words("a number", "号码"),
        SignatureKind.UNKNOWN: Words("an API that no signature knows", "特征库未收录的接口"),
    }
)

FAR_ENDS: Mapping[FarEndKind, Words] = MappingProxyType(
    {
        FarEndKind.CARRIER: Words("a carrier", "运营商"),
        FarEndKind.CARRIER_API: Words("a carrier's own messaging API", "运营商自有短信接口"),
        FarEndKind.PROVIDER_CN: Words("a provider in mainland China", "境内服务商"),
        FarEndKind.PROVIDER_OVERSEAS: Words("a provider overseas", "境外服务商"),
        FarEndKind.OWN_HOST: Words("a host of your own", "自有主机"),
        FarEndKind.PRIVATE: Words(
            "a private address; carrier lines use these too", "内网地址；运营商专线亦用此类地址"
        ),
        FarEndKind.SIMULATOR: Words("a simulator", "模拟器"),
        FarEndKind.LOCAL: Words("the same machine", "本机"),
        FarEndKind.SIM: Words("the mobile network, through a SIM card", "经SIM卡接入移动网络"),
        FarEndKind.UNKNOWN: Words("not known", "未知"),
    }
)

RUNGS: Mapping[Rung, Words] = MappingProxyType(
    {
        Rung.DECLARED: Words(
            "named as a dependency or in configuration, no use seen", "仅在依赖或配置中声明，未见使用"
        ),
        Rung.IMPORTED: Words("imported, no use seen", "已导入，未见使用"),
        Rung.CONSTRUCTED: Words("a client is made, no send seen", "已创建客户端，未见发送"),
        Rung.CALLED: Words(
            "a send is called; no entry point was found that leads to it", "存在发送调用，未发现通向它的入口"
        ),
        Rung.REACHED: Words("an entry point leads to a send", "有入口可到达发送处"),
        Rung.CONFIGURED: Words(
            "an entry point leads to a send, and its settings are filled in",
            "有入口可到达发送处，且配置已填写",
        ),
    }
)
"""The evidence ladder in the words of somebody who never heard of it."""

ROLES: Mapping[Role, Words] = MappingProxyType(
    {
        Role.SEND: Words("sends", "发送"),
        Role.CLIENT: Words("connects", "连接"),
        Role.SERVER: Words("serves", "服务端"),
        Role.PROTOCOL: Words("protocol", "协议"),
        Role.CONFIG: Words("setting", "配置"),
        Role.DEPENDENCY: Words("package", "依赖"),
        Role.ENDPOINT: Words("address", "地址"),
        Role.NUMBER: Words("number", "号码"),
        Role.IMPORT: Words("import", "导入"),
        Role.MANAGEMENT: Words("manages", "管理"),
        Role.FEATURE: Words("feature", "功能"),
        Role.SIMULATOR: Words("simulates", "模拟"),
    }
)

STRENGTHS: Mapping[Strength, Words] = MappingProxyType(
    {
        Strength.HIGH: Words("conclusive", "确凿"),
        Strength.MEDIUM: Words("telling", "较强"),
        Strength.LOW: Words("a hint", "线索"),
    }
)

CONTEXTS: Mapping[str, Words] = MappingProxyType(
    {
        Context.PRODUCTION: Words("production", "生产"),
        Context.TEST: Words("test", "测试"),
        Context.EXAMPLE: Words("example", "示例"),
        Context.DOCS: Words("docs", "文档"),
        Context.VENDORED: Words("vendored", "第三方副本"),
        Context.GENERATED: Words("generated", "生成文件"),
        Context.DEAD: Words("dead", "失效"),
        Context.STUB: Words("stub", "桩"),
    }
)

ENTRIES: Mapping[EntryKind, Words] = MappingProxyType(
    {
        EntryKind.HTTP: Words("HTTP route", "HTTP路由"),
        EntryKind.WEBSOCKET: Words("WebSocket", "WebSocket"),
        EntryKind.GRAPHQL: Words("GraphQL field", "GraphQL字段"),
        EntryKind.GRPC: Words("gRPC method", "gRPC方法"),
        EntryKind.TASK: Words("background task", "后台任务"),
        EntryKind.SCHEDULE: Words("schedule", "定时任务"),
        EntryKind.CONSUMER: Words("queue consumer", "队列消费者"),
        EntryKind.SIGNAL: Words("signal", "信号"),
        EntryKind.COMMAND: Words("command", "命令"),
        EntryKind.SCRIPT: Words("script", "脚本"),
        EntryKind.FUNCTION: Words("function", "函数"),
        EntryKind.SERVERLESS: Words("serverless function", "无服务器函数"),
        EntryKind.LLM_TOOL: Words("tool of a language model", "大模型工具"),
        EntryKind.CALLBACK: Words("callback", "回调"),
    }
)

EXPOSURES: Mapping[Exposure, Words] = MappingProxyType(
    {
        Exposure.PUBLIC: Words("anyone can trigger it", "任何人可触发"),
        Exposure.AUTHENTICATED: Words("users who are logged in can trigger it", "已登录用户可触发"),
        Exposure.STAFF: Words("staff can trigger it", "工作人员可触发"),
        Exposure.INTERNAL: Words("only internal systems can trigger it", "仅内部系统可触发"),
        Exposure.UNKNOWN: Words("who can trigger it is not known", "可触发者未知"),
    }
)

RESOLUTIONS: Mapping[Resolution, Words] = MappingProxyType(
    {
        Resolution.EXACT: Words("exact", "确定"),
        Resolution.INFERRED: Words("inferred", "推断"),
        Resolution.BY_NAME: Words("by-name", "按名称"),
    }
)

RECIPIENTS: Mapping[RecipientKind, Words] = MappingProxyType(
    {
        RecipientKind.USERS: Words("users' or customers' numbers", "用户或客户的号码"),
        RecipientKind.STAFF: Words("own staff, going by names", "按名称看为自有员工"),
        RecipientKind.FIXED: Words("fixed numbers", "固定号码"),
    }
)

GAPS: Mapping[GapKind, Words] = MappingProxyType(
    {
        GapKind.UNREADABLE: Words("could not be opened", "无法打开"),
        GapKind.UNDECODABLE: Words("not readable as text", "无法按文本解码"),
        GapKind.UNPARSED: Words("could not be parsed", "无法解析"),
        GapKind.MENDED: Words("read only in part", "仅部分读取"),
        GapKind.TOO_LARGE: Words("too large", "文件过大"),
        GapKind.TOO_DEEP: Words("nested too deeply", "嵌套过深"),
        GapKind.TIMED_OUT: Words("took too long", "超时"),
        GapKind.CRASHED: Words("the parser failed", "解析器崩溃"),
        GapKind.SYMLINK: Words("link that was not followed", "未跟随的链接"),
        GapKind.SPECIAL_FILE: Words("not a regular file", "非普通文件"),
        GapKind.SUBMODULE: Words("git submodule that is not checked out", "未检出的git子模块"),
        GapKind.LFS_POINTER: Words("content kept elsewhere (Git LFS)", "内容存于别处（Git LFS）"),
        GapKind.ARCHIVE: Words("archive that was not opened", "未打开的归档文件"),
        GapKind.NOTEBOOK: Words("notebook cell in another language", "其他语言的笔记本单元"),
        GapKind.IGNORED_CONFIG: Words("configuration that git ignores", "被git忽略的配置"),
        GapKind.OUTSIDE_SENDER: Words("a package outside the tree seems to send", "树外的程序包疑似发送"),
        GapKind.LIMIT: Words("a limit was reached", "达到上限"),
        GapKind.CUT: Words("long texts were cut", "过长文本已截断"),
    }
)

STEPS: Mapping[str, Words] = MappingProxyType(
    {
        "enqueues": Words("through a queue", "经队列"),
        "dispatches": Words("chosen at run time", "运行时选择"),
        "hands-over": Words("handed over without a call", "无调用的交接"),
    }
)
"""How a step is reached, where that is not a plain call."""
