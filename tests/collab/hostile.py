"""What people and machines send that no form expects: texts, days, ids, addresses of lists."""

TEXTS = (
    "   ", "a\x00b", "\u202egpj.exe", "\u200b", "İßﬁ", "👩‍👩‍👧", "e" + "\u0301" * 500, "a\r\n\r\nb", "\x1b[2J",
    "%00", "%c0%ae", "' OR 1=1--", '"; DROP TABLE x;--', "{{7*7}}", "${7*7}", "%s%n", "../../etc/passwd",
    "NULL", "None", "NaN", "true",
    "a" * 1_000_000, "<script>top.__x=1</script>", '"><img src=x onerror=top.__x=1>', "</textarea><b>x</b>",
    "</title><img src=x onerror=x>", '<div hx-get="/x" hx-trigger="load">', '<form action="//evil">', "&lt;img&gt;",
)  # fmt: skip
DAYS = (
    "-1", "0", "1e309", "NaN", "Infinity", "1,5", "2147483648", "9223372036854775808", "0001-01-01", "9999-12-31",
    "1989-12-31", "2100-01-01", "2023-02-29", "2026-13-01", "20260-01-01", "2026-03-08T02:30", "24:00", "\x00",
    "a" * 9999,
)  # fmt: skip
CHOICES = ("nonsense", "-1", "0", "99999999999999999999", "1e309", "a\x00b", "1.0", "01", "o0", "p1-")
IDS = ("x", "0", "None", "a\x00b", "1" * 40, "{}")
QUERIES = (
    "?_connector=OR 1=1", "?_negated=1", "?owner__password__startswith=a", "?collaboration__id=2", "?order=password",
    "?sort=password", "?sort=-1;--", "?page=-1", "?page=9e9", "?page=0", "?page=x", "?page=99999999999999999999",
    "?page=" + "9" * 5000, "?per=1000000", "?q[]=a", "?nothing=known", "?cursor=tampered", "?organization=0",
    "?organization=x", "?organization=99999999999999999999", "?organization=%00", "?since=0001-01-01",
    "?until=9999-12-31",
    "?since=2023-02-29", "?since=-1", "?until=NaN", "?state=1 OR 1=1", "?sector=%00", "?subject=x", "?carried=maybe",
    "?acting=always", "?informed=1", "?side=both", "?q=%00", "?q=" + "a" * 10_000, "?q=%20", "?sort=&sort=nonsense",
)  # fmt: skip
EVIL = '"><img src=x onerror=top.__x=1>'
