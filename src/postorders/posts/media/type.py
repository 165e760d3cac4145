"""What a file is, by its first bytes and never by its name; what is not taken is refused with the way round."""

from __future__ import annotations

import re
from dataclasses import dataclass

from postorders.errors import InputError, refuse
from postorders.posts.fields import shown
from postorders.posts.media.note import Note
from postorders.words import _


@dataclass(frozen=True, slots=True)
class Type:
    """A type that is taken: its `kind` (photo, video, audio, document), its media type, its name in words, the endings
    of file names that fit it, and other names that browsers give it."""

    kind: str
    type: str
    word: str
    endings: tuple[str, ...]
    aliases: tuple[str, ...] = ()


JPEG = Type("photo", "image/jpeg", "JPEG", ("jpg", "jpeg", "jpe", "jfif"), ("image/jpg", "image/pjpeg"))
PNG = Type("photo", "image/png", "PNG", ("png",), ("image/x-png", "image/apng"))
GIF = Type("photo", "image/gif", "GIF", ("gif",))
WEBP = Type("photo", "image/webp", "WebP", ("webp",))
AVIF = Type("photo", "image/avif", "AVIF", ("avif",))
MP4 = Type("video", "video/mp4", "MP4", ("mp4", "m4v"), ("video/x-m4v",))
MOV = Type("video", "video/quicktime", "QuickTime", ("mov", "qt"))
WEBM = Type("video", "video/webm", "WebM", ("webm",), ("audio/webm",))
MP3 = Type("audio", "audio/mpeg", "MP3", ("mp3",), ("audio/mp3", "audio/x-mp3"))
WAV = Type("audio", "audio/wav", "WAV", ("wav", "wave"), ("audio/x-wav", "audio/wave", "audio/vnd.wave"))
M4A = Type("audio", "audio/mp4", "M4A", ("m4a", "mp4"), ("audio/x-m4a", "audio/m4a", "video/mp4"))
PDF = Type("document", "application/pdf", "PDF", ("pdf",), ("application/x-pdf",))

_ANY = ("", "application/octet-stream", "binary/octet-stream")
_ATOMS = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1")
_BLANK = rb"(?is)(?:\xef\xbb\xbf)?\s*"
_TEXT = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xff]+")


def look(head: bytes, name: str) -> Type:
    """The type of a file that begins with these bytes. Raises InputError for what is not taken."""
    for type, pattern in _MAGIC:
        if pattern.match(head):
            return type
    if head[4:8] == b"ftyp":
        return _branded(head, name)
    if head[4:8] in _ATOMS:
        return MOV
    if head[:4] == b"\x1a\x45\xdf\xa3" and re.search(rb"\x42\x82.webm", head[:4096], re.DOTALL):
        return WEBM
    if head[:3] == b"ID3" or is_frame(head):
        return MP3
    raise _other(head, name)


def differs(found: Type, name: str, claimed: str) -> list[Note]:
    """A warning where the name or the type that the browser claims is of something else."""
    notes = []
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending and ending not in found.endings:
        text = _("The name {name} is not of what the file is: {type}.").format(name=shown(name), type=found.word)
        notes.append(Note("warning", "type", text))
    said = claimed.partition(";")[0].strip().lower()
    if said not in (*_ANY, found.type, *found.aliases):
        text = _("It was sent as {claimed} and is {type}.").format(claimed=shown(said), type=found.word)
        notes.append(Note("warning", "type", text))
    return notes


def is_frame(data: bytes) -> bool:
    """Whether these bytes begin with the head of a frame of MPEG sound, layer III."""
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE6 != 0xE2:
        return False
    return data[1] >> 3 & 3 != 1 and data[2] >> 4 not in (0, 15) and data[2] >> 2 & 3 != 3


def _branded(head: bytes, name: str) -> Type:
    size = int.from_bytes(head[:4], "big")
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, min(size, 256), 4))]
    if b"avif" in brands or b"avis" in brands:
        return AVIF
    if brands[0] in _HEIC:
        what = _("The file is a HEIC photo, as iPhones make them; it is not taken.")
        mend = _("Save it as JPEG. On an iPhone: Settings, Camera, Formats, Most Compatible.")
        raise refuse(what, mend, name)
    if brands[0] == b"qt  ":
        return MOV
    return M4A if brands[0] in (b"M4A ", b"M4B ") else MP4


def _other(head: bytes, name: str) -> InputError:
    for pattern, what, mend in _refused():
        if re.match(pattern, head):
            return refuse(what, mend, name)
    if _TEXT.fullmatch(head[:512]):
        return refuse(_("The file is text."), _("Put the words into the post, or save it as PDF."), name)
    what = _("The file is of no type that is taken, whatever its name says.")
    return refuse(what, _("Take a JPEG, PNG, GIF, WebP, MP4, MOV, WebM, MP3, WAV, M4A or PDF."), name)


_MAGIC = tuple(
    (type, re.compile(pattern, re.DOTALL))
    for type, pattern in (
        (JPEG, rb"\xff\xd8\xff"),
        (PNG, rb"\x89PNG\r\n\x1a\n"),
        (GIF, rb"GIF8[79]a"),
        (WEBP, rb"RIFF....WEBP"),
        (WAV, rb"RIFF....WAVE"),
        (PDF, rb"%PDF-\d"),
    )
)


def _refused() -> tuple[tuple[bytes, str, str], ...]:
    """What is known and not taken: how it begins, what it is, and the way round."""
    jpeg, mp4, pdf = _("Save it as JPEG or PNG."), _("Save it as MP4 or MP3."), _("Save it as PDF.")
    unpack, script = _("Unpack it and add what is in it, one by one."), _("A program is never part of a post.")
    drawing, page = _("The file is an SVG drawing; it can carry scripts."), _("The file is a web page or XML.")
    office, archive = _("The file is an office document."), _("The file is an archive.")
    picture = _("The file is a picture of a type that is not taken.")
    film = _("The file is a video or sound of a type that is not taken.")
    return (
        (rb"\Z", _("The file is empty."), _("Choose it again.")),
        (_BLANK + rb"(?=<).{0,4096}?<svg\b", drawing, jpeg),
        (_BLANK + rb"(?:<\?php|#!(?!AMR))", _("The file is a script."), script),
        (_BLANK + rb"<(?:!doctype|html|head|body|script|\?xml|!--)", page, _("Put its words into the post.")),
        (rb"(?s)PK\x03\x04.{0,4096}(?:\[Content_Types\]|mimetype)|\xd0\xcf\x11\xe0|\{\\rtf", office, pdf),
        (rb"(?s)PK\x03\x04|PK\x05\x06|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ|MSCF|.{257}ustar", archive, unpack),
        (
            rb"MZ|\x7fELF|\xca\xfe\xba\xbe|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe",
            _("The file is a program."),
            script,
        ),
        (rb"BM|II\*\0|MM\0\*|\x00\x00\x01\x00|8BPS|\xff\x0a|\0\0\0\x0c(?:JXL|jP ) |\xff\x4f\xff\x51", picture, jpeg),
        (rb"(?s)RIFF....AVI |\x1a\x45\xdf\xa3|FLV|OggS|fLaC|FORM|MThd|#!AMR|0&\xb2u|\x00\x00\x01[\xb3\xba]", film, mp4),
    )
