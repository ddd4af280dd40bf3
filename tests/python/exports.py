"""What another tool, translate-toolkit, reads of our exports: python exports.py 127.0.0.1:PORT"""
import sys

import grpc
from hafez.v1 import memory_service_pb2 as memory, memory_service_pb2_grpc as memory_grpc
from hafez.v1 import transfer_service_pb2 as transfer, transfer_service_pb2_grpc as transfer_grpc
from hafez.v1.unit_pb2 import UNIT_STATUS_APPROVED, UNIT_STATUS_DRAFT, Unit, UnitText
from translate.storage.tmx import tmxfile
from translate.storage.xliff2 import Xliff2File

EXPORTED = "memories/exported"
PAIRS = [
    ("{1}Rain{/1} & wind <soon>", "{1}باران{/1} و باد"),
    ("Two {1}codes {2}that{/1} overlap{/2}{3/}", "دو {2}رمز{/2}{3/} {1}جدا{/1}"),
    ("A line\nand\tanother", "یک خط\nو یکی دیگر"),
]
# The codes are elements, which the toolkit leaves out of its texts where their native codes are not known.
PLAIN = [
    ("<b>Rain</b> & wind <soon>", "باران و باد"),
    ("Two codes that overlap", "دو رمز جدا"),
    PAIRS[2],
]

channel = grpc.insecure_channel(sys.argv[1])
memories = memory_grpc.MemoryServiceStub(channel)
transfers = transfer_grpc.TransferServiceStub(channel)


def same(found, expected):
    assert found == expected, f"{found!r} is not {expected!r}"


def exported(transfer_format):
    answers = list(transfers.ExportUnits(transfer.ExportUnitsRequest(memories=[EXPORTED], format=transfer_format)))
    same(answers[-1].counts, transfer.ExportCounts(written=len(PAIRS)))
    return b"".join(answer.chunk for answer in answers)


def without_codes(pairs):
    return [tuple(text.replace("<b>", "").replace("</b>", "") for text in pair) for pair in pairs]


memories.CreateMemory(memory.CreateMemoryRequest(memory_id="exported"))
for number, (source, target) in enumerate(PAIRS):
    unit = Unit(source=UnitText(text=source, language="en"), target=UnitText(text=target, language="fa"), note="ports")
    unit.status = UNIT_STATUS_DRAFT if number else UNIT_STATUS_APPROVED
    if not number:
        unit.attributes.update({"source.code.1": "<b>", "source.code./1": "</b>", "desk": "World"})
    memories.CreateUnit(memory.CreateUnitRequest(parent=EXPORTED, unit=unit))

tmx = tmxfile.parsestring(exported(transfer.TRANSFER_FORMAT_TMX))
same([(unit.source, unit.target) for unit in tmx.units], PLAIN)
same([unit.getnotes() for unit in tmx.units], ["ports"] * 3)

xliff = Xliff2File.parsestring(exported(transfer.TRANSFER_FORMAT_XLIFF))
same([(unit.source, unit.target) for unit in xliff.units], without_codes(PLAIN))
same((xliff.sourcelanguage, xliff.targetlanguage), ("en", "fa"))
print("TMX and XLIFF are read by translate-toolkit")
