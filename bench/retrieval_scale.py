"""Search as the documents grow: ``python -m bench.retrieval_scale [COUNT…]``.

Passages are generated: sentences of a marketing department about random brands, regions, channels, months and figures, so that
many are alike and few words tell them apart. A query names some of what one passage says, in another order, with a word left
out or a filler put in. One row per size: recall, latency (and its processor time, for busy machines), memory of the process, time to build and to add one percent. Each
size runs in a process of its own, so that memory is its own. With ``--meaning`` the passages are files that are taken in, embedded and kept in
Chroma, and a search asks the words and the meaning.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

QUERIES = 400
BRANDS = "云岭 海棠 北辰 青禾 远舟 拾光 松果 星野 鹿鸣 晨曦 沐川 南屏 竹影 白鹭 银杏 澜沧 雪松 朗月 蓝鲸 赤羽".split()
NOUNS = "面膜 咖啡机 跑鞋 牛奶 床垫 耳机 羽绒服 洗衣液 茶饮 电饭煲 书包 香水 坚果 牙刷 净水器 雨伞 童装 护手霜 平板 台灯".split()
REGIONS = "华东 华南 西南 东北 华北 西北 江浙 川渝 两湖 闽台 胶东 关中 港澳 云贵 京津 苏北 皖南 岭南 豫西 赣北".split()
CHANNELS = "直播 短视频 信息流 社群 私域 搜索 门店 邮件 电梯屏 小程序 公众号 达人 展会 电台 会员日".split()
ACTIONS = "投放 试点 复盘 追加预算 暂停 换素材 压缩成本 扩大覆盖 优化转化 培训团队 签约供应商 更新标签".split()
ISSUES = "转化率走低 素材老化 库存积压 退货偏多 客服排队 数据缺口 口径不一 人手不足 竞品降价 审批拖延".split()


def passage(draw: random.Random) -> tuple[str, list[str]]:
    """A passage and the words that tell it apart."""
    code = "".join(draw.choice("甲乙丙丁戊己庚辛壬癸") for _ in range(3))
    words = [
        draw.choice(BRANDS), draw.choice(NOUNS), draw.choice(REGIONS), draw.choice(CHANNELS), draw.choice(ACTIONS),
        draw.choice(ISSUES), f"{code}组", f"{draw.randrange(1, 13)}月", f"{draw.randrange(10, 999)}万元",
    ]  # fmt: skip
    brand, noun, region, channel, action, issue, group, month, amount = words
    shapes = (
        f"{month}{brand}{noun}在{region}的{channel}由{group}负责，预算{amount}，因{issue}决定{action}。",
        f"{group}报告：{region}{channel}渠道的{brand}{noun}出现{issue}，{month}起{action}，涉及{amount}。",
        f"针对{brand}{noun}，{group}在{month}提出{action}方案，{region}{channel}费用为{amount}，原因是{issue}。",
    )
    return draw.choice(shapes), words


def query(draw: random.Random, words: list[str]) -> str:
    """Five of the nine things that a passage says, in another order, asked as people do."""
    kept = draw.sample(words, 5)
    return f"{'、'.join(kept[:2])}{draw.choice(('的情况', '那次', '是怎么'))}{''.join(kept[2:4])}，{kept[4]}呢？"


def run(count: int) -> str:
    from knowledge.lexical import LexicalIndex

    draw = random.Random(count)
    made = [passage(draw) for _ in range(count)]
    texts = [text for text, _ in made]
    began = time.perf_counter()
    index = LexicalIndex.build(texts)
    built = time.perf_counter() - began
    asked = [(number, query(draw, made[number][1])) for number in draw.sample(range(count), min(QUERIES, count))]
    index.search(asked[0][1], k=3)
    first = third = 0
    spent, worked = [], []
    for number, text in asked:
        start, at_work = time.perf_counter(), time.thread_time()
        found = [at for at, _ in index.search(text, k=3)]
        spent.append((time.perf_counter() - start) * 1000)
        worked.append((time.thread_time() - at_work) * 1000)
        first += found[:1] == [number]
        third += number in found
    searched = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    texts += [passage(draw)[0] for _ in range(count // 100)]
    began = time.perf_counter()
    LexicalIndex.build(texts)  # the weights depend on all texts
    added = time.perf_counter() - began
    p95, cpu95 = (statistics.quantiles(times, n=20)[18] for times in (spent, worked))
    return (
        f"| {count:,} | {first / len(asked):.1%} | {third / len(asked):.1%} | {statistics.median(spent):.1f} ms | {p95:.1f} ms | {cpu95:.1f} ms "
        f"| {searched:.0f} MB | {built:.1f} s | {added:.1f} s |"
    )


def by_meaning(count: int) -> str:
    """One row: files taken in, a search by words and meaning, one more file."""
    from knowledge.documents.keeping import ingest
    from knowledge.documents.parsers import PARSERS
    from knowledge.embedding import default_embedding
    from knowledge.indexing import ingest_corpus
    from knowledge.library import open_library
    from knowledge.retrieval import open_retriever

    draw, embedding = random.Random(count), default_embedding()
    made = [passage(draw) for _ in range(count)]

    with tempfile.TemporaryDirectory() as folder:
        files, data = Path(folder) / "files", Path(folder) / "data"
        files.mkdir()

        def taken_in(name: str, texts: list[str]) -> float:
            (files / name).write_text("\n\n".join(texts), encoding="utf-8")
            began = time.perf_counter()
            ingest(data, [files], convert=lambda raw, ending: PARSERS[ending](raw))
            ingest_corpus(open_library(data).corpus, data / "index", embedding=embedding)
            return time.perf_counter() - began

        whole = taken_in("all.md", [text for text, _ in made])
        one = taken_in("more.md", [passage(draw)[0] for _ in range(20)])
        retriever = open_retriever(data / "index", embedding, corpus=open_library(data).corpus)
        retriever.warm_up()
        asked = [(number, query(draw, made[number][1])) for number in draw.sample(range(count), min(QUERIES, count))]
        retriever.search(asked[0][1], 3)
        spent, found = [], 0
        for number, text in asked:
            began = time.perf_counter()
            hits = retriever.search(text, 3)
            spent.append((time.perf_counter() - began) * 1000)
            found += any(made[number][0] in hit.passage.text for hit in hits)
    p95 = statistics.quantiles(spent, n=20)[18]
    return f"| {count:,} | {found / len(asked):.1%} | {statistics.median(spent):.1f} ms | {p95:.1f} ms | {whole:.1f} s | {one:.1f} s |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--meaning", action="store_true", help="take files in, and search by words and meaning")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print((by_meaning if arguments.meaning else run)(arguments.counts[0]))
        return 0
    print(
        "| passages | R@3 | p50 | p95 | taken in | a file more |\n| ---: | ---: | ---: | ---: | ---: | ---: |"
        if arguments.meaning
        else "| passages | R@1 | R@3 | p50 | p95 | p95 of CPU | peak memory | build | add 1% |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    )
    for count in arguments.counts:
        command = [
            sys.executable,
            "-m",
            "bench.retrieval_scale",
            str(count),
            "--one",
            *(["--meaning"] if arguments.meaning else []),
        ]
        print(
            subprocess.run(
                command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[1]
            ).stdout.strip(),
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
