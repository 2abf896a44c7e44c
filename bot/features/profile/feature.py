"""A trainer's own profile: whether people who look for a coach find them, and what they read."""

from __future__ import annotations

from bot.feature import Feature, Tap, Who
from bot.features.leading import OpenProfile
from bot.features.profile import admitting, editing, overview, sharing
from bot.features.profile import buttons as b
from bot.texts import N_
from bot.visit import Visit
from core.act import Event
from core.notice import NoticeKind


async def present(visit: Visit, event: Event) -> bool:
    """After a change that was made before."""
    if event.kind == "trainer_admitted" and event.trainer_id is not None:
        await admitting.show_answered(visit, event.trainer_id)
    elif event.kind == "profile_link":
        await sharing.show(visit)
    elif event.kind == "profile":
        await overview.show_profile(visit)
    else:
        return False
    return True


feature = Feature(
    name="profile",
    help=N_("/settings → Profile: your page for people who look for a coach, your link and QR code."),
    who=Who.TRAINER,
    taps=(
        Tap(OpenProfile, overview.open_profile, Who.TRAINER),
        Tap(b.Preview, overview.preview, Who.TRAINER),
        Tap(b.SetVisible, overview.set_visible, Who.TRAINER),
        Tap(b.AskBio, editing.ask_bio, Who.TRAINER),
        Tap(b.ClearBio, editing.clear_bio, Who.TRAINER),
        Tap(b.ShowSpecialities, editing.show_specialities, Who.TRAINER),
        Tap(b.TurnSpeciality, editing.turn_speciality, Who.TRAINER),
        Tap(b.ShowLanguages, editing.show_languages, Who.TRAINER),
        Tap(b.TurnLanguage, editing.turn_language, Who.TRAINER),
        Tap(b.ShowConsultation, editing.show_consultation, Who.TRAINER),
        Tap(b.SetConsultation, editing.set_consultation, Who.TRAINER),
        Tap(b.SetMinutes, editing.set_minutes, Who.TRAINER),
        Tap(b.ShowLink, sharing.show_link, Who.TRAINER),
        Tap(b.ShowCode, sharing.show_code, Who.TRAINER),
        Tap(b.AskNewLink, sharing.ask_new_link, Who.TRAINER),
        Tap(b.NewLink, sharing.new_link, Who.TRAINER),
        Tap(b.LetIn, admitting.let_in, Who.ADMIN),
        Tap(b.LetWait, admitting.let_wait, Who.ADMIN),
    ),
    steps=editing.STEPS,
    notices={NoticeKind.TRAINER_WAITING: admitting.waits, NoticeKind.STANDING: admitting.changed},
    present=present,
)
