"""An SCTP INIT and its answer over raw sockets: what netfilter needs to see of SCTP to translate
it, on kernels that have no SCTP of their own too (RFC 9260, sections 3.1 and 3.3.2)."""
import struct

PROTOCOL = 132
INIT = 1
INIT_ACK = 2


def make_table():
    """CRC32c, reflected (RFC 9260, appendix A)."""
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


TABLE = make_table()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def packet(source_port, port, kind, tag, text=b""):
    """One chunk; an INIT ACK carries `text` as its State Cookie (parameter 7)."""
    body = struct.pack("!IIHHI", 1, 65536, 1, 1, 1)
    if text:
        body += struct.pack("!HH", 7, 4 + len(text)) + text + b"\0" * (-len(text) % 4)
    chunk = struct.pack("!BBH", kind, 0, 4 + len(body)) + body
    head = struct.pack("!HHI", source_port, port, tag)
    crc = struct.pack("<I", crc32c(head + b"\0\0\0\0" + chunk))
    return head + crc + chunk


def parse(data):
    """Source port, port, kind of chunk and cookie of a packet; None for anything else."""
    if len(data) < 32:
        return None
    source_port, port = struct.unpack("!HH", data[:4])
    text = b""
    if len(data) >= 36:
        length = struct.unpack("!H", data[34:36])[0]
        text = data[36:32 + length]
    return source_port, port, data[12], text
