"""What was done for a task, and what proves it."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from backend.audit import services as audit
from backend.common import files, photos
from backend.common.actor import Actor
from backend.common.errors import Conflict, Invalid
from programme import rules
from programme.models import Evidence, Issue, Rectification
from programme.queries import issues
from programme.services.moving import person_of

MOST_BYTES, MOST_PROOFS = 10 * 1024 * 1024, 60
PDF = b"%PDF"


def _answering(issue: Issue, actor: Actor) -> None:
    if issues.responsibility_of(actor, issue) is None:
        raise rules.NotResponsible
    if issue.state != "assigned":
        raise rules.IssueMoved


@transaction.atomic
def add_evidence(
    *, issue_uid: UUID, name: str, content: bytes, actor: Actor, now: datetime
) -> Evidence:
    """A photo is re-encoded without EXIF, a PDF is kept sealed; anything else is refused."""
    issue = issues.issue_in_reach(actor, issue_uid)
    _answering(issue, actor)
    if issue.evidence.count() >= MOST_PROOFS:
        raise Conflict(f"一件问题最多 {MOST_PROOFS} 份佐证")
    if len(content) > MOST_BYTES:
        raise Invalid(fields={"file": "文件超过 10 MB，请压缩后再传"})
    kind, kept = "photo", ""
    if content.startswith(PDF):
        kind, digest = "paper", sha256(content).hexdigest()
        kept = files.keep(content, suffix=".pdf")
    else:
        try:
            digest = photos.store(raw=content, actor=actor, now=now).digest
        except photos.PhotoRefused as error:
            said = "请上传 PDF 或照片（JPG、PNG、WebP），不超过 10 MB"
            raise Invalid(fields={"file": said}) from error
    proof = Evidence.objects.create(
        issue=issue, kind=kind, name=name.strip()[:80] or "佐证", file=kept, sha256=digest,
        by=person_of(actor), at=now,
    )  # fmt: skip
    data: dict[str, object] = {"issue": str(issue.uid), "sha256": digest}
    audit.record(actor=actor, action="evidence.add", subject=proof, at=now, data=data)
    return proof


@transaction.atomic
def rectify_task(
    *, task_uid: UUID, words: str, evidence: Sequence[UUID], actor: Actor, now: datetime
) -> Rectification:
    """One entry of the rectification list; each proof is named by one entry only."""
    task = issues.task_in_reach(actor, task_uid)
    _answering(task.issue, actor)
    said = rules.check_text(words, field="words")
    if not evidence:
        raise Invalid(fields={"evidence": "请至少附一份佐证：照片或文件"})
    done = Rectification.objects.create(task=task, words=said, by=person_of(actor), at=now)
    free = Evidence.objects.filter(
        uid__in=evidence, issue=task.issue, rectification__isnull=True, by=done.by
    )
    if free.update(rectification=done) != len(set(evidence)):
        raise Invalid(fields={"evidence": "有佐证不是您为这件问题上传的，或已用过，请重新上传"})
    data: dict[str, object] = {"task": task.number}
    audit.record(actor=actor, action="issue.rectify", subject=task.issue, at=now, data=data)
    return done


def open_evidence(*, uid: UUID, actor: Actor) -> str:
    """An address for this reader: a photo for an hour, a paper for ten minutes."""
    proof = issues.evidence_in_reach(actor, uid)
    if proof.kind == Evidence.Kind.PHOTO:
        return photos.signed_address(proof.sha256)
    return files.link(proof.file, shown_as=f"{proof.name}.pdf", user_uid=actor.user_uid)
