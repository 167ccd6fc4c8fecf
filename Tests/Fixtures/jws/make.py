#!/usr/bin/env python3
"""Makes rs256_signatures.txt: signatures whose padding, digest or number is not what RFC 8017 (9.2, EMSA-PKCS1-v1_5) says.

They are made with the RSA key of Tests/Tokens/TestKeys.swift, by plain arithmetic: no library would make them. Run it in this folder; it needs
the `openssl` program to read the key.
"""
import base64, hashlib, re, subprocess

KEYS = "../../Tokens/TestKeys.swift"
SIZE = 256
# The claims of Tests/Tokens/Forge.swift.
PAYLOAD = (
    '{"iss":"https://tactics.test","aud":"tactics-api","sub":"0190a0b0-0000-7000-8000-000000000001",'
    '"tenant_id":"0190a0b0-0000-7000-8000-000000000002","roles":["owner"],"permissions":["campaigns:read","campaigns:write"],'
    '"sid":"0190a0b0-0000-7000-8000-000000000003","jti":"0190a0b0-0000-7000-8000-000000000004","iat":1800000000,"nbf":1800000000,'
    '"exp":1800000900,"token_use":"access"}'
)


def key():
    pem = re.search(r'static let rsaPrivate = """(.*?)"""', open(KEYS).read(), re.S).group(1)
    pem = "\n".join(line.strip() for line in pem.strip().splitlines()) + "\n"
    text = subprocess.run(["openssl", "rsa", "-text", "-noout"], input=pem, capture_output=True, text=True, check=True).stdout
    number = lambda name: int(re.sub(r"[:\s]", "", re.search(name + r":\n((?:\s+[0-9a-f:]+\n)+)", text).group(1)), 16)
    return number("modulus"), number("privateExponent")


N, D = key()
base64url = lambda data: base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(algorithm):
    header = '{"alg":"%s","typ":"JWT","kid":"rsa"}' % algorithm
    return (base64url(header.encode()) + "." + base64url(PAYLOAD.encode())).encode()


def element(tag, body, length=None):
    """A DER element; `length` are the bytes of a length that is to be another one."""
    if length is None:
        length = bytes([len(body)]) if len(body) < 128 else bytes([0x81, len(body)])
    return bytes([tag]) + length + body


def block(info, first=b"\x00\x01", separator=b"\x00", behind=b""):
    return first + b"\xff" * (SIZE - len(first) - len(separator) - len(info) - len(behind)) + separator + info + behind


def number(message):
    assert len(message) == SIZE
    return pow(int.from_bytes(message, "big"), D, N)


def raw(message):
    return number(message).to_bytes(SIZE, "big")


def info(name, digest):
    return element(0x30, element(0x30, element(6, IDENTIFIERS[name]) + NULL) + element(4, digest))


IDENTIFIERS = {
    name: bytes.fromhex(text)
    for name, text in {
        "SHA-1": "2b0e03021a", "SHA-224": "608648016503040204", "SHA-256": "608648016503040201", "SHA-384": "608648016503040202",
        "SHA-512": "608648016503040203", "SHA3-256": "608648016503040208", "MD5": "2a864886f70d0205",
    }.items()
}
HASHES = {"SHA-1": hashlib.sha1, "SHA-224": hashlib.sha224, "SHA-384": hashlib.sha384, "SHA-512": hashlib.sha512}
NULL, EMPTY, RUBBISH = b"\x05\x00", b"\x30\x00", b"\x11"
TEXT = signed("RS256")
DIGEST = hashlib.sha256(TEXT).digest()
OID = IDENTIFIERS["SHA-256"]
oid, octets = element(6, OID), element(4, DIGEST)
algorithm = element(0x30, oid + NULL)
inner = algorithm + octets
good = element(0x30, inner)


def blocks():
    rest = SIZE - 11 - len(good)
    yield "padding of 8 bytes, rubbish behind", b"\x00\x01" + b"\xff" * 8 + b"\x00" + good + RUBBISH * rest
    yield "padding of 8 bytes, zeros behind", b"\x00\x01" + b"\xff" * 8 + b"\x00" + good + b"\x00" * rest
    yield "no padding, rubbish behind", b"\x00\x01\x00" + good + RUBBISH * (rest + 8)
    yield "a byte behind", block(good, behind=RUBBISH)
    yield "a zero behind", block(good, behind=b"\x00")
    yield "the first byte of the padding is FE", b"\x00\x01\xfe" + block(good)[3:]
    yield "the last byte of the padding is FE", block(b"\xfe\x00" + good, separator=b"")
    yield "padding of zeros", b"\x00\x01" + b"\x00" * (SIZE - 2 - len(good)) + good
    yield "block type 0", block(good, first=b"\x00\x00")
    yield "block type 2", block(good, first=b"\x00\x02")
    yield "the first byte is 1", block(good, first=b"\x01\x01")
    yield "no zero before the digest", block(good, separator=b"")
    yield "two zeros before the digest", block(good, separator=b"\x00\x00")


def digests():
    yield "the digest alone", DIGEST
    yield "the digest as octets alone", octets
    yield "nothing", b""
    for fault, digest in [
        ("zeros for a digest", b"\x00" * 32), ("digest of the payload", hashlib.sha256(PAYLOAD.encode()).digest()),
        ("digest of the digest", hashlib.sha256(DIGEST).digest()), ("digest cut short", DIGEST[:31]), ("digest of a byte", DIGEST[:1]),
        ("no digest", b""), ("digest and a byte", DIGEST + b"\x00"), ("a byte and the digest", b"\x00" + DIGEST),
    ]:
        yield fault, info("SHA-256", digest)
    for name in IDENTIFIERS:
        if name != "SHA-256":
            yield "SHA-256 under the name of " + name, info(name, DIGEST)
    for name, hash in HASHES.items():
        yield "signed with " + name, info(name, hash(TEXT).digest())


def algorithms():
    for fault, body in [
        ("identifier cut short", element(6, OID[:-1]) + NULL), ("identifier and a zero", element(6, OID + b"\x00") + NULL),
        ("identifier with a padded number", element(6, OID[:-1] + b"\x80\x01") + NULL), ("no identifier", NULL), ("no parameters", oid),
        ("parameters with a byte", oid + b"\x05\x01\x00"), ("parameters full of rubbish", oid + element(5, RUBBISH * 40)),
        ("parameters are an empty sequence", oid + EMPTY), ("parameters twice", oid + NULL + NULL),
        ("rubbish behind the parameters", oid + NULL + RUBBISH * 9), ("parameters with a long length", oid + b"\x05\x81\x00"),
        ("an empty algorithm", b""), ("parameters before the identifier", NULL + oid),
    ]:
        yield fault, element(0x30, element(0x30, body) + octets)
    for tag in (0x04, 0x05, 0x07, 0x26, 0x86, 0xFF):
        yield "tag of the identifier is %02X" % tag, element(0x30, element(0x30, element(tag, OID) + NULL) + octets)
    for tag in (0x04, 0x06, 0x25, 0x85, 0xFF):
        yield "tag of the parameters is %02X" % tag, element(0x30, element(0x30, oid + bytes([tag, 0])) + octets)


def lengths():
    def wrong(right):
        yield "in the long form", b"\x81" + bytes([right])
        yield "in the long form with a zero", b"\x82\x00" + bytes([right])
        yield "one too great", bytes([right + 1])
        yield "one too small", bytes([right - 1])
        for name, text in [("2^31-1", "847fffffff"), ("2^31", "8480000000"), ("2^32-1", "84ffffffff"), ("2^40-1", "85ffffffffff"), ("2^64-1", "88" + "ff" * 8)]:
            yield name, bytes.fromhex(text)
        yield "2^32 too great", b"\x85\x01" + b"\x00" * 3 + bytes([right])
        yield "2^64 too great", b"\x89\x01" + b"\x00" * 7 + bytes([right])

    for fault, length in wrong(len(inner)):
        yield "length of the sequence " + fault, element(0x30, inner, length)
    for fault, length in wrong(len(DIGEST)):
        yield "length of the digest " + fault, element(0x30, algorithm + element(4, DIGEST, length))
    for fault, length in wrong(len(oid + NULL)):
        yield "length of the algorithm " + fault, element(0x30, element(0x30, oid + NULL, length) + octets)
    yield "indefinite length", b"\x30\x80" + inner + b"\x00\x00"
    yield "indefinite length without an end", b"\x30\x80" + inner
    yield "indefinite length with an end that is not empty", b"\x30\x80" + inner + b"\x00\x01\x00"
    yield "indefinite length of the digest", element(0x30, algorithm + b"\x24\x80" + octets + b"\x00\x00")


def shapes():
    for tag in (0x10, 0x2E, 0x2F, 0x31, 0x32, 0xFF):
        yield "tag of the sequence is %02X" % tag, element(tag, inner)
    for tag in (0x02, 0x03, 0x05, 0x06, 0x24, 0x84, 0xFF):
        yield "tag of the digest is %02X" % tag, element(0x30, algorithm + element(tag, DIGEST))
    for fault, body in [
        ("an empty sequence in front", EMPTY + inner), ("an empty sequence behind", inner + EMPTY), ("a zero element behind", inner + b"\x00\x00"),
        ("rubbish inside", inner + RUBBISH * 30), ("rubbish in front inside", RUBBISH * 4 + inner), ("a high tag behind", inner + b"\xbf\x7f\x00"),
        ("a sequence in the sequence", good), ("the digest twice", inner + octets), ("the digest before the algorithm", octets + algorithm),
        ("the digest in two parts", algorithm + element(0x24, element(4, DIGEST[:16]) + element(4, DIGEST[16:]))),
        ("the digest as bits", algorithm + element(3, b"\x00" + DIGEST)), ("no algorithm", octets), ("an empty sequence", b""),
    ]:
        yield fault, element(0x30, body)
    yield "the sequence cut short", good[:-1]
    yield "the sequence without its first byte", good[1:]


def numbers():
    right = number(block(good))
    yield "0", bytes(SIZE)
    yield "1", (1).to_bytes(SIZE, "big")
    yield "the modulus less 1", (N - 1).to_bytes(SIZE, "big")
    yield "the modulus", N.to_bytes(SIZE, "big")
    yield "2^2048-1", b"\xff" * SIZE
    yield "the modulus less the signature", (N - right).to_bytes(SIZE, "big")
    yield "the modulus and the signature", (N + right).to_bytes(SIZE + 1, "big")
    yield "a zero in front", b"\x00" + raw(block(good))
    yield "a zero behind", raw(block(good)) + b"\x00"
    yield "without its last byte", raw(block(good))[:-1]
    yield "without its first byte", raw(block(good))[1:]
    yield "backwards", raw(block(good))[::-1]


def pss(text, hash):
    """EMSA-PSS (RFC 8017, 9.1) with a salt of the digest's length."""
    size = hash().digest_size
    salt = bytes(range(size))
    digest = hash(bytes(8) + hash(text).digest() + salt).digest()
    data = bytes(SIZE - 2 * size - 2) + b"\x01" + salt
    mask = b"".join(hash(digest + counter.to_bytes(4, "big")).digest() for counter in range(SIZE // size + 1))
    masked = bytes(a ^ b for a, b in zip(data, mask))
    return bytes([masked[0] & 0x7F]) + masked[1:] + digest + b"\xbc"


def primitives():
    for size, hash in [("256", hashlib.sha256), ("384", hashlib.sha384), ("512", hashlib.sha512)]:
        yield "PS%s under the name of RS256" % size, "RS256", pss(TEXT, hash)
        yield "PS" + size, "PS" + size, pss(signed("PS" + size), hash)
        if size != "256":
            yield "RS" + size, "RS" + size, block(info("SHA-" + size, hash(signed("RS" + size)).digest()))
    for name in ("PS256", "PS384", "PS512", "RS384", "RS512", "rs256"):
        yield "RS256 under the name of " + name, name, block(info("SHA-256", hashlib.sha256(signed(name)).digest()))


vectors = [("none", "RS256", raw(block(good)))]
vectors += [(fault, "RS256", raw(message)) for fault, message in blocks()]
for group in (digests, algorithms, lengths, shapes):
    vectors += [(fault, "RS256", raw(block(text))) for fault, text in group()]
vectors += [("signature: " + fault, "RS256", signature) for fault, signature in numbers()]
vectors += [(fault, name, raw(message)) for fault, name, message in primitives()]
assert len({fault for fault, _, _ in vectors}) == len(vectors)
assert len({signature for _, _, signature in vectors}) == len(vectors)
with open("rs256_signatures.txt", "w") as file:
    for fault, name, signature in vectors:
        file.write("%s\t%s\t%s\n" % (fault, name, base64url(signature)))
