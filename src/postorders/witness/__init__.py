"""The optional witness: a language model elsewhere that is asked about one clause and one post at a time.

It is off unless somebody calls it, on the command line alone. It can point at words of the post and nothing else: it
never removes a flag, and what it points at is advice at most.
"""

from postorders.witness.place import Place, place
from postorders.witness.witness import Witness

__all__ = ["Place", "Witness", "place"]
