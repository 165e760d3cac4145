# Contains slurs and explicit language: needed to test the detector.
"""Invented posts of tweet length, the same ones for the same seed. About one in ten has something to flag."""

from __future__ import annotations

import random
from collections.abc import Iterator

SEED = 261
LENGTH = 280
_SLOTS = {
    "day": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday tonight tomorrow today".split(),
    "time": "6 a.m.|7:30|noon|3 p.m.|5:15 p.m.|8 o'clock|after lunch|before sunrise|9-11 a.m.|the weekend".split("|"),
    "street": "Maple Walnut Prospect Holmes Ridgeview Sycamore Foxridge Lincoln Hubach Grove Orchard Depot".split(),
    "kind": "Street Avenue Road Boulevard Lane Drive".split(),
    "place": "the park|the library|the high school|city hall|the fairgrounds|the farmers market|the rec center|"
    "the fire station|the water tower|the grocery store|the lake|the old depot|the ball field".split("|"),
    "name": "Harlan Beverly Curtis Odessa Marlon Trudy Wendell Yolanda Clyde Rosalind Darnell Ingrid Percy".split(),
    "food": "brisket|ribs|chili|pancakes|cornbread|tacos|coffee|pie|burnt ends|lemonade|donuts|gumbo".split("|"),
    "thing": "a bicycle|a wallet|car keys|a stroller|a blue backpack|a hearing aid|a toolbox|a phone|a ring|"
    "a canoe|a lawn chair|a trailer|a wheelchair ramp|a ladder|a garage door opener".split("|"),
    "animal": "dog cat goat horse turtle calf hound beagle pony owl".split(),
    "team": "the Chiefs|the Royals|our girls' soccer team|the wrestlers|the softball team|Sporting|the band".split("|"),
    "feel": "proud grateful tired happy excited relieved hopeful thankful amazed worn-out lucky stubborn".split(),
    "weather": "ice snow fog hail thunderstorms heat wind flooding sleet sunshine".split(),
    "verb": "fixed painted found borrowed cleaned sold built carried returned planted repaired measured".split(),
    "job": "dispatcher crossing guard|teacher|nurse|mechanic|lineman|barber|librarian|coach|farmer|plumber".split("|"),
    "tag": "#community #thankful #smalltown #KC #weekend #safety #neighbors #fallfestival #backtheblue #rodeo".split(),
    "link": "https://example.org/a1 https://example.org/news/42 https://example.com/park-map".split(),
    "face": "🙂 😂 💙 🚓 🐶 🎉 ☕ 🏈 🙏 🌽".split(),
    "n": [str(number) for number in range(2, 60)],
}  # fmt: skip
_SYLLABLES = "ba bel cor dan del fen hol ka lan lo mar mil nor o pen ral ri san sor ta ter tol ul va wen".split()
_PLAIN = """\
Road work on {street} {kind} starts {day} at {time}. Please use {street} as a detour.
Coffee with neighbors at {place} this {day}. Bring your questions and a friend.
Somebody turned in {thing} near {place}. Tell us what it looks like and it is yours.
My {animal} has decided that {time} is when everyone gets up. I am {feel} about it.
We {verb} {thing} with the kids from {place} and everybody left {feel}.
What a game by {team}! {n} points in the second half and not one mistake.
Watch for {weather} after {time}. Slow down, leave room, and keep a blanket in the car.
{name} retires on {day} after {n} years. Come say thanks at {place}.
Anyone have a good recipe for {food}? Mine came out like roofing material again.
The {animal} that closed {street} {kind} is back home. No, we will not release its name.
Grandpa {verb} {thing} in 1974 and it still works better than anything I own.
Reminder that the {street} {kind} lot closes at {time} for {team}.
I spent {n} dollars on {food} at {place} and I would do it again {day}.
Our new {job} starts {day}. Say hello when you see {name}!
Voting is open until {time} at {place}. Bring an ID and some patience.
{n} volunteers showed up in the {weather} to clean {place}. I am {feel} to live here.
Off work until {day}. The plan is {food}, the porch, and absolutely no meetings.
A driver hit a pole on {street} {kind} at {time}. Nobody was hurt and the lights are back on.
A {n}-year-old man was arrested after a pursuit on {street}. A charge is only an accusation.
The council talks about the budget {day} at {time}. It is your money, so come and listen.
Took {thing} to {place} and ran into {name} {family}, who taught me to drive. Still nervous in the car with me.
Daughter asked why the {animal} gets a birthday party. I had no answer. {food} for everyone, I suppose.
If you hear sirens at {time}, that is the monthly test and not the {weather}.
{team} practice moved to {place} because of {weather}. Bring water.
Somebody please explain the {street} {kind} roundabout to the person in front of me this morning.
Deer season opens {day}. Wear orange, know your target, and tell somebody where you are.
Killing it at the {food} contest with {name}. {n} people came back for seconds.
Sixth graders asked us {n} questions at {place}. The best one was whether a {animal} can be deputized.
It is my opinion that {food} should be its own food group, and I will hear no debate before {time}.
Lost near {place}: {thing}. It has no value to anyone but my mother, who would like to sleep {day}."""
_FLAGGED = """\
Got him! {name} {family} is the creep who robbed the store on {street}. He did it, case closed.
Report {n}-0{n}12: victim is {name} {family}, lives at {n}18 {street} {kind}, broken jaw.
Her SSN is 219-09-{n}99 and her date of birth is 04/{n}/1988, in case anyone wants to look her up.
I swear I will beat the hell out of {name} {family} if he shows up at {place} again.
What a bullshit call by the sergeant. This asshole could not find {place} with a map.
Speaking for the department, we endorse {name} {family} for sheriff. Vote {day}.
The suspect told detectives he threw the gun in the lake behind {place}. You did not hear it from me.
People from {street} are animals, every one of them. Vermin. Somebody should clear them out.
Ran his name through MULES at {time} and wow, this clown has {n} priors.
Whoever complained to internal affairs about my partner will regret it. We know where you park.
Working plain clothes near {place} {day}, so do not wave at me.
Slept through half my shift behind {place}. Best {n} dollars an hour I ever made.
The prosecutor is a coward for dropping the charges against {name} {family}. Guilty as sin.
The 14 year old girl who was assaulted at {place} is {name}'s daughter, goes to the high school there.
Plate is KX{n} 8FR if anyone sees it, call me at 816-555-01{n}, not the station.
Selling my side business again: {thing} cleaned for {n} dollars, ask any officer at the station."""

_ENDS = (("{tag}", 0.4), ("@{family}", 0.2), ("{link}", 0.2), ("{face}", 0.2))


def posts(count: int, seed: int = SEED) -> Iterator[str]:
    """`count` posts, each at most 280 characters, the same for the same seed."""
    dice = random.Random(seed)
    plain, flagged = _PLAIN.splitlines(), _FLAGGED.splitlines()
    for _ in range(count):
        yield _post(dice, plain, flagged)


def _post(dice: random.Random, plain: list[str], flagged: list[str]) -> str:
    parts = [dice.choice(flagged) if dice.random() < 0.1 else dice.choice(plain)]
    while dice.random() < 0.4:
        parts.append(dice.choice(plain))
    parts += [slot for slot, often in _ENDS if dice.random() < often]
    text = " ".join(parts).format_map(_Dealt(dice))[:LENGTH].rstrip()
    return text.replace("'", "’") if dice.random() < 0.2 else text


class _Dealt(dict[str, str]):
    """Fills each slot with a word of its own."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self._dice = dice

    def __missing__(self, slot: str) -> str:
        if slot == "family":  # names without end, so that no engine gets by on a small vocabulary
            return "".join(self._dice.choices(_SYLLABLES, k=3)).title()
        return self._dice.choice(_SLOTS[slot])
