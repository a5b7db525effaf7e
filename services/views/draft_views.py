"""The report in the making, for whoever makes it."""

from collections.abc import Sequence
from dataclasses import replace

from domain.notices.notices import DraftScreen
from domain.notices.word_notices import AlreadyReported
from domain.tickets.report_form import DraftQuestion, next_question, place_choices, secrecy_of
from domain.views import DraftView
from services.filing.accusations import kept_from
from services.filing.proposing import troubles_of
from services.posts.people import has_consented
from storage.models import Person
from storage.unit_of_work import UnitOfWork


def draft_view(work: UnitOfWork, notice: DraftScreen | AlreadyReported, person: Person) -> DraftView | None:
    """The draft as it is now; None when it was filed, dropped or has expired."""
    draft = work.conversation.draft_to_show(person.id)
    if draft is None:
        return None
    form = work.conversation.form(draft)
    question = next_question(form, work.community, work.directory)
    category = (
        work.community.category(form.category)
        if form.category is not None and work.community.has_category(form.category)
        else None
    )
    promise = work.community.promise(category, category.grade, work.now) if category else None
    home = person.home
    known = form.address is not None and form.address.place_id in work.directory.places
    return DraftView(
        form=form,
        question=question,
        version=draft.version,
        category=category,
        proposals=[work.community.category(c) for c in form.proposals or [] if work.community.has_category(c)],
        place=work.directory.name(form.address) if form.address is not None and known else None,
        choices=place_choices(form, work.directory) if question is DraftQuestion.PLACE else (),
        secrecy=secrecy_of(form, work.community),
        claim_due=promise.claim_due if promise else None,
        resolve_due=promise.resolve_due if promise else None,
        consented=has_consented(person),
        home=home,
        troubles=len(troubles_of(work, form)),
        home_is_here=home is not None and home == form.address,
        kept_from=kept_from(work, form),
        complete=next_question(replace(form, wants=None), work.community, work.directory) is DraftQuestion.PREVIEW,
        page=notice.page if isinstance(notice, DraftScreen) else 0,
        behind=notice.behind if isinstance(notice, DraftScreen) else None,
    )


def expect_drafts(work: UnitOfWork, notices: Sequence[tuple[DraftScreen | AlreadyReported, int | None]]) -> None:
    """The drafts of these readers are read at once."""
    work.conversation.expect_readers({reader for _, reader in notices if reader is not None})
