"""The learner needs no knowledge of a language: recurring lines are found in any script."""

from __future__ import annotations

import pytest

from newsdigest.model import Article
from tests.clean.learning.publications import of_lines, taken

# Per language: reports that have nothing in common, and a line under each of them.
PUBLICATIONS = {
    "de": (
        [
            ["Die Bäckerei am Markt hat ihre Preise erhöht.", "Das Mehl ist teurer geworden."],
            ["Der Leuchtturm strahlte eine Nacht lang grün.", "Schüler hatten ihn bemalt."],
            ["Die Fähre nimmt jetzt Fahrräder mit.", "Die Insel freut sich auf Gäste."],
            ["Im Theater lief ein Stück ganz ohne Worte.", "Jeder Platz war verkauft."],
        ],
        "Unsere Redaktion freut sich über jeden Brief aus der Nachbarschaft.",
    ),
    "zh": (
        [
            ["市场搬到了旧火车站，商贩们很高兴。", "广场正在铺新的石板。"],
            ["医院的屋顶上养了蜜蜂。", "花园里的果树需要它们。"],
            ["学校允许学生睡到九点。", "校长说疲倦的孩子学不到东西。"],
            ["图书馆开始出借鱼竿。", "读者提出了这个请求。"],
        ],
        "每天早晨我们把厨房来信寄给本报的朋友们。",
    ),
    "ar": (
        [
            ["رفع المخبز سعر الرغيف في السوق القديم.", "أصبح الدقيق غاليا هذا الشتاء."],
            ["أضاءت المنارة البحر بلون أخضر ليلة كاملة.", "طلى التلاميذ زجاج المصباح."],
            ["تسمح المدرسة للأطفال بالنوم حتى التاسعة.", "يتعلم المتعبون قليلا."],
            ["تعير المكتبة قصب الصيد لزوارها.", "طلب القراء ذلك في الربيع."],
        ],
        "نرسل رسالة المطبخ إلى أصدقاء الجريدة كل صباح.",
    ),
    "ms": (
        [
            ["Kedai roti di pekan menaikkan harga rotinya.", "Tepung semakin mahal tahun ini."],
            ["Rumah api bersinar hijau sepanjang malam.", "Murid sekolah mengecat lampunya."],
            ["Feri kini membawa basikal tanpa bayaran.", "Penduduk pulau menyambutnya."],
            ["Perpustakaan meminjamkan joran kepada ahli.", "Ramai yang menunggu giliran."],
        ],
        "Surat meja dapur kami dihantar kepada sahabat akhbar setiap pagi.",
    ),
}  # fmt: skip


def articles(language: str) -> list[Article]:
    stories, plug = PUBLICATIONS[language]
    return [
        of_lines([*story, plug], id=str(number), language=language)
        for number, story in enumerate(stories)
    ]


@pytest.mark.parametrize("language", PUBLICATIONS)
def test_a_line_under_every_story_is_learnt(language: str) -> None:
    """A line under every story is removed, and nothing else."""
    _, plug = PUBLICATIONS[language]
    assert taken(articles(language)) == [plug] * len(articles(language))
