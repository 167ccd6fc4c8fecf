import CZlib
import Core
import NIOCore
import NIOHTTP1
import Testing

@testable import Web

struct EncodingTests {
    private static let text = (0..<400).map { "line \($0) of a text that repeats itself\n" }.joined()

    private static func file(_ type: String, _ content: String = text, options: EndpointOptions = .standard) -> Endpoint {
        Endpoint(.get, "/file", permission: .public, summary: "A file.", tag: "Test", output: .file(type), options: options) { _ in
            FileBody(Array(content.utf8), contentType: type)
        }
    }

    private static func get(_ endpoint: Endpoint, _ accepted: String? = "gzip", method: String = "GET") async throws -> TestResponse {
        try await Sample.serve([endpoint]) { client in
            try await client.send(method, "/file", headers: accepted.map { ["Accept-Encoding": $0] } ?? [:])
        }
    }

    @Test(arguments: ["gzip", "deflate"]) func `A client that asks for it gets a packed answer`(coding: String) async throws {
        let answer = try await Self.get(Self.file("application/json; charset=utf-8"), coding)

        #expect(answer.status == 200)
        #expect(answer[header: "Content-Encoding"] == coding)
        #expect(answer[header: "Vary"] == "Accept-Encoding")
        #expect(answer[header: "Content-Length"] == String(answer.body.count))
        #expect(answer.body.count < Self.text.utf8.count / 4)
        #expect(try unpacked(answer.body) == Array(Self.text.utf8))
    }

    @Test func `A client that does not ask gets it as it is, and caches are told that there are two`() async throws {
        for accepted in [nil, "identity", "br", "gzip;q=0", "gzip;q=x", "gzip;level=9"] {
            let answer = try await Self.get(Self.file("text/csv"), accepted)

            #expect(answer[header: "Content-Encoding"] == nil, "\(accepted ?? "-")")
            #expect(answer[header: "Vary"] == "Accept-Encoding")
            #expect(answer.text == Self.text)
        }
    }

    @Test(
        arguments: [
            ("gzip", "gzip"), ("deflate", "deflate"), ("gzip, deflate, br", "gzip"), ("deflate, gzip;q=0.9", "deflate"), ("GZIP ; Q=0.001", "gzip"),
            ("x-gzip", "gzip"), ("*", "gzip"), ("gzip;q=0, *", "deflate"), ("br;q=1, *;q=0.1", "gzip"), ("*;q=0", nil), ("", nil), ("gzip;q=2", nil),
            ("gzip;q=-1", nil), ("gzip;q=nan", nil), ("identity;q=0", nil), (";;,;q=1,", nil),
        ] as [(String, String?)])
    func `The coding with the greatest weight is taken (RFC 9110)`(accepted: String, coding: String?) {
        #expect(ContentCoding(accepted: HTTPHeaders([("accept-encoding", accepted)]))?.rawValue == coding)
    }

    @Test func `HEAD tells the length that GET has, and a page of another origin may read both`() async throws {
        let got = try await Self.get(Self.file("text/plain"))
        let told = try await Self.get(Self.file("text/plain"), method: "HEAD")
        let origin = try await Sample.serve([Self.file("text/plain")]) { client in
            try await client.send("GET", "/file", headers: ["Origin": "https://a.example", "Accept-Encoding": "gzip"])
        }

        #expect(told[header: "Content-Length"] == got[header: "Content-Length"])
        #expect(told[header: "Content-Encoding"] == "gzip")
        #expect(told.body.isEmpty)
        #expect(origin[header: "Vary"] == "Origin, Accept-Encoding")
    }

    @Test func `Short answers, pictures and what would only grow go as they are`() async throws {
        var random = SystemRandomNumberGenerator()
        let noise = String(decoding: (0..<1_200).map { _ in UInt8.random(in: 0x20...0x7E, using: &random) }, as: UTF8.self)
        let short = try await Self.get(Self.file("text/plain", String(repeating: "a", count: 1_023)))
        let long = try await Self.get(Self.file("text/plain", String(repeating: "a", count: 1_024)))
        let picture = try await Self.get(Self.file("image/png"))
        let dense = try await Self.get(Self.file("text/plain", noise))

        #expect(short[header: "Content-Encoding"] == nil)
        #expect(short[header: "Vary"] == nil)
        #expect(long[header: "Content-Encoding"] == "gzip")
        #expect(picture[header: "Content-Encoding"] == nil)
        #expect(picture[header: "Vary"] == nil)
        let isSame = try dense[header: "Content-Encoding"] == nil ? dense.text == noise : unpacked(dense.body) == Array(noise.utf8)
        #expect(isSame)
    }

    @Test func `An answer with secrets is never packed: its length would tell of them`() async throws {
        let answer = try await Self.get(Self.file("application/json", options: .sensitive))

        #expect(answer[header: "Content-Encoding"] == nil)
        #expect(answer.text == Self.text)
    }

    @Test func `A body in pieces is packed as it comes`() async throws {
        let pieces = Endpoint(.get, "/file", permission: .public, summary: "Pieces.", tag: "Test", output: .file("text/csv")) { _ in
            FileBody(contentType: "text/csv") { writer in
                for number in 0..<20_000 { try await writer.write("\(number),\(number &* 2_654_435_761)\n") }
                try await writer.write("")
            }
        }
        let plain = try await Self.get(pieces, nil)

        let answer = try await Self.get(pieces)

        #expect(answer[header: "Content-Encoding"] == "gzip")
        #expect(answer[header: "Transfer-Encoding"] == "chunked")
        #expect(answer[header: "Content-Length"] == nil)
        #expect(answer.body.count < plain.body.count)
        let isSame = try unpacked(answer.body) == plain.body
        #expect(isSame)
    }

    @Test func `A body that breaks off is not ended as if it were whole`() async throws {
        let broken = Endpoint(.get, "/file", permission: .public, summary: "Breaks.", tag: "Test", output: .file("text/csv")) { _ in
            FileBody(contentType: "text/csv") { writer in
                try await writer.write(Self.text)
                throw Problem.notFound
            }
        }

        let answer = try await Sample.serve([broken]) { client in
            try await client.connect { stream in
                try await stream.send("GET /file HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
                return try await stream.rest()
            }
        }

        #expect(answer.contains("Content-Encoding: gzip"))
        #expect(!answer.hasSuffix("0\r\n\r\n"))
    }

    @Test func `Events are not packed: each comes when it happens`() async throws {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let events = Endpoint(.get, "/events", permission: .public, summary: "Events.", tag: "Test", output: .file("text/event-stream")) { _ in
            var body = FileBody(contentType: "text/event-stream") { writer in
                try await writer.write("data: tick\n\n")
                for await _ in ends {}
            }
            body.isEndless = true
            return body
        }

        let came = try await Sample.serve([events]) { client in
            try await client.connect { stream in
                try await stream.send("GET /events HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
                return try await stream.wait(for: "data: tick")
            }
        }
        end.finish()

        #expect(came)
    }

    @Test func `Any bytes in any pieces come out as they went in`() throws {
        for coding in ContentCoding.allCases {
            for size in [0, 1, 16_383, 16_384, 16_385, 70_000] {
                let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
                let deflater = try Deflater(coding)
                var packed: [UInt8] = []
                for start in stride(from: 0, to: size, by: 5_000) { packed += try deflater.pack(Array(bytes[start..<min(start + 5_000, size)])) }
                packed += try deflater.pack([], isLast: true)

                let isSame = try unpacked(packed) == bytes
                #expect(isSame, "\(coding) \(size)")
            }
        }
    }
}

/// Unpacks gzip or zlib, whichever it is, to its end.
private func unpacked(_ bytes: [UInt8]) throws -> [UInt8] {
    var stream = z_stream()
    var input = bytes
    var output: [UInt8] = []
    let code = withUnsafeMutablePointer(to: &stream) { stream in
        input.withUnsafeMutableBufferPointer { input -> Int32 in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            var code = inflateInit2_(stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
            defer { inflateEnd(stream) }
            var room = [UInt8](repeating: 0, count: 64 * 1024)
            while code == Z_OK {
                room.withUnsafeMutableBufferPointer { room in
                    stream.pointee.next_out = room.baseAddress
                    stream.pointee.avail_out = UInt32(room.count)
                    code = inflate(stream, Z_NO_FLUSH)
                }
                output += room.dropLast(Int(stream.pointee.avail_out))
            }
            return code
        }
    }
    try #require(code == Z_STREAM_END)
    return output
}
