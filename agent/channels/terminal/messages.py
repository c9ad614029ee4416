"""What the terminal says of itself, in both languages. Replies are not here: their words are the writers'."""

from __future__ import annotations

from agent.words import say as said
from tools.tongues import pick

MESSAGES: dict[str, tuple[str, str]] = {
    "title": ("AI 营销预算顾问", "AI-marketing budget advisor"),
    "mode_online": ("在线，模型 {model}", "online, model {model}"),
    "mode_offline": ("离线", "offline"),
    "welcome": (
        "直接提问即可，例如：年度营销预算五百万怎么分？ 输入 /help 查看命令，Ctrl-D 退出。",
        "Just ask, for example: how much should I spend on AIGC? Type /help for the commands, Ctrl-D to leave.",
    ),
    "bye": ("再见。", "Goodbye."),
    "stopped": ("已停止这次回答，对话保持原样。", "Stopped this answer; the conversation stays as it was."),
    "withdrawn": ("（以上内容撤回，重新回答）", "(the above is withdrawn; the answer begins anew)"),
    "failed": (
        "这一问没有完成（{error}），对话保持原样，请再试一次。",
        "This question was not finished ({error}). The conversation stays as it was; please try again.",
    ),
    "refused": (
        "模型写的 {count} 个无依据的数字已被拦下。",
        "{count} unsupported figures of the model were withheld.",
    ),
    "unknown_command": ("没有命令 {name}。", "There is no command {name}."),
    "nearest": ("您是不是想输入 {name}？", "Did you mean {name}?"),
    "see_help": ("输入 /help 查看所有命令。", "Type /help to see them all."),
    "no_reply": ("这个对话里还没有回答。", "There is no answer in this conversation yet."),
    "new": ("新对话 {name}。", "New conversation {name}."),
    "name_taken": (
        "已有名为 {name} 的对话；用 /resume {name} 继续它。",
        "There is a conversation named {name} already; /resume {name} goes on with it.",
    ),
    "resumed": ("继续对话 {name}，共 {turns} 轮。", "Back in conversation {name} (turns so far: {turns})."),
    "no_conversation": ("没有名为 {name} 的对话。", "There is no conversation named {name}."),
    "no_conversations": ("还没有保存的对话。", "No conversations are stored yet."),
    "conversation": ("对话", "Conversation"),
    "turns": ("轮数", "Turns"),
    "updated": ("最近更新", "Last used"),
    "first_message": ("第一个问题", "First question"),
    "deleted": ("已删除对话 {name}。", "Deleted the conversation {name}."),
    "delete_what": ("请写明要删除的对话：/delete 名称", "Say which conversation to delete: /delete NAME"),
    "language_zh": ("接下来用中文回答。", "Answers are in Chinese from now on."),
    "language_en": ("接下来用英文回答。", "Answers are in English from now on."),
    "language_auto": ("回答语言跟随您的问题。", "Answers follow the language of your question."),
    "language_usage": ("请选择语言：/lang zh、/lang en 或 /lang auto", "Choose one: /lang zh, /lang en or /lang auto"),
    "exported": ("已写入 {path}。", "Written to {path}."),
    "export_exists": ("{path} 已存在，请换一个文件名。", "{path} exists already; please name another file."),
    "export_failed": ("无法写入 {path}：{error}", "Cannot write {path}: {error}"),
    "which_conversation": (
        "请写明对话名称：conversations {action} 名称",
        "Name the conversation: conversations {action} NAME",
    ),
    "no_passage": ("没有段落 {name}；现有段落：{known}", "There is no passage {name}; there are {known}."),
    "no_document": ("没有文件 {name}；已收入的文件：{known}", "There is no document {name}; there are {known}."),
    "by_words_alone": (
        "没有安装可选部分 semantic（语义模型），文件只能按原词查找。",
        "The optional part semantic, the model for search by meaning, is not installed: documents are found by their own words alone.",
    ),
    "no_kpis": (
        "还没有记录。例如：/kpi 转化率=2% 2026-03-01（第一条是基线）",
        "Nothing is recorded yet. For example: /kpi conversion=2% 2026-03-01 (the first entry is the baseline)",
    ),
    "no_spends": (
        "还没有支出记录。例如：/spend 战术层=13万 2026-03-01，或 /spend 支出.csv",
        "No spending is told yet. For example: /spend tactical=$42k 2026-03-01, or /spend spends.csv",
    ),
    "nothing_shown": (
        "没有等待确认的文件：先用 /spend 文件.csv 查看。",
        "No file waits to be confirmed: show one first with /spend FILE.csv.",
    ),
    "confirm_spends": (
        "输入 /spend 确认 即可保存；不输入则什么都不保存。",
        "/spend yes keeps them; without it nothing is kept.",
    ),
    "file_unreadable": ("读不到 {path}：{error}。", "{path} cannot be read: {error}."),
    "plan_hint": (
        "输入 /plan plan.xlsx 可把它存为带公式的工作簿（也可以是 .docx、.md 或 .png）。",
        "/plan plan.xlsx saves it as a workbook with live formulas (.docx, .md and .png work too).",
    ),
    "copied": ("已复制上一个回答。", "Copied the last answer."),
    "copied_by_terminal": (
        "已请终端复制上一个回答；如果剪贴板里没有，说明终端不允许，请用 /export。",
        "Asked the terminal to copy the last answer; where the clipboard has it not, the terminal does not allow it: use /export.",
    ),
    "not_copied": ("这里没有剪贴板，请用 /export。", "There is no clipboard here; use /export."),
    "no_usage": ("这个对话还没有向模型提问。", "No model has been asked in this conversation."),
    "last_turn": ("上一轮", "Last turn"),
    "whole_conversation": ("整个对话", "Conversation"),
    "usage_requests": ("请求", "Requests"),
    "usage_prompt": ("提示词 token", "Prompt tokens"),
    "usage_completion": ("回答 token", "Completion tokens"),
    "usage_cost": ("费用", "Cost"),
    "no_feedback": ("还没有人评价过回答。", "Nobody has said anything of a reply yet."),
    "by_workspace": ("工作区", "workspace"),
    "by_outcome": ("回答", "reply"),
    "gone": ("对话已删除", "conversation deleted"),
    "feedback_line": (
        "{title} {name}：有帮助 {helpful}，没帮助 {unhelpful}",
        "{title} {name}: helpful {helpful}, not helpful {unhelpful}",
    ),
    "not_helpful_to": ("没帮助（{count} 人）：{message}", "not helpful (to {count}): {message}"),
    "indexing": ("正在后台建立索引，不影响提问。", "The index is being built in the background; you can ask at once."),
    # -- what is asked of the product itself
    "about.figures": (
        "每个数字都有出处：要么由确定的公式算出，要么来自文章里有引用的原句，要么是您自己给的；没有一个由模型编写。输入 `/why 数字` 看某个数字的公式和原句，`/sources` 看引用的原文。",
        "No figure is made up: each is computed by a fixed formula, stated by a cited sentence of the source article, or given by you. `/why FIGURE` shows the formula and the sentence, `/sources` the passages.",
    ),
    "about.settings": (
        "设置写在环境变量或 `.env` 里。退出后运行 `python3 -m agent config` 查看全部设置及其来源，`python3 -m agent setup` 会询问语言、接口和密钥并写入 `.env`。会话里 `/lang` 可换回答语言。",
        "Settings stand in the environment or in `.env`. Outside the session, `python3 -m agent config` shows all of them and where each comes from, and `python3 -m agent setup` asks for language, endpoint and key and writes `.env`. Here `/lang` changes the language of the answers.",
    ),
    "about.model.offline": (
        "现在没有用任何模型：离线时由程序读懂问题、计算并写出回答。`python3 -m agent setup` 可以设置一个模型来写文字；数字仍由程序计算。",
        "No model is in use: offline the program itself reads the question, computes and writes the answer. `python3 -m agent setup` sets one up to write the words; the figures are still computed by the program.",
    ),
    "about.model.online": (
        "文字由会话开头写明的模型撰写，数字由程序计算；模型写出的数字若没有依据，不会显示。`/usage` 查看用量。",
        "The model that is named at the top of the session writes the words; the figures are computed by the program, and a figure of the model's own is not shown. `/usage` shows what it took.",
    ),
    "about.data.offline": (
        "没有任何内容离开这台电脑：现在是离线状态，对话只存在本机的数据目录里（`python3 -m agent config` 里的 `ADVISOR_DATA_DIR`）。`/delete {name}` 可删除这个对话。",
        "Nothing leaves this machine: the session is offline, and conversations are kept in the data directory on it alone (`ADVISOR_DATA_DIR` in `python3 -m agent config`). `/delete {name}` deletes this one.",
    ),
    "about.data.online": (
        "问题、相关段落和算出的数字会发给您设置的模型接口（`python3 -m agent config` 可查看）；对话只存在本机的数据目录里。设置 `ADVISOR_OFFLINE=true` 后什么都不会发出。",
        "Your questions, the passages they are about and the computed figures are sent to the model's endpoint that is set (`python3 -m agent config` shows it); conversations are kept on this machine. With `ADVISOR_OFFLINE=true` nothing is sent.",
    ),
    "about.files": (
        "输入 `/plan plan.docx` 把预算计划存为 Word，`/plan plan.xlsx` 存为 Excel，也可以是 `.md` 或 `.png`；`/export` 把整个对话存为 Markdown。",
        "`/plan plan.docx` saves the budget plan for Word, `/plan plan.xlsx` for Excel; `.md` and `.png` work too. `/export` saves the whole conversation as Markdown.",
    ),
    "about.import": (
        "输入 `/spend 文件.csv`：先显示读到了什么，`/spend yes` 确认后才保存。第一行要是表头，例如：日期,项目,金额。",
        "`/spend FILE.csv` shows what it reads, and `/spend yes` then keeps it. The first line has to be a header, for example: date,line,amount.",
    ),
    "about.delete": (
        "输入 `/delete {name}` 删除这个对话；`/conversations` 列出所有保存的对话。",
        "`/delete {name}` deletes this conversation; `/conversations` lists those that are kept.",
    ),
    "about.mistakes": (
        "会：可能把一句话读错。数字不会编造，每个都由公式算出或有引用；`/why` 显示这句话是怎么读的、数字是怎么来的，请核对后再用。",
        "Yes: a message can be read wrongly. Figures are never made up; each is computed or cited. `/why` shows how a figure came about and how your message was read, so check it before you rely on it.",
    ),
}

#: Command, its argument, and what it does.
COMMANDS: tuple[tuple[str, str, str, str], ...] = (
    ("/help", "", "查看命令", "show the commands"),
    ("/new", "[NAME]", "开始新对话", "begin a new conversation"),
    ("/resume", "[NAME]", "继续保存的对话，默认最近一个", "go on with a stored conversation, the latest by default"),
    ("/conversations", "", "列出保存的对话", "list the stored conversations"),
    ("/delete", "NAME", "删除保存的对话", "delete a stored conversation"),
    ("/sources", "", "上一个回答引用的原文（英文回答附中文原文）", "the passages that the last answer cites, in full"),
    ("/facts", "", "上一个回答里的数字", "the figures of the last answer"),
    ("/why", "[FIGURE]", "某个数字（或编号）是怎么来的", "how a figure (or fact id) came about"),
    ("/kpi", "[KPI=FIGURE [DAY]]", "记录 KPI 数值，或查看进展", "record a KPI's figure, or show how the plan is doing"),
    (
        "/spend",
        "[LINE=AMOUNT [DAY] | FILE.csv]",
        "记录支出、查看明细，或导入 CSV",
        "tell a spend, list the spend book, or import a CSV",
    ),
    (
        "/plan",
        "[FILE]",
        "把预算计划存为 .xlsx、.docx、.md 或 .png，默认 plan.xlsx",
        "save the budget plan as .xlsx, .docx, .md or .png, by default plan.xlsx",
    ),
    ("/copy", "", "把上一个回答复制到剪贴板", "copy the last answer to the clipboard"),
    ("/retry", "", "重新回答上一个问题", "answer the last question anew"),
    ("/usage", "", "向模型提了多少次问、用了多少 token", "requests and tokens that the model took"),
    ("/lang", "zh|en|auto", "回答语言", "language of the answers"),
    (
        "/export",
        "[FILE]",
        "把对话存为 Markdown，默认放在当前目录",
        "save the conversation as Markdown, by default in the current directory",
    ),
    ("/quit", "", "退出", "leave"),
)

KEYS = (
    "Enter 发送；Alt+Enter 或行尾的 \\ 换行；Ctrl-C 停止回答；Ctrl-D 退出。",
    "Enter sends; Alt+Enter or a \\ at the end of a line goes on to the next; Ctrl-C stops an answer; Ctrl-D leaves.",
)


def say(key: str, language: str, **values: object) -> str:
    """The message ``key`` in ``language``."""
    if key not in MESSAGES:  # what every channel says around a reply
        return said(key, language, **values)
    return pick(language, *MESSAGES[key]).format(**values)


#: Words that ask for the commands, with the language in which they are then told; ``None``: the session's.
HELP_WORDS = {"help": "en", "commands": "en", "帮助": "zh", "命令": "zh", "幫助": "zh", "?": None, "？": None}


def help_text(language: str) -> str:
    """The commands as a Markdown list."""
    lines = [f"- `{f'{name} {argument}'.rstrip()}` {pick(language, a, b)}" for name, argument, a, b in COMMANDS]
    return "\n".join([*lines, "", pick(language, *KEYS)])
