"""Faults to seed: each a minimal edit of the real data, and what the check has to say of it."""

from typing import NamedTuple

CITED = "ap-2024-09;uslive-2024;republicview-2024"
NEWS = (
    "https://www.9news.com.au/world/deas-most-corrupt-agent-parties-sex-amid-unwinnable-war/"
    "1acc92ff-77bd-4b97-a4d5-214416fb1838"
)
CORRUPT = "DEA's most corrupt agent: parties, sex amid unwinnable war"


class Fault(NamedTuple):
    """A minimal edit of the real data, and what has to be said about it, and nothing else.

    `said` has, for each problem, its column, the fix (None where nothing is to be proposed for
    the cell) and a word of what is said. The line is that of the edit unless it is given.
    """

    file: str
    old: str
    new: str
    said: tuple[tuple[str, str | None, str], ...]
    is_certain: bool = False
    severity: str = "error"
    line: int = 0


FAULTS: dict[str, Fault] = {
    # Numbers
    "a number in words": Fault(
        "events.csv", "announce_open,are-dubai,ARE,2,", "announce_open,are-dubai,ARE,two,",
        (("agents", "2", "whole number"),), is_certain=True),
    "dozens in words": Fault(
        "events.csv", "bol-la-paz,BOL,36,", "bol-la-paz,BOL,three dozen,",
        (("agents", "36", "whole number"),), is_certain=True),
    "a thousand parted by a comma": Fault(
        "staffing.csv", ",agency,,1470,2775,", ',agency,,"1,470",2775,',
        (("special_agents", "1470", "whole number"),), is_certain=True),
    "a thousand parted by a space": Fault(
        "staffing.csv", ",agency,,1470,2775,", ",agency,,1470,2 775,",
        (("total_staff", "2775", "whole number"),), is_certain=True),
    "a whole number with a decimal": Fault(
        "budget.csv", ",7452,,7143,", ",7452.0,,7143,",
        (("positions", "7452", "whole number"),), is_certain=True),
    "a decimal comma": Fault(
        "budget.csv", "1972,agency,65.2,", '1972,agency,"65,2",',
        (("amount_musd", "65.2", "not a number"),), is_certain=True),
    "a number with a word about it": Fault(
        "staffing.csv", ",office,can-vancouver,,3,exact", ",office,can-vancouver,,about 3,exact",
        (("total_staff", "3", "bound"),)),
    "a count with a sign": Fault(
        "budget.csv", "1980,agency,206.6,", "1980,agency,-206.6,",
        (("amount_musd", "206.6", "less than 0"),)),
    "a long number shortened by a spreadsheet": Fault(
        "seizures.csv", "2018-09-30,2283,lb", "2018-09-30,2.283E+03,lb",
        (("quantity", None, "spreadsheet"),)),
    "a population shortened by a spreadsheet": Fault(
        "countries.csv", ",42647492,", ",4.26E+07,",
        (("population", None, "whole number"),)),
    "a formula that failed": Fault(
        "budget.csv", ",4074,,,unspecified,ncjrs", ",#REF!,,,unspecified,ncjrs",
        (("positions", None, "formula"),)),
    "a column too narrow for its number": Fault(
        "overdose_deaths.csv", "1999,1999-12,16849,", "1999,1999-12,######,",
        (("all_drugs", None, "formula"),)),
    "zero where nothing is known": Fault(
        "events.csv", ",open,chn-beijing,CHN,,", ",open,chn-beijing,CHN,0,",
        (("agents", "", "zero"),), severity="warning"),
    "a word for nothing in a column of numbers": Fault(
        "staffing.csv", ",office,ecu-quito,2,,", ",office,ecu-quito,2,n/a,",
        (("total_staff", "", "left blank"),), is_certain=True),
    "a part greater than its whole": Fault(
        "staffing.csv", ",agency,,1470,2775,", ",agency,,2775,1470,",
        (("special_agents", None, "more than total_staff"),)),
    "countries where there are fewer offices": Fault(
        "footprint_counts.csv", "1974,43,31", "1974,31,43",
        (("countries", None, "more than offices"),)),
    "a total that does not add up": Fault(
        "staffing.csv", "25,office,hnd-tegucigalpa,,7,exact,planned,",
        "25,country,HND,,3,exact,on_board,",
        (("total_staff", None, "add up to"),)),
    # Dates
    "a date the European way": Fault(
        "events.csv", "2008-11-05,announce_close", "05/11/2008,announce_close",
        (("date", "2008-11-05", "also mean 2008-05-11"),)),
    "a date that can only be one": Fault(
        "office_evidence.csv", "afg-kabul,1973-09-24,", "afg-kabul,24/09/1973,",
        (("date", "1973-09-24", "not a date"),), is_certain=True),
    "month and day swapped": Fault(
        "office_evidence.csv", "afg-kabul,1973-09-24,", "afg-kabul,1973-24-09,",
        (("date", "1973-09-24", "not a date"),)),
    "a month in words": Fault(
        "events.csv", "1996-11,announce_open", "November 1996,announce_open",
        (("date", "1996-11", "not a date"),), is_certain=True),
    "a month and year made short by a spreadsheet": Fault(
        "events.csv", "1996-11,announce_open", "Nov-96,announce_open",
        (("date", "1996-11", "not a date"),)),
    "a date made a number by a spreadsheet": Fault(
        "office_evidence.csv", "afg-kabul,1973-09-24,", "afg-kabul,26931,",
        (("date", "1973-09-24", "spreadsheet"),)),
    "a date with an hour": Fault(
        "sources.csv", ",2025-03-03,https", ",2025-03-03 00:00:00,https",
        (("published", "2025-03-03", "not a date"),), is_certain=True),
    "a date with slashes": Fault(
        "seizures.csv", "CBP,FY2013,2012-10-01,", "CBP,FY2013,2012/10/01,",
        (("start", "2012-10-01", "YYYY-MM-DD"),), is_certain=True),
    "a day that never was": Fault(
        "office_evidence.csv", "afg-kabul,1973-09-24,", "afg-kabul,1973-09-31,",
        (("date", None, "never was"),)),
    "a year out of all reason": Fault(
        "sources.csv", ",2025-03-03,https", ",0205-03-03,https",
        (("published", None, "reason"),)),
    "digits of a year swapped": Fault(
        "events.csv", "chn-beijing,1999,open", "chn-beijing,1989,open",
        (("date", "1999", "identifier"),), severity="warning"),
    "evidence after its source": Fault(
        "office_evidence.csv", "afg-kabul,1973-09-24,", "afg-kabul,1978-09-24,",
        (("date", None, "after its source"),), severity="warning"),
    "a period that ends before it starts": Fault(
        "seizures.csv", "2012-10-01,2013-09-30", "2013-10-01,2012-09-30",
        (("end", None, "before the start"),)),
    "a year that is not its period's": Fault(
        "overdose_deaths.csv", "1999,1999-12,16849", "2000,1999-12,16849",
        (("year", "1999", "period ends"),)),
    # Codes and words
    "a country's code misspelt": Fault(
        "offices.csv", "alb-tirana,Tirana,ALB", "alb-tirana,Tirana,ALX",
        (("iso3", "ALB", "countries.csv"),)),
    "a country's name for its code": Fault(
        "majors.csv", "2000,AFG,Afghanistan", "2000,Afghanistan,Afghanistan",
        (("iso3", "AFG", "a name"),), is_certain=True),
    "a code of two letters": Fault(
        "events.csv", "alb-tirana,ALB,", "alb-tirana,AL,",
        (("iso3", "ALB", "two letters"),), is_certain=True),
    "a code in small letters": Fault(
        "precursor_sources.csv", "2018,AFG,", "2018,afg,",
        (("iso3", "AFG", ""),), is_certain=True),
    "another country than the office's": Fault(
        "events.csv", "rus-moscow,RUS,", "rus-moscow,UKR,",
        (("iso3", "RUS", "country of the office"),), is_certain=True),
    "a country in a list that is unknown": Fault(
        "timeline.csv", ",CHN;VNM,", ",CHN;VNN,",
        (("iso3s", None, "VNM"),)),
    "a word misspelt": Fault(
        "office_evidence.csv", "baker-2011,working,", "baker-2011,workng,",
        (("attests", "working", "not one of"),)),
    "a word in capitals": Fault(
        "office_evidence.csv", "baker-2011,working,", "baker-2011,Working,",
        (("attests", "working", "not one of"),), is_certain=True),
    "a truth in capitals": Fault(
        "office_evidence.csv", "baker-2011,working,false", "baker-2011,working,FALSE",
        (("names_city", "false", "neither"),), is_certain=True),
    "a grade that is not its source's": Fault(
        "office_evidence.csv", "baker-2011,B,", "baker-2011,A,",
        (("grade", "B", "grade of its source"),)),
    "a serial number without its nought": Fault(
        "office_evidence.csv", "afg-kabul-04,afg-kabul", "afg-kabul-4,afg-kabul",
        (("evidence_id", "afg-kabul-04", "form"),)),
    "an identifier of another office": Fault(
        "office_evidence.csv", "afg-kabul-04,afg-kabul", "afg-kabul-04,alb-tirana",
        (("evidence_id", None, "begin with the office"),), severity="warning"),
    "a needed cell left blank": Fault(
        "offices.csv", "alb-tirana,Tirana,ALB", "alb-tirana,,ALB",
        (("city", None, "blank"),)),
    "an address without its protocol": Fault(
        "sources.csv", ",https://www.9news.com.au", ",www.9news.com.au",
        (("url", NEWS, "form"),), is_certain=True),
    # References
    "an unknown source": Fault(
        "office_evidence.csv", "stated,baker-2011,", "stated,bakr-2011,",
        (("source_id", "baker-2011", "sources.csv"),)),
    "an unknown source in a list": Fault(
        "events.csv", ";miamiherald-2024;", ";miamherald-2024;",
        (("source_ids", None, "miamiherald-2024"),)),
    "a list parted by commas": Fault(
        "events.csv", CITED + ",AP names t", f'"{CITED.replace(";", ", ")}",AP names t',
        (("source_ids", CITED, "semicolons"),), is_certain=True),
    "an event of an unknown office": Fault(
        "events.csv", "kaz-almaty,KAZ,,2024", "kaz-almati,KAZ,,2024",
        (("office_id", "kaz-almaty", "offices.csv"),)),
    "evidence of an office by its name": Fault(
        "office_evidence.csv", "afg-kabul-04,afg-kabul,", "afg-kabul-04,AFG Kabul,",
        (("office_id", "afg-kabul", "form"),), is_certain=True),
    "staff of an unknown office": Fault(
        "staffing.csv", ",office,can-vancouver,,3", ",office,can-vancuver,,3",
        (("place", "can-vancouver", "offices.csv"),)),
    "a source that nobody cites": Fault(
        "sources.csv", "9news-2022-11-14,",
        "9news-2022-11-13,DEA,AP,2022,,press,B,\n9news-2022-11-14,",
        (("source_id", None, "cited by no row"),)),
    # Rows
    "a row twice": Fault(
        "precursor_sources.csv", "2018,ARG,incsr_list,",
        "2018,AFG,incsr_list,incsr-2018-mrwatchlist\n2018,ARG,incsr_list,",
        (("", "", "once more"),), is_certain=True),
    "an identifier twice": Fault(
        "office_evidence.csv", "afg-kabul-05,", "afg-kabul-04,",
        (("evidence_id", None, "unique"),)),
    "a country twice in a year": Fault(
        "majors.csv", "2004,BRA,Brazil", "2004,BOL,Brazil",
        (("", None, "counted twice"),)),
    "an office twice": Fault(
        "offices.csv", "alb-tirana,Tirana",
        "afg-kabull,KABÚL,AFG,34.5281,69.1723,,,\nalb-tirana,Tirana",
        (("city", None, "spelt like"),), severity="warning"),
    "an office next to another": Fault(
        "offices.csv", "alb-tirana,Tirana",
        "afg-kabul-airport,Airport,AFG,34.5300,69.2000,,,\nalb-tirana,Tirana",
        (("city", None, "km from afg-kabul"),), severity="warning"),
    "rows out of order": Fault(
        "precursor_sources.csv", "2018,AFG,incsr_list,incsr-2018-mrwatchlist\n2018,ARG,",
        "2018,ARG,incsr_list,incsr-2018-mrwatchlist\n2018,AFG,",
        (("", None, "Sort the table by year, iso3"),), severity="warning", line=3),
    "a blank line": Fault(
        "offices.csv", "alb-tirana,Tirana", "\nalb-tirana,Tirana",
        (("", "", "blank line"),), is_certain=True),
    "a row of nothing but commas": Fault(
        "offices.csv", "alb-tirana,Tirana", ",,,,,,,\nalb-tirana,Tirana",
        (("", "", "without any value"),), is_certain=True),
    "a comma in a text without quotation marks": Fault(
        "office_evidence.csv", "Agents and analysts in Afghanistan.", "Agents, and analysts.",
        (("", None, "1 cell too many"),)),
    "a cell too few": Fault(
        "offices.csv", "ARE,24.4512,54.3970,Southwest Asia,,", "ARE,24.4512,54.3970,Southwest Asia",
        (("", None, "2 cells too few"),)),
    # Places
    "latitude and longitude swapped": Fault(
        "offices.csv", "34.5281,69.1723", "69.1723,34.5281",
        (("lat", "34.5281", "swapped"), ("lon", "69.1723", "swapped")), is_certain=True),
    "coordinates swapped off the globe": Fault(
        "offices.csv", "-33.8678,151.2073", "151.2073,-33.8678",
        (("lat", "-33.8678", "swapped"), ("lon", "151.2073", "swapped")), is_certain=True),
    "a wrong sign in the east": Fault(
        "offices.csv", "41.3274,19.8187", "41.3274,-19.8187",
        (("lon", "19.8187", "sign"),), is_certain=True),
    "a wrong sign in the south": Fault(
        "offices.csv", "-34.6131,-58.3772", "34.6131,-58.3772",
        (("lat", "-34.6131", "sign"),), is_certain=True),
    "a decimal point lost": Fault(
        "offices.csv", "34.5281,69.1723", "345281,69.1723",
        (("lat", "34.5281", "decimal point"),)),
    "a point in another country": Fault(
        "offices.csv", "41.3274,19.8187", "48.2085,16.3721",
        (("lat", None, "in Austria"),)),
    "a point a little outside": Fault(
        "offices.csv", "41.3274,19.8187", "41.3274,20.7000",
        (("lat", None, "km outside Albania"),), severity="warning"),
    "a capital with its coordinates swapped": Fault(
        "countries.csv", "34.5281,69.1723", "69.1723,34.5281",
        (("capital_lat", "34.5281", "swapped"), ("capital_lon", "69.1723", "swapped")),
        is_certain=True),
    # Events and plans
    "an office that opens twice": Fault(
        "events.csv", "2009-close-bol-la-paz,2009-01-29,close,",
        "2009-close-bol-la-paz,2009-01-29,suspend,",
        (("kind", None, "out of order"),)),
    "an opening before the closing it follows": Fault(
        "events.csv", "2012,reopen,ury-montevideo", "2012,open,ury-montevideo",
        (("kind", "reopen", "follows a closing"),)),
    "a closing of what is closed": Fault(
        "events.csv", "2012,reopen,ury-montevideo", "2012,announce_open,ury-montevideo",
        (("kind", None, "cannot be closed"),), line=63),
    "two events on one day": Fault(
        "events.csv", "2009-01-29,close,bol-la-paz", "2008-11-01,close,bol-la-paz",
        (("date", None, "which came first"),)),
    "a plan with a closing too few": Fault(
        "events.csv", "2024-09,announce_close,kaz-almaty,KAZ,,2024-realignment,",
        "2024-09,announce_close,kaz-almaty,KAZ,,,",
        (("plan", None, "said to have 14"),), severity="warning", line=-1),
    "an office twice in a plan": Fault(
        "events.csv", "2024-09,announce_close,chn-shanghai", "2024-09,announce_close,chn-guangzhou",
        (("office_id", None, "count it twice"),)),
    # Letters
    "letters garbled": Fault(
        "offices.csv", "Bogotá", "BogotÃ¡", (("city", "Bogotá", "garbled"),), is_certain=True),
    "letters garbled twice": Fault(
        "offices.csv", "São Paulo", "SÃƒÂ£o Paulo",
        (("city", "São Paulo", "garbled"),), is_certain=True),
    "a letter lost": Fault(
        "offices.csv", "Asunción", "Asunci\ufffdn", (("city", None, "lost"),)),
    "a question mark for a letter": Fault(
        "offices.csv", "Mérida", "M?rida", (("city", None, "question mark"),), severity="warning"),
    "a sign of a web page": Fault(
        "sources.csv", "DEA's most corrupt", "DEA&#39;s most corrupt",
        (("title", CORRUPT, "web page"),), is_certain=True, severity="warning"),
    "a sign of a web page in a word": Fault(
        "countries.csv", "Central America & Caribbean", "Central America &amp; Caribbean",
        (("world_region", "Central America & Caribbean", "web page"),), is_certain=True),
    "a space after a code": Fault(
        "offices.csv", "alb-tirana,Tirana,ALB,", "alb-tirana,Tirana,ALB ,",
        (("iso3", "ALB", "spaces"),), is_certain=True),
    "a space before a name": Fault(
        "offices.csv", "alb-tirana,Tirana,", "alb-tirana, Tirana,",
        (("city", "Tirana", "spaces"),), is_certain=True, severity="warning"),
    "an invisible letter": Fault(
        "offices.csv", "alb-tirana,Tirana,", "alb-tirana,Tir\u200bana,",
        (("city", "Tirana", "invisible"),), is_certain=True, severity="warning"),
    "a locator made a date of": Fault(
        "staffing.csv", ",essay-2019,Text,DEA staffing table at third hand; special",
        ",essay-2019,02-Jan,DEA staffing table at third hand; special",
        (("locator", "2-1", "spreadsheet"),), severity="warning"),
    "a word for nothing in a text": Fault(
        "events.csv", "CHN,,,dea-speech-2007,\n", "CHN,,,dea-speech-2007,n/a\n",
        (("note", "", "left blank"),), is_certain=True, severity="warning"),
    # Columns
    "a column misspelt": Fault(
        "offices.csv", "office_type", "Office Type",
        (("Office Type", "office_type", "no column"),), is_certain=True),
    "a column nearly named": Fault(
        "offices.csv", "office_type", "ofice_type", (("ofice_type", "office_type", "no column"),)),
}  # fmt: skip
