"""The words of signature pages in both languages."""

from __future__ import annotations

from smsaudit.model.words import Words

WORDS = {
    "id": Words("Id", "标识"),
    "kind": Words("Kind", "类别"),
    "jurisdiction": Words("Jurisdiction", "法域"),
    "licence": Words("Licence", "许可证"),
    "hosts": Words("Hosts", "主机"),
    "patterns": Words("Patterns", "特征"),
    "role": Words("role", "作用"),
    "strength": Words("strength", "强度"),
    "feature": Words("points to", "指向"),
    "languages": Words("languages", "语言"),
    "where": Words("where", "条件"),
    "unless": Words("unless", "例外"),
    "arguments": Words("arguments", "参数"),
    "present": Words("is given", "已提供"),
    "call": Words("a call of", "调用"),
    "import": Words("an import of", "导入"),
    "subclass": Words("a subclass of", "继承"),
    "host": Words("a URL at", "网址主机"),
    "path": Words("a URL path with", "网址路径"),
    "text": Words("a text with", "文本"),
    "setting": Words("a setting", "配置项"),
    "value": Words("with the value", "取值"),
    "file": Words("in", "文件"),
    "beside": Words("beside", "同组还有"),
    "dependency": Words("a dependency on", "依赖"),
    "entries": Words("Entry points", "入口"),
    "decorator": Words("decorated with", "装饰器"),
    "methods": Words("methods", "方法"),
    "methods_of": Words("of subclasses of", "所属基类"),
    "registered": Words("registered by", "注册调用"),
    "handler": Words("handler", "处理函数参数"),
    "route": Words("route", "路由参数"),
    "enqueue": Words("run later by", "延后执行"),
    "exposure": Words("exposure", "开放程度"),
    "guards": Words("Guards", "访问限制"),
    "queues": Words("Hand-overs without a call", "无调用的交接"),
    "put": Words("put in by", "放入"),
    "take": Words("taken out by", "取出"),
    "base": Words("a base class", "基类"),
    "permission": Words("a value", "取值"),
    "examples": Words("Examples", "示例"),
    "look-alikes": Words("Look-alikes that stay silent", "相似但不匹配"),
    "expects": Words("Fires", "匹配"),
    "line": Words("line", "行"),
    "notes": Words("Notes", "备注"),
    "sources": Words("Sources", "来源"),
}
"""Headings and labels."""

VALUES = {
    # kinds of signature
    "provider": Words("SMS provider", "短信服务商"),
    "protocol": Words("carrier protocol", "运营商协议"),
    "gateway": Words("gateway software", "网关软件"),
    "modem": Words("SIM cards and modems", "自有 SIM 卡与调制解调器"),
    "conferencing": Words("conferencing", "会议"),
    "call-centre": Words("call centre", "呼叫中心"),
    "payment": Words("payment", "支付"),
    "framework": Words("framework", "框架"),
    # jurisdictions
    "mainland": Words("mainland China", "中国内地"),
    "overseas": Words("overseas", "境外"),
    "both": Words("mainland China and overseas", "中国内地与境外"),
    "unknown": Words("unknown", "未知"),
    # roles
    "send": Words("sends", "发送"),
    "client": Words("connects as a client", "作为客户端连接"),
    "server": Words("answers as a server", "作为服务端应答"),
    "config": Words("configuration", "配置"),
    "dependency": Words("dependency", "依赖"),
    "endpoint": Words("address", "地址"),
    "number": Words("number", "号码"),
    "import": Words("import", "导入"),
    "management": Words("management, nothing is sent", "管理操作（不发送）"),
    "feature": Words("another licence-relevant feature", "涉及其他许可的功能"),
    "simulator": Words("simulator", "模拟器"),
    # strengths
    "high": Words("high", "高"),
    "medium": Words("medium", "中"),
    "low": Words("low", "低"),
    # exposures
    "public": Words("public", "公开"),
    "authenticated": Words("signed-in users", "登录用户"),
    "staff": Words("staff", "内部员工"),
    "internal": Words("internal", "内部系统"),
}
"""Values of a signature file; what is missing here is printed as it is written."""
