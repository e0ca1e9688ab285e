"""Every command of `sop`: its name, what does it, its help, and what it takes.

A command is one row of COMMANDS. What does it is named as `module:function` in this package and
loaded when the command runs, with whatever it needs; until then nothing but this list is loaded.
"""

import re
from pathlib import Path

import click

from sop_handbook.commands.row import Command, PrintCommand, some_name
from sop_handbook.language.report import FORMATS


def _web_address(
    _context: click.Context, _option: click.Parameter, value: str | None
) -> str | None:
    """Refuse anything but a web address that ends in a slash, and those nobody is at."""
    from sop_handbook.model.contacts import is_set  # loads what most commands do without

    if value and not re.fullmatch(r"https?://[^\s/?#]+/([^\s?#]+/)?", value):
        raise click.BadParameter("https://…/ （以 / 结尾 ending in /）")
    if value and not is_set(value):
        raise click.BadParameter("示例地址，别人打不开 An example address, of no use to others")
    return value


def _files() -> click.Argument:
    kind = click.Path(path_type=Path, exists=True)
    return click.Argument(["files"], nargs=-1, metavar="[FILES]…", type=kind)


def _form(*formats: str) -> click.Option:
    kind = click.Choice(formats)
    return click.Option(["--format", "form"], type=kind, default="text", help="输出格式 Output")


def _flag(name: str, text: str, *given_as: str) -> click.Option:
    return click.Option([name, *given_as], is_flag=True, help=text)


def _several(name: str, given_as: str, metavar: str, text: str) -> click.Option:
    return click.Option([name, given_as], multiple=True, is_eager=True, metavar=metavar, help=text)


def _answer(name: str, text: str, metavar: str) -> click.Option:
    return click.Option([name], metavar=metavar, help=text)


COMMANDS = (
    Command(
        "init",
        "starting:init",
        """建一本自己的手册，放进 FOLDER。Begin a handbook of one's own in FOLDER.

        没有写明的，逐项问；--yes 或没有终端时不问。
        What no option says is asked for; with --yes, or without a terminal, nothing is.
        """,
        click.Argument(["folder"], type=click.Path(path_type=Path)),
        _answer("--title", "手册叫什么 Title of the handbook", "TITLE"),
        _answer("--organisation", "单位名称，可以空着 Whose it is; may be empty", "NAME"),
        _answer("--industry", "第一个行业或部门 First industry or department", "TITLE"),
        _answer("--industry-id", "它的编号 Its id  [按读音 by its sound]", "ID"),
        _answer("--platform", "代码平台 Code platform: github, gitlab, gitee, none", "PLATFORM"),
        _answer("--language", "提示和说明用的语言 Language of messages: zh, en", "LANGUAGE"),
        click.Option(
            ["--engine"],
            metavar="WHEEL",
            help="放进去的程序：文件、网址，或 --index 里的版本 "
            "The engine: a file, an address, or a version in --index",
        ),
        _answer("--index", "你们自己的软件仓库 The package index of your own", "URL"),
        _flag("--yes", "不问，都用默认的 Ask nothing, take the defaults"),
        anywhere=True,
    ),
    Command(
        "upgrade",
        "upgrading:upgrade",
        """把手册升级到这个程序。Bring the handbook to this engine.

        换上它的安装包，更新没有改过的管理文件，改写旧格式的来源。
        Its wheel, managed files that nobody edited, the format of the sources.
        """,
        _flag("--dry-run", "只说要做什么，什么也不动 Only tell, change nothing"),
    ),
    Command(
        "validate",
        "checking:validate",
        "校验来源和手写页面，全部或某几个。Check all sources and pages; show those of FILES only.",
        _files(),
        _flag("--style", "也查措辞和篇幅 Wording and length, too"),
        _form(*FORMATS),
    ),
    Command(
        "build",
        "handbook:build_command",
        "生成网站。Build the site.",
        _form(*FORMATS),
        click.Option(
            ["--base-url"],
            callback=_web_address,
            help="网址，覆盖 handbook.yaml 的设定 Overrides the handbook's own",
        ),
    ),
    Command(
        "serve",
        "serving:serve",
        "预览网站，保存即刷新。Serve the site; saving a source refreshes the browser.",
        click.Option(["--port"], type=click.IntRange(1, 65535), default=8000, show_default=True),
        click.Option(["--host"], default="127.0.0.1", show_default=True),
    ),
    Command(
        "publish",
        "handbook:publish_site",
        """把做好的网站换到 FOLDER，例如网站服务器的目录。Put the built site in the place of FOLDER.

        换不上，原来的还在。If that fails, the former site is still there.
        """,
        click.Argument(["folder"], type=click.Path(path_type=Path)),
    ),
    PrintCommand(
        "print",
        "printing:print_command",
        """打印流程、表单，或岗位、行业的全部。Print procedures, forms, all of a role or industry.

        NAME 写文件编号（CY-01）、名称（收银员）或来源里的编号，可以写几个；“handbook”是整本手册。
        同名的写明是什么，例如 岗位:cashier。
        NAME is a number, a title or an id; several may be given; "handbook" is the whole book.
        Where one name means several things, say which: role:cashier.
        种类也可以跟着写：sop print CY-01 检查表。A kind may stand among the names.
        新人培训包、活页册写明了才做。Packs and booklets are made where their kind is named.
        """,
        click.Argument(["names"], metavar="NAME...", nargs=-1, callback=some_name),
        _several("--pack", "packs", "ROLE", "岗位的新人培训包，可写几次 Training pack of a role"),
        _several(
            "--kind",
            "kinds",
            "KIND",
            "只要这几种，可以写几次：写下面的代号，或中文名称 Only these kinds, by id or name",
        ),
        click.Option(
            ["--to", "folder"],
            type=click.Path(path_type=Path, file_okay=False),
            default=Path("prints"),
            show_default=True,
            help="放到哪个文件夹 Folder to write to",
        ),
        _flag("--zip", "合成一个 ZIP，文件名写明是什么 One ZIP, named for what is in it", "zipped"),
    ),
    Command(
        "offline-zip",
        "portable:offline_zip",
        "打成 U 盘版：不用网络，双击就能看。Pack the handbook for places without a network.",
        click.Option(
            ["--to", "target"],
            type=click.Path(path_type=Path, dir_okay=False),
            help="写成哪个文件 File to write  [handbook-日期.zip]",
        ),
    ),
    Command(
        "diff",
        "change:diff",
        """比较两个版本：改了什么、多严重、关系到谁、要重印什么。Compare two states of the handbook.

        BASE、HEAD 是 git 版本或文件夹；省略 HEAD 就是现在的文件，省略 BASE 就是上次发布。
        BASE and HEAD are git revisions or folders; HEAD defaults to the files as they are, BASE to
        the last release.
        """,
        click.Argument(["base"], required=False),
        click.Argument(["head"], required=False),
        _form("text", "markdown", "json"),
        _flag("--check", "申报与实际不符时退出码为 1 Fail if undeclared"),
    ),
    Command(
        "release",
        "change:release",
        "发布：把每份流程、每种打印件现在的版本记进台账。Record what is current in the ledger.",
        _flag("--repair", "合并以后整理台账 Tidy the ledger after a merge"),
    ),
    Command(
        "bump",
        "bumping:bump",
        """升版：版次加一，写好能算出来的变更记录，由你补上一句话。Raise revisions, write entries.

        ID 是流程编号或文件编号，可以写几个；不写就是全部该升版的。
        ID is an id or a number of a procedure; without any, all that are due.
        """,
        click.Argument(["names"], metavar="[ID]…", nargs=-1),
    ),
    Command(
        "media",
        "media:media",
        """放进一张图片或一段短片，写进来源。File a picture or clip, and name it in its source.

        图片转正、缩到 1,920 像素，去掉画面以外的全部信息（拍摄地点、时间、手机型号）；短片原样放。
        STEP 写流程/步骤，各写编号或序号（serve/carry、CY-01/3）；只写流程，就是整份流程的图。
        FILE 已经在 media/ 里的，原地转正、缩小、去掉这些信息，可以不写 STEP。
        Pictures are turned upright and scaled down to 1,920 pixels; all but what is seen is taken
        out. Clips stay as they are. STEP is PROCEDURE/STEP, by ids or numbers; PROCEDURE alone is
        all of it. A FILE in media/ is mended in place, also without STEP.
        """,
        click.Argument(["action"], type=click.Choice(["add"]), expose_value=False),
        click.Argument(["file"], type=click.Path(path_type=Path, exists=True, dir_okay=False)),
        click.Argument(["step"], required=False),
    ),
    Command(
        "reviews",
        "reviews:reviews",
        "列出快到期、已过期的复审和将要生效的流程。List reviews that are due or overdue.",
        click.Option(
            ["--within"],
            type=click.IntRange(min=0),
            help="往后看多少天 How many days ahead  [60]",
        ),
        click.Option(
            ["--owner"], metavar="ROLE", help="只看这个岗位负责的 Only what this role answers for"
        ),
        _form("text", "markdown", "json", "ics"),
        _flag("--check", "有过期的，退出码为 1 Fail if anything is overdue"),
    ),
    Command(
        "explain",
        "explaining:explain_command",
        "解释一种校验结果；不写代码就列出全部。Explain a finding code, or list them all.",
        click.Argument(["code"], required=False),
        anywhere=True,
    ),
    Command(
        "fmt",
        "rewriting:fmt",
        "把来源文件改写成规范写法。Bring the sources into canonical style.",
        _files(),
        _flag("--check", "只检查，不改写 Only tell, change nothing"),
        _flag(
            "--fix",
            "先去掉看不见的字符、换掉部首、接好断开的行 Mend what nobody meant first",
        ),
        _form(*FORMATS),
    ),
    Command(
        "owners",
        "checking:owners",
        "按负责人、代理和批准人写 CODEOWNERS。Write CODEOWNERS from who answers for procedures.",
        _flag("--check", "只检查是不是最新 Only tell whether it is up to date"),
    ),
    Command(
        "new",
        "drafting:new",
        "新建一份流程草稿。Write the draft of a new procedure.",
        click.Argument(["name"], metavar="INDUSTRY/ID"),
    ),
)
