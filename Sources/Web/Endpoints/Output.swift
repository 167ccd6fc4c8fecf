import Core

/// What an endpoint answers with.
package struct Output<Value: Sendable>: Sendable {
    enum Documentation: Sendable {
        case nothing
        case json(Shape)
        case content(type: String)
    }

    let documentation: Documentation
    let encode: @Sendable (Value, Int, Exchange) throws -> Answer

    /// JSON of that schema.
    package static func json(_ schema: Schema<Value>) -> Output {
        Output(documentation: .json(schema.shape)) { value, status, exchange in
            try .json(schema.encode(value), status, exchange) { schema.validate($0) }
        }
    }

    /// A part of a list: `{"data": [...], "next_cursor": …}`, and `total` where it was asked for.
    package static func page<Item>(of item: Schema<Item>) -> Output where Value == Listing<Item> {
        Output(documentation: .json(pageShape(item.shape))) { listing, status, exchange in
            var writer = JSONWriter(reservingCapacity: listing.expectedBytes)
            writer.raw("{\"data\":")
            switch listing.content {
            case .raw(let json): writer.raw(json.bytes)
            case .items(let items): Schema<[Item]>.array(of: item, max: .max).write(items, &writer)
            }
            writer.raw(",\"next_cursor\":")
            if let next = listing.next { writer.string(try exchange.sealedCursor(next)) } else { writer.raw("null") }
            if let total = listing.total {
                writer.raw(",\"total\":")
                writer.value(total)
            }
            writer.raw("}")
            return try .json(writer.bytes, status, exchange) { validatePage($0, of: item) }
        }
    }

    private static func pageShape(_ item: Shape) -> Shape {
        var cursor = Schema<String>.string().shape
        cursor.isNullable = true
        return Shape(
            .object([
                .init(name: "data", shape: Shape(.array(item, max: 500)), isRequired: true, about: ""),
                .init(name: "next_cursor", shape: cursor, isRequired: true, about: "Where the next part starts; null on the last."),
                .init(name: "total", shape: Shape(.anything), isRequired: false, about: "With include=total: the count and sums of the whole list."),
            ]), name: item.name.map { $0 + "Page" })
    }

    private static func validatePage<Item>(_ json: JSON, of item: Schema<Item>) -> [Problem.Fault] {
        Schema<[Item]>.array(of: item, max: 500).validate(json["data"] ?? .null)
    }
}

extension Output where Value == RawJSON {
    /// JSON that PostgreSQL made and that fits this schema.
    package static func raw<Described>(_ schema: Schema<Described>) -> Output {
        Output(documentation: .json(schema.shape)) { value, status, exchange in
            try .json(value.bytes, status, exchange) { schema.validate($0) }
        }
    }
}

extension Output where Value == Void {
    /// 204 without a body.
    package static var nothing: Output {
        Output(documentation: .nothing) { _, status, _ in Answer(status: status == 200 ? 204 : status, content: .none) }
    }
}

extension Output where Value == HTMLPage {
    package static var html: Output {
        Output(documentation: .content(type: "text/html")) { page, status, _ in
            guard let location = page.location else {
                return Answer(
                    status: page.status == 200 ? status : page.status, contentType: "text/html; charset=utf-8", content: .bytes(Array(page.html.utf8))
                )
            }
            return Answer(status: 303, content: .none, headers: [("Location", location)])
        }
    }
}

extension Output where Value == FileBody {
    /// A file or a stream of that type.
    package static func file(_ documentedType: String = "application/octet-stream") -> Output {
        Output(documentation: .content(type: documentedType)) { file, status, _ in
            var answer = Answer(status: status, contentType: file.contentType, content: file.answerContent, isImmutable: file.isImmutable)
            if let name = file.fileName { answer.headers.append(("Content-Disposition", contentDisposition(name))) }
            return answer
        }
    }
}

extension FileBody {
    fileprivate var answerContent: AnswerContent {
        switch content {
        case .bytes(let bytes): .bytes(bytes)
        case .pieces(let length, let write): .pieces(length: length, isEndless: isEndless, write)
        }
    }
}

extension Listing {
    fileprivate var expectedBytes: Int {
        switch content {
        case .raw(let json): json.bytes.count + 256
        case .items(let items): items.count * 256 + 64
        }
    }
}

extension Answer {
    fileprivate static func json(_ bytes: [UInt8], _ status: Int, _ exchange: Exchange, _ faults: (JSON) -> [Problem.Fault]) throws -> Answer {
        if exchange.services.validatesResponses { try requireFit(bytes, faults) }
        return Answer(status: status, contentType: "application/json", content: .bytes(bytes))
    }

    private static func requireFit(_ bytes: [UInt8], _ faults: (JSON) -> [Problem.Fault]) throws {
        let found = faults(try JSON(parsing: bytes, limits: .trusted))
        if !found.isEmpty { throw ResponseDoesNotFit(faults: found) }
    }
}

/// An answer that is not what its schema says: a mistake of ours, found where responses are validated.
struct ResponseDoesNotFit: Error, CustomStringConvertible {
    let faults: [Problem.Fault]

    var description: String {
        "the response does not fit its schema: " + faults.map { "\($0.pointer) \($0.code): \($0.detail)" }.joined(separator: "; ")
    }
}

/// A download's name, safe for any text: an ASCII form and RFC 8187's for the rest.
func contentDisposition(_ name: String) -> String {
    let plain = name.unicodeScalars.map { scalar -> Character in
        let isPlain =
            scalar.isASCII && (scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value) || "-_. ".unicodeScalars.contains(scalar))
        return isPlain ? Character(scalar) : "_"
    }
    let encoded = name.utf8.map { byte -> String in
        let isPlain =
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x2E
            || byte == 0x5F
        return isPlain ? String(UnicodeScalar(byte)) : "%" + hexadecimal([byte]).uppercased()
    }
    return "attachment; filename=\"\(String(plain))\"; filename*=UTF-8''\(encoded.joined())"
}
