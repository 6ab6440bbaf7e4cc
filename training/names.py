"""Made-up names for augmentation: common given names and surnames by region, ministries, companies, weapons."""

import random

from training.wordlists import phrases, regions, words

REGIONS = regions()
KOREAN_SURNAMES = words("korean_surnames")
KOREAN_SYLLABLES = words("korean_syllables")
CHINESE_SURNAMES = words("chinese_surnames")
CHINESE_SYLLABLES = words("chinese_syllables")
WEAPONS = phrases("weapons")


# Parts of surnames that no list holds: what stands before "said" is a person whatever it looks like.
STARTS = words("starts")
MIDDLES = words("middles")
ENDS = words("ends")
LETTERS = words("letters")
NICKNAMES = words("nicknames")


def surname(rng: random.Random) -> str:
    """Return a surname that nobody bears, or few."""
    name = rng.choice(STARTS) + (rng.choice(MIDDLES) if rng.random() < 0.6 else "") + rng.choice(ENDS)
    if rng.random() < 0.03:
        name += "-" + rng.choice(STARTS) + rng.choice(ENDS)
    return name


def weapon(rng: random.Random) -> str:
    """Return a known weapon, or a designation that looks like one."""
    if rng.random() < 0.6:
        return rng.choice(WEAPONS)
    number = str(rng.choice([rng.randint(1, 99), rng.randint(100, 999), rng.randint(1930, 1999)]))
    name = (
        rng.choice(LETTERS) + rng.choice(["-", "-", ""]) + number + rng.choice(["", "", "", "A", "M", "E", "B1", "A2"])
    )
    draw = rng.random()
    if draw < 0.3:
        return f"{name} {rng.choice(NICKNAMES)}"
    if draw < 0.45:
        return rng.choice(NICKNAMES) + rng.choice(["", "-1", "-2", "-3", " II", " 2", "-ER", "-136"])
    return name


def korean(rng: random.Random) -> list[str]:
    """Return a Korean name: Kim Jong-un, Yoon Suk Yeol, Lee Jong-Sup."""
    first, second = rng.choice(KOREAN_SYLLABLES).title(), rng.choice(KOREAN_SYLLABLES)
    style = rng.random()
    if style < 0.5:
        given = [f"{first}-{second}"]
    elif style < 0.85:
        given = [first, second.title()]
    elif style < 0.93:
        given = [f"{first}-{second.title()}"]
    else:
        given = [first + second]
    return [rng.choice(KOREAN_SURNAMES), *given]


def chinese(rng: random.Random) -> list[str]:
    """Return a Chinese name: Mao Ning, Wang Wenbin."""
    given = rng.choice(CHINESE_SYLLABLES) + (rng.choice(CHINESE_SYLLABLES) if rng.random() < 0.5 else "")
    return [rng.choice(CHINESE_SURNAMES), given.title()]


def person(rng: random.Random) -> tuple[list[str], str]:
    """Return the parts of a full name, and the surname that stands for it in later sentences."""
    draw = rng.random()
    if draw < 0.2:
        name = korean(rng)
        return name, name[0]
    if draw < 0.3:
        name = chinese(rng)
        return name, name[0]
    given, family = REGIONS[rng.choice(list(REGIONS))]
    name = [rng.choice(given), surname(rng) if rng.random() < 0.4 else rng.choice(family)]
    if rng.random() < 0.07:
        name.insert(1, rng.choice("ABCDEFGHJKLMPRSTW") + ".")
    elif rng.random() < 0.04:
        name.insert(1, rng.choice(given))
    return name, name[-1]
