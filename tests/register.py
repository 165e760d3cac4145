"""The 145 clauses that the two policies have, in the order of their sources: written down apart from the packs."""

from __future__ import annotations

# fmt: off
RAYMORE = (
    "HDR", "8.00#1", "8.00#2", "8.01#1", "8.01#2", "8.01#3", "8.01#4", "8.02.A", "8.02.B",
    "8.02.C", "8.02.D", "8.02.F", "8.02.G", "8.02.H", "8.02.I", "8.02.J", "8.02.K", "8.02.L",
    "8.03.A", "8.03.B#1", "8.03.B#2", "8.03.C", "8.03.C.1", "8.03.C.2", "8.03.C.3",
    "8.03.C.4#1", "8.03.C.4#2", "8.03.D", "8.03.D.1", "8.03.D.2#1", "8.03.D.2#2", "8.03.D.3#1",
    "8.03.D.3#2", "8.03.D.4", "8.03.D.5", "8.03.D.6", "8.03.D.7", "8.03.D.8", "8.03.E",
    "8.03.F", "8.04", "8.04.A", "8.04.B#1", "8.04.B#2", "8.04.B#3", "8.04.C", "8.04.D",
    "8.04.E", "8.04.F#1", "8.04.F#2", "8.04.G", "8.04.H", "8.04.I", "8.04.J", "8.04.K",
    "8.05.A", "8.05.B", "LIST",
)

KCPD = (
    "HDR", "I.A#1", "I.A#2", "I.B#1", "I.B#2", "I.C", "II.A", "II.B", "II.C", "II.D", "III.A",
    "III.B", "III.C", "III.D", "III.E", "III.F", "III.G", "III.H", "III.I", "IV.A.1", "IV.A.2",
    "IV.A.3", "IV.A.4", "IV.A.5", "IV.A.5.a", "IV.A.5.b", "IV.A.5.c", "IV.A.6", "IV.A.6.a",
    "IV.A.6.b", "IV.A.6.c", "IV.A.6.d", "IV.A.6.d.1", "IV.A.6.d.2", "IV.A.6.d.3#1",
    "IV.A.6.d.3#2", "IV.A.6.d.4", "IV.A.7", "IV.B.1", "IV.B.1.a", "IV.B.1.b", "IV.B.1.c",
    "IV.B.1.d", "IV.B.1.e", "IV.B.1.f", "IV.B.1.g", "IV.B.2", "IV.B.3", "IV.B.4", "IV.B.5",
    "IV.B.5.NOTE", "IV.B.6", "IV.B.7", "IV.B.7.a", "IV.B.7.b", "IV.B.7.c", "IV.B.8", "IV.B.8.a",
    "IV.B.8.b", "IV.B.8.c", "IV.B.8.d", "IV.B.8.e", "IV.C.1", "IV.C.1.a", "IV.C.1.b",
    "IV.C.1.c", "IV.C.1.d", "IV.C.1.e", "IV.C.1.f", "IV.C.2", "IV.C.3", "IV.C.4", "IV.C.5",
    "IV.C.5.a", "IV.C.5.b", "IV.C.5.c", "IV.C.5.d", "IV.C.6#1", "IV.C.6#2", "IV.C.7#1",
    "IV.C.7#2", "IV.C.8", "IV.C.9", "IV.D", "IV.E", "ADOPT", "DIST",
)
# fmt: on

CLAUSES = [*(("raymore-8", clause) for clause in RAYMORE), *(("kcpd-261", clause) for clause in KCPD)]
