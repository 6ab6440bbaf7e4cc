"""Countries with their adjectives and capitals, and names of regions and waters, for NER data."""

from training.wordlists import phrases, words

# country|adjective|capital
COUNTRIES = [tuple(row.split("|")) for row in phrases("countries")]
# Short forms that agencies use, and that the corpora tag as places or as adjectives by turns.
SHORT_COUNTRIES = {"U.S.", "US", "U.K.", "UK", "USA", "UAE", "U.A.E.", "DPRK", "S. Korea", "N. Korea", "N.K."}
ADJECTIVES = {adjective for _, adjective, _ in COUNTRIES} | {"European", "Arab", "Western", "Palestinian", "Soviet"}

# What is land or water rather than a state, province or city.
REGION_WORDS = set(words("region_words"))
REGIONS = set(phrases("regions"))
DESKS = words("desks")
ORGANIZATIONS = phrases("organizations")
