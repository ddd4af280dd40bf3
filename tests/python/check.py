"""What a Python client relies on beyond example.py, which has run before: python check.py 127.0.0.1:PORT"""
import sys

import grpc
from google.protobuf.field_mask_pb2 import FieldMask
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from grpc_status import rpc_status
from hafez.v1 import article_service_pb2 as article, article_service_pb2_grpc as article_grpc
from hafez.v1 import memory_service_pb2 as memory, memory_service_pb2_grpc as memory_grpc
from hafez.v1 import suggest_service_pb2 as suggest, suggest_service_pb2_grpc as suggest_grpc
from hafez.v1 import term_service_pb2 as term, term_service_pb2_grpc as term_grpc
from hafez.v1 import transfer_service_pb2 as transfer, transfer_service_pb2_grpc as transfer_grpc
from hafez.v1.unit_pb2 import ORIGIN_KIND_IMPORT, UNIT_STATUS_APPROVED, UNIT_STATUS_DRAFT, Unit, UnitText

NEWS = "memories/news"
DIRECTION = dict(source_language="en", target_language="fa")

channel = grpc.insecure_channel(sys.argv[1])
articles = article_grpc.ArticleServiceStub(channel)
memories = memory_grpc.MemoryServiceStub(channel)
suggestions = suggest_grpc.SuggestServiceStub(channel)
terms = term_grpc.TermServiceStub(channel)
transfers = transfer_grpc.TransferServiceStub(channel)


def same(found, expected):
    assert found == expected, f"{found!r} is not {expected!r}"


def suggest_for(text, **options):
    return suggestions.Suggest(suggest.SuggestRequest(text=text, **{**DIRECTION, **options}))


def refusal(call):
    """The code, the reason and the fields of the error that a call ends with."""
    try:
        call()
    except grpc.RpcError as error:
        info, request = ErrorInfo(), BadRequest()
        details = rpc_status.from_call(error).details
        assert all(detail.Unpack(info) or detail.Unpack(request) for detail in details), details
        same(info.domain, "hafez")
        return error.code().name, info.reason, [violation.field for violation in request.field_violations]
    raise AssertionError("the call was not refused")


def import_table(table, **header):
    header = transfer.ImportHeader(memory=NEWS, document="table.tsv", **DIRECTION, **header)
    requests = [transfer.ImportUnitsRequest(header=header)]
    # Cut anywhere, in the middle of a letter too.
    requests += [transfer.ImportUnitsRequest(chunk=table[at : at + 7]) for at in range(0, len(table), 7)]
    return list(transfers.ImportUnits(iter(requests)))


def check_health():
    health = health_pb2_grpc.HealthStub(channel)
    names = ["Suggest", "Article", "Memory", "Term", "Transfer"]
    for service in ["", *(f"hafez.v1.{name}Service" for name in names)]:
        status = health.Check(health_pb2.HealthCheckRequest(service=service)).status
        same(status, health_pb2.HealthCheckResponse.SERVING)


def check_reflection():
    database = ProtoReflectionDescriptorDatabase(channel)
    services = set(database.get_services())
    for name in ["Suggest", "Article", "Memory", "Term", "Transfer"]:
        assert f"hafez.v1.{name}Service" in services, services
    file = database.FindFileContainingSymbol("hafez.v1.TransferService")
    same([method.name for method in file.service[0].method][:1], ["ImportUnits"])


def check_suggestions():
    [found] = suggest_for("The ferry to Qeshm sails at 11 every morning.").suggestions
    same(found.match_type, suggest.MATCH_TYPE_NEAR_EXACT)
    same([penalty.reason for penalty in found.penalties], [suggest.PENALTY_REASON_NUMBER])
    same(found.adapted_target, "کشتی قشم هر روز صبح ساعت ۱۱ حرکت می‌کند.")
    same((found.unit.origin.kind, found.unit.occurrences[0].document), (ORIGIN_KIND_IMPORT, "ferry.tsv"))
    [exact] = suggest_for("The harbour reopened on Sunday.", min_score=100).suggestions
    same((exact.score, exact.match_type, exact.reversed), (100, suggest.MATCH_TYPE_EXACT, False))
    [turned] = suggest_for("بندر روز یکشنبه بازگشایی شد.", source_language="fa", target_language="en-GB").suggestions
    same((turned.reversed, turned.unit.target.text), (True, "The harbour reopened on Sunday."))
    same(len(suggest_for("Nothing of the kind.").suggestions), 0)


def check_article():
    text = "# کشتی‌ها دوباره راه افتادند 🚢\n\nبندر روز یکشنبه بازگشایی شد. غواصان هیچ بازمانده‌ای پیدا نکردند."
    request = article.SegmentArticleRequest(article=text, language="fa")
    segments = articles.SegmentArticle(request).segments
    same([text.encode()[s.start : s.end].decode() for s in segments], [s.text for s in segments])
    same(segments[0].kind, article.BLOCK_KIND_HEADLINE)
    request = suggest.SuggestArticleRequest(article=text, source_language="fa", target_language="en")
    *answers, last = suggestions.SuggestArticle(request)
    same([answer.segment for answer in answers], list(segments))
    same([len(answer.suggestions) for answer in answers], [0, 1, 1])
    assert not last.HasField("segment") and last.statistics.segments == 3, last


def check_errors():
    same(refusal(lambda: suggest_for("")), ("INVALID_ARGUMENT", "INVALID_FIELD", ["text"]))
    get = lambda name: memories.GetMemory(memory.GetMemoryRequest(name=name))
    same(refusal(lambda: get("memories/nowhere")), ("NOT_FOUND", "NOT_FOUND", []))
    same(refusal(lambda: get("memories/no where")), ("INVALID_ARGUMENT", "INVALID_FIELD", ["name"]))
    again = memory.CreateMemoryRequest(memory_id="news")
    same(refusal(lambda: memories.CreateMemory(again)), ("ALREADY_EXISTS", "ALREADY_EXISTS", []))
    delete = memory.DeleteMemoryRequest(name=NEWS)
    same(refusal(lambda: memories.DeleteMemory(delete)), ("FAILED_PRECONDITION", "MEMORY_NOT_EMPTY", []))


def check_import():
    table = "Rain fell all night.\tتمام شب باران بارید.\nNo translation here.\n\tبی‌اصل\n".encode()
    for counts in [(3, 1, 0, 2), (3, 0, 1, 2)]:
        answers = import_table(table)
        last = answers[-1]
        same((last.done, last.durable_position), (True, len(table)))
        same((last.counts.read, last.counts.added, last.counts.unchanged, last.counts.refused), counts)
        problems = [(problem.line, problem.reason) for answer in answers for problem in answer.problems]
        same(problems, [(2, "WRONG_COLUMN_COUNT"), (3, "EMPTY_SOURCE")])
    imports_as_draft = import_table("Wind.\tباد.\n".encode(), status=UNIT_STATUS_DRAFT)
    same(imports_as_draft[-1].counts.added, 1)
    same(len(suggest_for("Wind.", statuses=[UNIT_STATUS_APPROVED]).suggestions), 0)


def check_retry_and_revision():
    texts = dict(source=UnitText(text="Snow.", language="en"), target=UnitText(text="برف.", language="fa"))
    create = memory.CreateUnitRequest(parent=NEWS, unit=Unit(**texts), request_id="snow-1")
    unit = memories.CreateUnit(create).unit
    same(memories.CreateUnit(create).unit, unit)
    unit.note = "checked"
    update = memory.UpdateUnitRequest(unit=unit, update_mask=FieldMask(paths=["note"]))
    same(memories.UpdateUnit(update).unit.revision, 2)
    same(refusal(lambda: memories.UpdateUnit(update)), ("ABORTED", "REVISION_MOVED", []))


def check_pages():
    units, token = [], ""
    while True:
        page = memories.ListUnits(memory.ListUnitsRequest(parent=NEWS, page_size=2, page_token=token))
        units, token = units + list(page.units), page.next_page_token
        if not token:
            break
    same(len(units), memories.GetMemory(memory.GetMemoryRequest(name=NEWS)).memory.unit_count)
    same(len({unit.name for unit in units}), len(units))


def check_terms():
    names = [term.TermEntry(language="en", text="Qeshm"), term.TermEntry(language="fa", text="قشم")]
    terms.CreateTerm(term.CreateTermRequest(term=term.Term(type=term.TERM_TYPE_PLACE, entries=names)))
    text = "Café owners on Qeshm’s coast protest."
    [found] = terms.RecognizeTerms(term.RecognizeTermsRequest(text=text, **DIRECTION)).terms
    same(text.encode()[found.source_start : found.source_end].decode(), found.matched_text)
    same((found.entry_text, found.renderings[0].text), ("Qeshm", "قشم"))


for name, check in list(globals().items()):
    if name.startswith("check_"):
        check()
        print(name)
