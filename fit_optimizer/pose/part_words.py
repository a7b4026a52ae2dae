"""Words for parts of the body and its sides, in the languages in which fitters name what they track.

Accents are left out (`words_of` does): of `Hüfte` hufte, of `épaule` epaule.
"""

from __future__ import annotations

_PART_WORDS: dict[str, str] = {
    "hip": "hip trochanter troch gt hueft huefte hufte hanche cadera anca quadril heup trocanter trocantere",
    "knee": "knee kne epicondyle lfe knie genou rodilla ginocchio joelho",
    "ankle": "ankle ank malleolus lm knoechel knochel sprunggelenk cheville malleole tobillo maleolo caviglia malleolo "
    "tornozelo enkel",
    "heel": "heel hee calcaneus ferse talon tallone calcanhar hiel",
    "toe": "toe bigtoe mtp mt metatarsal zehe zehen orteil orteils metatarse metatarses metatarso alluce punta",
    "pedal": "pedal spindle pedale pedaal",
    "shoulder": "shoulder sho acromion schulter epaule hombro spalla ombro schouder",
    "elbow": "elbow elb ellbogen ellenbogen coude codo gomito cotovelo elleboog",
    "wrist": "wrist wri handgelenk poignet muneca polso punho pols",
    "crank": "bb crank tretlager pedalier",
}
PART_OF: dict[str, str] = {
    word: part for part, words in _PART_WORDS.items() for word in words.split()
}
"""The part that a word means: English, German, French, Spanish, Italian, Portuguese or Dutch, and short forms of
marker sets."""

TRUNK_WORDS = frozenset(
    ("trunk", "torso", "back", "rumpf", "ruecken", "rucken", "tronc", "tronco", "romp")
)
"""Words for the trunk, whose angle is from horizontal."""

_SIDE_WORDS: dict[str, str] = {
    "right": "r right rechts droite droit derecha derecho destra destro dx direita direito",
    "left": "l left links gauche izquierda izquierdo sinistra sinistro sx esquerda esquerdo",
}
SIDE_OF: dict[str, str] = {
    word: side for side, words in _SIDE_WORDS.items() for word in words.split()
}
"""The side that a word means."""

TIMES = frozenset(
    (
        "time",
        "t",
        "timestamp",
        "timestamps",
        "sec",
        "seconds",
        "zeit",
        "tiempo",
        "temps",
        "tempo",
        "tijd",
    )
)
"""Words that head a column of times."""
