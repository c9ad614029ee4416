"""The terms under which text is indexed and searched, for Chinese and English alike.

Chinese gives characters and pairs of neighbours, English gives word stems, numbers stay whole. Full-width and
traditional writing is folded first, so that a query finds what was written the other way. Which terms matter how much
is decided by the index.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[㐀-䶿一-鿿豈-﫿]+|[^\W_㐀-䶿一-鿿豈-﫿]+(?:['’][a-z]+)?")
_CJK = re.compile(r"[㐀-䶿一-鿿豈-﫿]")

#: Traditional characters and, at the same place, the simplified ones. Only characters with one reading.
_TRADITIONAL = (
    "萬與專業東絲兩嚴喪個豐臨為麗舉麼義烏樂喬習鄉書買亂爭於虧雲亞產畝親億僅從倉儀們價眾優會偉傳傷倫偽體餘傭"
    "債傾償儲兒內兌黨蘭關興養獸農馮衝決況凍淨準涼減湊幾鳳憑凱擊劃劉則剛創刪別製劑劍劇勸辦務動勵勁勞勢勳勻區醫"
    "華協單賣盧衛卻廠廳歷壓厭廁縣參雙發變敘葉號嘆嚇嗎啟員聽響問啞園圍國圖圓聖場壞塊堅壇墜墊報處備復夠頭夾奪奮"
    "獎婦媽嬌學寧寶實寵審憲宮寬賓對尋導壽將爾塵嘗層屬屆島崗嶺幣師帳帶幫廣慶廬庫應廢開異棄張彌彎強歸當錄彙後徑"
    "從復徵憶懷態戀懇惡惱憂懸憐戲戰戶擔擇擁攔撥掃揚換據擴擺攝擾攜撲敵數斷無舊時曠曉暫術樸機殺雜權條來楊極構"
    "槍標棧樹樣橋檔檢樓橫歡歐歲殘毀畢氣漢湯溝沒滬淚澤潔灑測濟濃濤潤漲漸漁滲滿滯濾灣濕溫遊滅燈靈災爐點煉煙熱愛"
    "爺牆獨獄獲現環瑪電畫暢療癒瘋監蓋盤礦碼磚礎禮禍種積稱穩窮競筆節範築簡簽籌類糧緊紅約級紀純紙納縱紛線練組細"
    "織終紹經結給統絲絕維綜綠網緒續績緩編緣縮總罰罷羅職聯聰肅腦腳脫臉臟舉艙艦藝蘇藥營薩藍蟲補襲裝見觀規視覽覺"
    "計訂認討讓訓議記講許論設訪證評識訴診詞試詩話該詳語誤說請諸課誰調諒談謀謹譯譽讀賬貝負財責敗貨質販貪購貫費貼"
    "貴貸貿資賞賠賢賴賺賽贏贊趙趕趨躍車軌軟轉輪輕較載輔輛輸轄辭邊遼達遷過運還進遠違連遲適選遺郵鄰鄭醬釋鑑針鐘鋼"
    "鍵錢鐵銀銷鎖鏈錯鎮鏡長門閃閉問闖間聞閱隊陽陰階際陸陳險隨隱難雖靜韓頁頂項順須預領頻題顏額願顧風飛飯飲館馬"
    "驗騙驚驅駐駕騰驟魚鮮鳥鳴麥黃齊齒龍龐臺灣僱讚裡裏峯羣週佔併註勝卽脈誌纔祕採匯佈鬥薦啓潛蹤擬虛礙詢諮穫託夥嚮隻闆顯勵係繫彷"
)
_SIMPLIFIED = (
    "万与专业东丝两严丧个丰临为丽举么义乌乐乔习乡书买乱争于亏云亚产亩亲亿仅从仓仪们价众优会伟传伤伦伪体余佣"
    "债倾偿储儿内兑党兰关兴养兽农冯冲决况冻净准凉减凑几凤凭凯击划刘则刚创删别制剂剑剧劝办务动励劲劳势勋匀区医"
    "华协单卖卢卫却厂厅历压厌厕县参双发变叙叶号叹吓吗启员听响问哑园围国图圆圣场坏块坚坛坠垫报处备复够头夹夺奋"
    "奖妇妈娇学宁宝实宠审宪宫宽宾对寻导寿将尔尘尝层属届岛岗岭币师帐带帮广庆庐库应废开异弃张弥弯强归当录汇后径"
    "从复征忆怀态恋恳恶恼忧悬怜戏战户担择拥拦拨扫扬换据扩摆摄扰携扑敌数断无旧时旷晓暂术朴机杀杂权条来杨极构"
    "枪标栈树样桥档检楼横欢欧岁残毁毕气汉汤沟没沪泪泽洁洒测济浓涛润涨渐渔渗满滞滤湾湿温游灭灯灵灾炉点炼烟热爱"
    "爷墙独狱获现环玛电画畅疗愈疯监盖盘矿码砖础礼祸种积称稳穷竞笔节范筑简签筹类粮紧红约级纪纯纸纳纵纷线练组细"
    "织终绍经结给统丝绝维综绿网绪续绩缓编缘缩总罚罢罗职联聪肃脑脚脱脸脏举舱舰艺苏药营萨蓝虫补袭装见观规视览觉"
    "计订认讨让训议记讲许论设访证评识诉诊词试诗话该详语误说请诸课谁调谅谈谋谨译誉读账贝负财责败货质贩贪购贯费贴"
    "贵贷贸资赏赔贤赖赚赛赢赞赵赶趋跃车轨软转轮轻较载辅辆输辖辞边辽达迁过运还进远违连迟适选遗邮邻郑酱释鉴针钟钢"
    "键钱铁银销锁链错镇镜长门闪闭问闯间闻阅队阳阴阶际陆陈险随隐难虽静韩页顶项顺须预领频题颜额愿顾风飞饭饮馆马"
    "验骗惊驱驻驾腾骤鱼鲜鸟鸣麦黄齐齿龙庞台湾雇赞里里峰群周占并注胜即脉志才秘采汇布斗荐启潜踪拟虚碍询咨获托伙向只板显励系系仿"
)
_FOLD = str.maketrans(_TRADITIONAL, _SIMPLIFIED)

_STOP_WORDS = frozenset(
    "a an the of to in on at by for from with and or as is are was were be been being do does did doing done has have "
    "had i we you he she it they me us them my our your his her its their this that these those there here what "
    "which who whom whose when where why how can could should would will shall may might must if then than so too "
    "very just about into out up down not no yes please tell say says said explain give gives get gets let lets need "
    "want wants mean means s t re ve ll d m am any some all one".split()
)
#: Chinese characters that carry no topic by themselves; pairs of one with another character stay.
_STOP_CHARS = frozenset(
    "的了吗呢吧啊呀么是在和与及或也都就还又很把被给对从到这那哪什怎为有要会能可以我你您他她它们个之其而并"
)
_SUFFIXES = (
    "isations", "izations", "isation", "ization", "ational", "fulness", "ousness", "iveness", "ations", "ements",
    "ation", "ement", "ments", "ities", "ising", "izing", "ness", "ment", "ings", "ions", "ance", "ence", "able",
    "ible", "ised", "ized", "ises", "izes", "ally", "ers", "ies", "ing", "ion", "ity", "ive", "ise", "ize", "ful",
    "ous", "ed", "er", "es", "ly", "al", "or", "s", "e", "y",
)  # fmt: skip


def fold(text: str) -> str:
    """``text`` in one width, one case and simplified characters."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_FOLD)


def tokens(text: str) -> list[str]:
    """The terms of ``text`` in order; a term may come more than once."""
    found: list[str] = []
    for match in _WORD.finditer(fold(text)):
        word = match.group()
        if _CJK.match(word):
            found.extend(char for char in word if char not in _STOP_CHARS)
            pairs = (word[i : i + 2] for i in range(len(word) - 1))
            found.extend(pair for pair in pairs if not _STOP_CHARS.issuperset(pair))
        elif word not in _STOP_WORDS:
            found.append(stem(word))
    return found


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """``word`` without its endings, cut roughly but always the same way: ``optimising`` → ``optim``."""
    word = re.sub(r"['’].*", "", word)
    if not word.isascii() or len(word) < 4 or not word.isalpha():
        return word
    for _ in range(2):
        for suffix in _SUFFIXES:
            if word.endswith(suffix) and len(word) - len(suffix) >= 3:
                word = word[: -len(suffix)]
                break
        else:
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word
