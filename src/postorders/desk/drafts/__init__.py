"""Official posts before they go out: versions, media, facts, the gate, approval of exactly what will be published."""
