"""Shapes of batches, their rows, likely duplicates and exports."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.approvals.queries import can_decide
from backend.common.permissions import actor_of
from backend.exchange.models import DuplicateCase, ExportFile, ImportBatch
from backend.exchange.rules.states import STATUSES
from backend.exchange.services.moving import may_steer
from cooperatives.services.importing import KINDS


class SheetColumnSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    title = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    personal = serializers.BooleanField()
    hint = serializers.CharField()


class ExchangeKindSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    title = serializers.CharField()
    may_import = serializers.BooleanField()
    may_export = serializers.BooleanField()
    may_export_personal = serializers.BooleanField()
    personal = serializers.BooleanField()
    needs_approval = serializers.BooleanField()
    only_new = serializers.BooleanField()
    afterwards = serializers.CharField()
    columns = SheetColumnSerializer(many=True)


class JobProgressSerializer(serializers.Serializer[Any]):
    state = serializers.CharField()
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    error = serializers.CharField()


class ApprovalStepSerializer(serializers.Serializer[Any]):
    """Where the second person's word stands; `digest` is what they sign."""

    state = serializers.CharField()
    state_name = serializers.CharField()
    step = serializers.IntegerField()
    steps = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    digest = serializers.CharField()
    can_decide = serializers.BooleanField()


class HeadColumnSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    key = serializers.CharField()


class DocumentSerializer(serializers.Serializer[Any]):
    """What batches, cases and files have in common: their job and their approval.

    `context` holds `jobs` and `requests` by uid, read in one statement each.
    """

    uid = serializers.UUIDField()
    state = serializers.CharField()
    state_name = serializers.CharField(source="get_state_display")
    progress = serializers.SerializerMethodField()
    approval = serializers.SerializerMethodField()
    mine = serializers.SerializerMethodField()

    @extend_schema_field(JobProgressSerializer(allow_null=True))
    def get_progress(self, document: Any) -> dict[str, Any] | None:
        job = self.context["jobs"].get(getattr(document, "job_uid", ""))
        return JobProgressSerializer(job).data if job else None

    @extend_schema_field(ApprovalStepSerializer(allow_null=True))
    def get_approval(self, document: Any) -> dict[str, Any] | None:
        asked = self.context["requests"].get(str(document.uid))
        if asked is None:
            return None
        return {
            "state": asked.state,
            "state_name": asked.get_state_display(),
            "step": asked.step,
            "steps": asked.steps,
            "digest": asked.digest,
            "can_decide": can_decide(asked, actor_of(self.context["request"])),
        }

    def get_mine(self, document: Any) -> bool:
        owner = getattr(document, "made_by_uid", None) or getattr(document, "proposed_by_uid", "")
        return bool(owner) and owner == actor_of(self.context["request"]).user_uid


class ImportBatchSerializer(DocumentSerializer):
    kind = serializers.CharField()
    kind_name = serializers.SerializerMethodField()
    file_name = serializers.CharField()
    update_existing = serializers.BooleanField()
    made_by_name = serializers.CharField()
    uploaded_at = serializers.DateTimeField()
    checked_at = serializers.DateTimeField(allow_null=True)
    applied_at = serializers.DateTimeField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)
    counts = serializers.DictField(child=serializers.IntegerField())
    written = serializers.DictField(child=serializers.IntegerField())
    waiting_rows = serializers.SerializerMethodField()
    header_row = serializers.SerializerMethodField()
    header = serializers.SerializerMethodField()
    has_error_file = serializers.SerializerMethodField()
    error = serializers.CharField()
    undo_reason = serializers.CharField()
    may_steer = serializers.SerializerMethodField()

    def get_may_steer(self, batch: ImportBatch) -> bool:
        """Whether this person may go on with the writing or take the batch back."""
        kind = KINDS.get(batch.kind)
        actor = actor_of(self.context["request"])
        return kind is not None and may_steer(batch, kind.import_object, actor)

    def get_kind_name(self, batch: ImportBatch) -> str:
        return KINDS[batch.kind].title if batch.kind in KINDS else batch.kind

    def get_waiting_rows(self, batch: ImportBatch) -> int:
        """Rows decided after the batch was written: they wait to be written too."""
        return int(self.context.get("waiting", {}).get(batch.pk, 0))

    def get_header_row(self, batch: ImportBatch) -> int:
        return int(batch.header.get("row", 0))

    @extend_schema_field(HeadColumnSerializer(many=True))
    def get_header(self, batch: ImportBatch) -> list[dict[str, str]]:
        return list(batch.header.get("columns", []))

    def get_has_error_file(self, batch: ImportBatch) -> bool:
        return bool(batch.error_file)


class RowProblemSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    why = serializers.CharField()


class RowChangeSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    old = serializers.CharField()
    new = serializers.CharField()


class RowCellSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    value = serializers.CharField()


class ImportRowSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    status = serializers.ChoiceField(list(STATUSES))
    status_name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    cells = RowCellSerializer(many=True)
    changes = RowChangeSerializer(many=True)
    problems = RowProblemSerializer(many=True)


class ImportRowsSerializer(serializers.Serializer[Any]):
    results = ImportRowSerializer(many=True)
    next = serializers.IntegerField(allow_null=True)


class UploadSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField(max_length=24)
    file = serializers.FileField(error_messages={"required": "请选择文件"})
    update_existing = serializers.BooleanField(default=False)


class RecheckSerializer(serializers.Serializer[Any]):
    mapping = serializers.DictField(child=serializers.CharField(allow_blank=True), default=dict)
    update_existing = serializers.BooleanField(default=False)


class UndoReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=200)


class SignedVerdictSerializer(serializers.Serializer[Any]):
    verdict = serializers.CharField(max_length=10)
    comment = serializers.CharField(max_length=400, default="", allow_blank=True)
    digest = serializers.CharField(max_length=64)


class FileLinkSerializer(serializers.Serializer[Any]):
    url = serializers.CharField()
    seconds = serializers.IntegerField()


class AgreementSerializer(serializers.Serializer[Any]):
    field = serializers.CharField()
    agrees = serializers.BooleanField()
    words = serializers.CharField()


class DuplicateCaseSerializer(DocumentSerializer):
    batch = serializers.UUIDField(source="batch.uid")
    batch_name = serializers.CharField(source="batch.file_name")
    row_number = serializers.IntegerField()
    row_label = serializers.CharField()
    subject_label = serializers.CharField()
    score = serializers.IntegerField()
    agreements = AgreementSerializer(many=True)
    proposal = serializers.CharField()
    proposal_name = serializers.SerializerMethodField()
    reason = serializers.CharField()

    def get_proposal_name(self, case: DuplicateCase) -> str:
        return str(DuplicateCase.State(case.proposal).label) if case.proposal else ""


class ProposalSerializer(serializers.Serializer[Any]):
    verdict = serializers.CharField(max_length=10)
    reason = serializers.CharField(max_length=200)


class ExportFileSerializer(DocumentSerializer):
    kind = serializers.CharField()
    kind_name = serializers.CharField(source="title")
    format = serializers.CharField()
    personal = serializers.BooleanField()
    purpose = serializers.CharField()
    made_by_name = serializers.CharField()
    foreseen = serializers.IntegerField()
    rows = serializers.IntegerField()
    asked_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    password_waits = serializers.SerializerMethodField()
    error = serializers.CharField()

    def get_password_waits(self, export: ExportFile) -> bool:
        """The password has not been shown yet."""
        return export.personal and export.state == "ready" and export.password_shown_at is None


class AskExportSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField(max_length=24)
    format = serializers.ChoiceField(ExportFile.Format.choices)
    personal = serializers.BooleanField(default=False)
    purpose = serializers.CharField(max_length=200)
    area_code = serializers.RegexField(r"^[0-9]{0,12}$", default="", allow_blank=True)


class PasswordSerializer(serializers.Serializer[Any]):
    password = serializers.CharField()
