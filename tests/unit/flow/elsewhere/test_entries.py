"""Where outside control enters code whose names are not resolved."""

from __future__ import annotations

import pytest

from tests.support.program import Sources, message_flow
from tests.unit.flow.elsewhere.test_callers import ADDRESS, known

Told = tuple[str, str, tuple[str, ...], str]
"""Kind, route, verbs and name."""
SPRING = "import org.springframework.web.bind.annotation.*;\nimport org.springframework.scheduling.annotation.Scheduled;\n"
NEST = "import { Controller, Post } from '@nestjs/common';\nimport { Cron } from '@nestjs/schedule';\n"
JAVA_SEND = f'Http.get("{ADDRESS}" + m);'
NODE_SEND = f"await axios.get('{ADDRESS}' + m);"

ENTERED: dict[str, tuple[Sources, Told]] = {
    "a route of Spring, below that of its class": (
        {
            "A.java": f'{SPRING}@RestController\n@RequestMapping("/sms")\nclass A {{\n @PostMapping(value = "/code")\n public R code() {{ {JAVA_SEND} }}\n}}\n'
        },
        ("http", "/sms/code", ("POST",), "A.code"),
    ),
    "one of several paths": (
        {
            "A.java": f'{SPRING}class A {{\n @RequestMapping(path = {{"/a", "/b"}}, method = RequestMethod.POST)\n @ApiOperation("x")\n public R code() {{ {JAVA_SEND} }}\n}}\n'
        },
        ("http", "/a", ("POST",), "A.code"),
    ),
    "a time of Spring": (
        {
            "A.kt": f'{SPRING}class A {{\n @Scheduled(cron = "0 0 * * * *")\n fun code() {{ {JAVA_SEND} }}\n}}\n'
        },
        ("schedule", "", (), "A.code"),
    ),
    "a servlet": (
        {
            "A.java": f"import javax.servlet.http.HttpServlet;\nclass A extends HttpServlet {{ protected void doPost(Q q, R r) {{ {JAVA_SEND} }} }}\n"
        },
        ("http", "", ("POST",), "A.doPost"),
    ),
    "a controller of Play": (
        {
            "A.java": f"import play.mvc.Controller;\nclass A extends Controller {{ public static void code(String m) {{ {JAVA_SEND} }} }}\n"
        },
        ("http", "", (), "A.code"),
    ),
    "an action of JFinal": (
        {
            "A.java": f"import com.jfinal.core.Controller;\nclass A extends Controller {{ public void code() {{ {JAVA_SEND} }} }}\n"
        },
        ("http", "", (), "A.code"),
    ),
    "an action of Jboot": (
        {
            "A.java": f"import io.jboot.web.controller.JbootController;\nclass A extends JbootController {{ public void code() {{ {JAVA_SEND} }} }}\n"
        },
        ("http", "", (), "A.code"),
    ),
    "a job of Play": (
        {
            "A.java": f"import play.jobs.Job;\nclass A extends Job {{ public void doJob() {{ {JAVA_SEND} }} }}\n"
        },
        ("schedule", "", (), "A.doJob"),
    ),
    "an action of Struts below a class of one's own": (
        {
            "A.java": f"class A extends BaseAction<T> {{ public String code() {{ {JAVA_SEND} }} }}\n",
            "BaseAction.java": "import com.opensymphony.xwork2.ActionSupport;\nclass BaseAction<T> extends ActionSupport { }\n",
        },
        ("http", "", (), "A.code"),
    ),
    "a listener": (
        {
            "A.java": f'import org.springframework.amqp.rabbit.annotation.RabbitListener;\nclass A {{ @RabbitListener(queues = "sms") public void on(String m) {{ {JAVA_SEND} }} }}\n'
        },
        ("consumer", "sms", (), "A.on"),
    ),
    "the start of a program": (
        {"A.java": f"class A {{ public static void main(String[] args) {{ {JAVA_SEND} }} }}\n"},
        ("script", "", (), "A.main"),
    ),
    "a handler of Nuxt, as an expression": (
        {
            "server/api/code.post.ts": f"export default defineEventHandler(async (event) => axios.get('{ADDRESS}' + event.m))\n"
        },
        ("http", "", (), "code.post.ts"),
    ),
    "a procedure of tRPC": (
        {
            "a.ts": f"import {{ publicProcedure }} from './trpc';\nexport const r = router({{ code: publicProcedure.input(z.string()).mutation(async (m) => {{ {NODE_SEND} }}) }});\n"
        },
        ("http", "", (), "a.ts"),
    ),
    "a route of Express without a name": (
        {"app.js": f"const app = express();\napp.post('/code', async (req, res) => {{ {NODE_SEND} }});\n"},
        ("http", "/code", ("POST",), "app.js"),
    ),
    "a function that a router is given": (
        {
            "c/codes.js": f"exports.code = async (req, res) => {{ {NODE_SEND} }};\n",
            "routes.js": "const codes = require('./c/codes');\nrouter.post('/code', auth, codes.code);\n",
        },
        ("http", "/code", ("POST",), "code"),
    ),
    "a method that is bound for a router": (
        {
            "c/Codes.ts": f"export class Codes {{ async code(req: Request, res: Response) {{ {NODE_SEND} }} }}\n",
            "routes.ts": "import { Codes } from './c/Codes';\nconst codes = new Codes();\nrouter.put('/code', codes.code.bind(codes));\n",
        },
        ("http", "/code", ("PUT",), "Codes.code"),
    ),
    "a handler in a wrapper": (
        {
            "c/codes.js": f"exports.code = asyncHandler(async (req, res) => {{ {NODE_SEND} }});\n",
            "routes.js": "const codes = require('./c/codes');\nrouter.route('/code').post(limit, codes.code);\n",
        },
        ("http", "", ("POST",), "code"),
    ),
    "a route of Nest": (
        {
            "a.ts": f"{NEST}@Controller('sms')\nexport class A {{\n @Post('code')\n async code(@Body() body: {{ phone: string }}): Promise<void> {{ {NODE_SEND} }}\n}}\n"
        },
        ("http", "sms/code", ("POST",), "A.code"),
    ),
    "a time of Node": (
        {
            "a.js": f"const cron = require('node-cron');\ncron.schedule('0 8 * * *', async () => {{ {NODE_SEND} }});\n"
        },
        ("schedule", "", (), "a.js"),
    ),
    "a file that runs when it is loaded": (
        {"a.js": f"const m = process.argv[2];\naxios.get('{ADDRESS}' + m);\n"},
        ("script", "", (), "a.js"),
    ),
    "a handler of net/http": (
        {
            "m.go": f'package main\nimport "net/http"\nfunc Code(w http.ResponseWriter, r *http.Request) {{ http.Get("{ADDRESS}" + m) }}\nfunc setUp() {{ http.HandleFunc("/code", Code) }}\n'
        },
        ("http", "/code", (), "Code"),
    ),
    "a route of Gin": (
        {
            "a/a.go": f'package a\nfunc (s *Sms) Code(c *gin.Context) {{ http.Get("{ADDRESS}" + m) }}\n',
            "r/r.go": 'package r\nimport "shop/a"\nfunc Routes(g *gin.RouterGroup) { sms := a.Sms{}; g.POST("/code", sms.Code) }\n',
        },
        ("http", "/code", ("POST",), "Sms.Code"),
    ),
    "a route of Laravel": (
        {
            "app/Codes.php": f"<?php class Codes {{ public function code($m) {{ file_get_contents('{ADDRESS}' . $m); }} }}\n",
            "routes/api.php": "<?php use App\\Codes;\nRoute::post('/code', [Codes::class, 'code']);\n",
        },
        ("http", "/code", ("POST",), "Codes.code"),
    ),
    "a route of Laravel, as text": (
        {
            "app/Codes.php": f"<?php class Codes {{ public function code($m) {{ file_get_contents('{ADDRESS}' . $m); }} }}\n",
            "routes/api.php": "<?php\nRoute::middleware('auth')->get('/code', 'Codes@code');\n",
        },
        ("http", "/code", ("GET",), "Codes.code"),
    ),
    "an action of a controller": (
        {
            "app/Sms.php": f"<?php class Sms extends \\think\\Controller {{ public function code($m) {{ file_get_contents('{ADDRESS}' . $m); }} }}\n"
        },
        ("http", "", (), "Sms.code"),
    ),
    "an action far below a controller": (
        {
            "app/Sms.php": f"<?php class Sms extends Open {{ public function code($m) {{ file_get_contents('{ADDRESS}' . $m); }} }}\n",
            "app/Open.php": "<?php class Open extends Common { }\n",
            "lib/Common.php": "<?php class Common extends \\think\\Controller { }\n",
        },
        ("http", "", (), "Sms.code"),
    ),
    "an action in the folder of controllers": (
        {
            "app/index/controller/Sms.php": f"<?php class Sms {{ public function code($m) {{ file_get_contents('{ADDRESS}' . $m); }} }}\n"
        },
        ("http", "", (), "Sms.code"),
    ),
    "a route of Symfony": (
        {
            "src/A.php": f"<?php use Symfony\\Component\\Routing\\Attribute\\Route;\nclass A {{\n #[Route(path: '/code', methods: ['POST'])]\n public function code($m) {{ file_get_contents('{ADDRESS}' . $m); }}\n}}\n"
        },
        ("http", "/code", ("POST",), "A.code"),
    ),
    "a route of ASP.NET": (
        {
            "A.cs": f'using Microsoft.AspNetCore.Mvc;\n[ApiController]\n[Route("api/sms")]\npublic class A : ControllerBase {{\n [HttpPost("code"), Authorize]\n public async Task Code(string m) {{ await client.GetAsync("{ADDRESS}" + m); }}\n}}\n'
        },
        ("http", "api/sms/code", ("POST",), "A.Code"),
    ),
    "a minimal route": (
        {
            "P.cs": f'app.MapPost("/code", async (string m) => {{ await client.GetAsync("{ADDRESS}" + m); }});\n'
        },
        ("http", "/code", (), "P.cs"),
    ),
    "a service in the background": (
        {
            "A.cs": f'public class A : BackgroundService {{ protected override async Task ExecuteAsync(CancellationToken t) {{ await client.GetAsync("{ADDRESS}" + m); }} }}\n'
        },
        ("task", "", (), "A.ExecuteAsync"),
    ),
    "a script for a command line": (
        {"a.sh": f'curl "{ADDRESS}$1"\n'},
        ("script", "", (), "a.sh"),
    ),
    "a button": (
        {
            "F.cs": f'class F : Form {{ private void start_Click(object sender, EventArgs e) {{ client.GetAsync("{ADDRESS}" + m); }} }}\n'
        },
        ("command", "", (), "F.start_Click"),
    ),
    "a broadcast": (
        {
            "R.kt": f'import android.content.BroadcastReceiver\nclass R : BroadcastReceiver() {{ override fun onReceive(c: Context, i: Intent) {{ Http.get("{ADDRESS}" + m) }} }}\n'
        },
        ("signal", "", (), "R.onReceive"),
    ),
    "a board": (
        {"a.ino": f'void loop() {{ post("{ADDRESS}", owner); }}\n'},
        ("function", "", (), "loop"),
    ),
}


@pytest.mark.parametrize(("sources", "told"), ENTERED.values(), ids=ENTERED)
def test_outside_control_enters(sources: Sources, told: Told) -> None:
    (entry,) = message_flow(sources, known())[0].entry_points
    assert (entry.kind, entry.route, entry.methods, entry.name) == told


NOT_ENTERED: dict[str, Sources] = {
    "a request is no route": {
        "a.js": f"function code() {{ axios.post('/code', () => {{ axios.get('{ADDRESS}' + m); }}); }}\n"
    },
    "a client of net/http is no server": {
        "a.go": f'package a\nfunc code() {{ http.Post("/x", wrap(http.Get("{ADDRESS}" + m))) }}\n'
    },
    "an annotation of another package": {
        "A.java": f'import feign.PostMapping;\nclass A {{ @PostMapping("/code") public R code() {{ {JAVA_SEND} }} }}\n'
    },
    "a class that extends one of another name": {
        "A.java": f"class A extends Action<T> {{ public String code() {{ {JAVA_SEND} }} }}\n",
        "Action.java": "package mine;\nclass Action<T> extends Step { }\n",
    },
    "a Python framework's method name": {
        "A.php": f"<?php class A extends View {{ public function dispatch($m) {{ file_get_contents('{ADDRESS}' . $m); }} }}\n"
    },
}


@pytest.mark.parametrize("sources", NOT_ENTERED.values(), ids=NOT_ENTERED)
def test_a_likeness_enters_nothing(sources: Sources) -> None:
    assert message_flow(sources, known())[0].entry_points == ()


OPEN_TO: dict[str, tuple[Sources, str, str]] = {
    "who is signed in, by the method": (
        {
            "A.java": f'{SPRING}import org.springframework.security.access.prepost.PreAuthorize;\nclass A {{ @PreAuthorize("x") @PostMapping("/a") R a() {{ {JAVA_SEND} }} }}\n'
        },
        "authenticated",
        "PreAuthorize",
    ),
    "who is signed in, by the class": (
        {
            "A.cs": f'using Microsoft.AspNetCore.Authorization;\n[Authorize]\nclass A : Controller {{ public async Task Go(string m) {{ await client.GetAsync("{ADDRESS}" + m); }} }}\n'
        },
        "authenticated",
        "Authorize",
    ),
    "everybody, by the method of a class that asks": (
        {
            "A.cs": f'using Microsoft.AspNetCore.Authorization;\n[Authorize]\nclass A : Controller {{ [AllowAnonymous] public async Task Go(string m) {{ await client.GetAsync("{ADDRESS}" + m); }} }}\n'
        },
        "public",
        "AllowAnonymous",
    ),
    "the framework": (
        {"A.java": f"{SPRING}class A {{ @Scheduled(fixedRate = 5) void a() {{ {JAVA_SEND} }} }}\n"},
        "internal",
        "as spring runs it",
    ),
    "who knows whom": (
        {"A.java": f'{SPRING}class A {{ @PostMapping("/a") R a() {{ {JAVA_SEND} }} }}\n'},
        "unknown",
        "",
    ),
}


@pytest.mark.parametrize(("sources", "exposure", "reason"), OPEN_TO.values(), ids=OPEN_TO)
def test_an_entry_is_open_to(sources: Sources, exposure: str, reason: str) -> None:
    (entry,) = message_flow(sources, known())[0].entry_points
    said = entry.exposure_reason.en if entry.exposure_reason is not None else ""
    assert (entry.exposure, said) == (exposure, reason)
