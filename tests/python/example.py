"""Calling hafez from Python: python example.py 127.0.0.1:50051"""
import sys

import grpc
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo
from grpc_status import rpc_status
from hafez.v1 import memory_service_pb2 as memory, memory_service_pb2_grpc as memory_grpc
from hafez.v1 import suggest_service_pb2 as suggest, suggest_service_pb2_grpc as suggest_grpc
from hafez.v1 import transfer_service_pb2 as transfer, transfer_service_pb2_grpc as transfer_grpc
from hafez.v1.unit_pb2 import Unit, UnitText

TABLE = """The ferry to Qeshm sails at 7 every morning.\tکشتی قشم هر روز صبح ساعت ۷ حرکت می‌کند.
Divers have found no survivors.\tغواصان هیچ بازمانده‌ای پیدا نکردند.
"""
ARTICLE = """The ferry to Qeshm sails at 9 every morning. The harbour reopened on Monday.

Divers found no survivors. Nobody knows why the boat sank."""
DIRECTION = dict(source_language="en", target_language="fa")

channel = grpc.insecure_channel(sys.argv[1])
memories = memory_grpc.MemoryServiceStub(channel)
suggestions = suggest_grpc.SuggestServiceStub(channel)
transfers = transfer_grpc.TransferServiceStub(channel)

memories.CreateMemory(memory.CreateMemoryRequest(memory_id="news"))
english = UnitText(text="The harbour reopened on Sunday.", language="en")
persian = UnitText(text="بندر روز یکشنبه بازگشایی شد.", language="fa")
memories.CreateUnit(memory.CreateUnitRequest(parent="memories/news", unit=Unit(source=english, target=persian)))

header = transfer.ImportHeader(memory="memories/news", document="ferry.tsv", **DIRECTION)
file = [transfer.ImportUnitsRequest(header=header), transfer.ImportUnitsRequest(chunk=TABLE.encode())]
*_, last = transfers.ImportUnits(iter(file))
print(f"{last.counts.added} units imported")

for found in suggestions.Suggest(suggest.SuggestRequest(text="Divers have found survivors.", **DIRECTION)).suggestions:
    print(f"{found.score:.0f} %", found.unit.source.text, found.unit.target.text, sep="\t")

for answer in suggestions.SuggestArticle(suggest.SuggestArticleRequest(article=ARTICLE, **DIRECTION)):
    for best in answer.suggestions[:1]:
        print(f"{best.score:.0f} %", answer.segment.text, best.adapted_target or best.unit.target.text, sep="\t")

try:
    suggestions.Suggest(suggest.SuggestRequest(text="Good evening.", source_language="en", target_language="Persian"))
except grpc.RpcError as error:
    info, request = ErrorInfo(), BadRequest()
    for detail in rpc_status.from_call(error).details:
        detail.Unpack(info) or detail.Unpack(request)
    print(error.code().name, info.reason, request.field_violations[0].field)
