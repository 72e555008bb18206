"""An inspection's grade is objected to in time, once per part; the inspecting office answers."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from backend.audit import services as audit
from backend.common.actor import Actor
from backend.common.errors import Forbidden, NotFound
from stations import queries, rules
from stations.models import InspectionObjection
from stations.services.opening import person_of


@transaction.atomic
def object_to_inspection(
    *, inspection_uid: UUID, words: str, actor: Actor, now: datetime
) -> InspectionObjection:
    """UNIQUE(inspection, hat): the secretary once, the operator once."""
    inspection = queries.inspection_in_reach(actor, inspection_uid)
    if inspection is None:
        raise NotFound("没有找到这次检查")
    today = timezone.localdate(now)
    if today > rules.objectable_until(timezone.localdate(inspection.at)):
        raise rules.ObjectionTooLate
    words = rules.check_words(words, field="words")
    try:
        with transaction.atomic():
            objection = InspectionObjection.objects.create(
                inspection=inspection, hat=actor.role, words=words, by=person_of(actor=actor),
                made_at=now, answer_by_on=today + timedelta(days=rules.ANSWER_DAYS),
            )  # fmt: skip
    except IntegrityError as error:
        raise rules.AlreadyObjected from error
    audit.record(actor=actor, action="inspection.object", subject=objection, at=now)
    return objection


@transaction.atomic
def answer_objection(
    *, objection_uid: UUID, verdict: str, answer: str, actor: Actor, now: datetime
) -> InspectionObjection:
    """The grade is upheld, or the office inspects again: then a new inspection is entered."""
    objection = queries.objections(actor).filter(uid=objection_uid).first()
    if objection is None:
        raise NotFound("没有找到这条异议")
    person = person_of(actor=actor)
    if person.pk == objection.by_id:
        raise Forbidden("提出异议的人不能答复自己的异议")
    standing = InspectionObjection.objects.filter(pk=objection.pk, state="open")
    answered = standing.update(
        state=InspectionObjection.State(verdict), answered_by=person, answered_at=now,
        answer=rules.check_words(answer, field="answer"),
    )  # fmt: skip
    if not answered:
        raise rules.ObjectionAnswered
    objection.refresh_from_db()
    data = {"verdict": verdict}
    audit.record(actor=actor, action="inspection.answer", subject=objection, at=now, data=data)
    return objection
