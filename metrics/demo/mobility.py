"""Ladders North: social mobility in Israel; should end with "do not invest". All names are invented."""

from metrics.demo.story import Member, Season, Story, Wave

STORY = Story(
    slug="ladders-north",
    name="Ladders North",
    issue="Social mobility of young people in the northern towns",
    country="Israel",
    time_zone="Asia/Jerusalem",
    currency="ILS",
    languages=("en",),
    months=24,
    backbone="ofek",
    seed=37,
    members=(
        Member(
            "ofek",
            "Ofek Tzafon Association",
            "Ofek",
            "nonprofit",
            (("Noga Barzel", "Director"), ("Salim Khatib", "Facilitator")),
            place="Ma'alot",
        ),
        Member("college", "Hagit Valley College", "College", "academia", (("Dr. Yael Sadot", "Dean"),), place="Safed"),
        Member(
            "ministry",
            "Regional Education Office",
            "Education",
            "government",
            (("Ronit Almog", "District adviser"),),
            core_from=6,
            core_to=17,
            place="Nof HaGalil",
        ),
        Member(
            "startech",
            "Gilboa Devices",
            "Gilboa",
            "business",
            (("Amit Peleg", "Head of people"),),
            core_to=14,
            place="Yokneam",
        ),
        Member(
            "mosaic", "Mosaic Youth Network", "Mosaic", "community", (("Rana Haddad", "Coordinator"),), place="Nazareth"
        ),
        Member(
            "kestrel",
            "Kestrel Lane Foundation",
            "Kestrel",
            "philanthropy",
            (("Maren Oduya", "Programme officer"),),
            is_local=False,
            place="London",
        ),
    ),
    seasons=(
        Season(0, 5, meetings=2.5, kept=0.55, own_call=0.1),
        Season(6, 12, meetings=1.6, kept=0.4, own_call=0.05),
        Season(13, 24, meetings=0.6, kept=0.25, own_call=0.0),
    ),
    waves=(
        Wave(4, trust=2.1, joint=1.3),
        Wave(11, trust=1.8, joint=1.0, silent=("startech",)),
        Wave(19, trust=1.5, joint=0.7, silent=("ministry",)),
    ),
    topics=(
        ("Why we are here", "Each side told its own aim; they are not the same."),
        ("First job programme", "The company would take six interns; the college needs thirty places."),
        ("School data", "The office may not share results below the level of the town."),
        ("Languages", "Half of the young people did not understand the form."),
        ("Who leads", "Nobody wants to lead; everybody wants to be asked."),
        ("Other programmes", "Four programmes in the same towns do much the same."),
        ("Money", "Only the foundation pays; nobody else offered any."),
        ("What we learned", "The towns would rather join the programme they have than start another."),
    ),
    promises=(
        "Send the list of open places",
        "Ask three schools for a date",
        "Translate the form into Arabic",
        "Draft one page on aims",
        "Bring two graduates",
        "Talk to the other programmes",
    ),
    decisions=("Start with two towns", "Ask young people before writing anything", "Stop the internship pilot"),
    notes=("She doubts that the district will stay after the summer.",),
    distrust=frozenset({("college", "startech"), ("kestrel", "mosaic")}),
)
