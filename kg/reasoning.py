"""The vocabulary through a reasoner: is it consistent, and can something belong to every class."""

from __future__ import annotations

import io

from kg.errors import OntologyError
from kg.ontology import KG, Ontology

# HermiT refuses days in its input; no axiom of ours is about them.
REFUSED = b"<http://www.w3.org/2001/XMLSchema#date>"


def find_contradictions(ontology: Ontology) -> list[str]:
    """What HermiT finds, a line for each; it takes seconds and needs Java."""
    import owlready2

    data = io.BytesIO()
    ontology.world.save(data, format="ntriples")
    lines = [line for line in data.getvalue().split(b"\n") if REFUSED not in line]
    world = owlready2.World()
    world.get_ontology(KG).load(fileobj=io.BytesIO(b"\n".join(lines)))
    try:
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return ["ontology: is inconsistent; take out what was added last, one axiom after the other, until it is not"]
    except FileNotFoundError:
        raise OntologyError("--reason: HermiT needs Java, which is not installed; install a Java runtime") from None
    empty = sorted(entity.name for entity in world.inconsistent_classes() if entity.name != "Nothing")
    return [f"{name}: nothing can belong to it; two of the classes above it exclude each other" for name in empty]
