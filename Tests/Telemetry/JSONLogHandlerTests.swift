import Core
import Logging
import Synchronization
import Telemetry
import Testing

/// Keeps the lines that a logger wrote.
final class Lines: Sendable {
    private let lines = Mutex<[[UInt8]]>([])

    var sink: LogSink { LogSink { line in self.lines.withLock { $0.append(line) } } }
    var all: [[UInt8]] { lines.withLock { $0 } }

    func logger(level: Logger.Level = .trace) -> Logger {
        let sink = sink
        return Logger(label: "test") { JSONLogHandler(label: $0, level: level, sink: sink, time: .fixed(Instant(seconds: 0))) }
    }

    func only() throws -> JSON {
        let line = try #require(all.first)
        #expect(line.last == UInt8(ascii: "\n"))
        #expect(!line.dropLast().contains(UInt8(ascii: "\n")))
        return try JSON(parsing: line.dropLast())
    }
}

@Suite struct JSONLogHandlerTests {
    @Test func `An event is one line of JSON with its metadata`() throws {
        let lines = Lines()

        lines.logger().info("started", metadata: ["request_id": "r1", "sync": ["rows": "5"], "names": ["a", "b"]])

        let line = try lines.only()
        #expect(line["time"]?.string == "1970-01-01T00:00:00Z")
        #expect(line["level"]?.string == "info")
        #expect(line["label"]?.string == "test")
        #expect(line["message"]?.string == "started")
        #expect(line["request_id"]?.string == "r1")
        #expect(line["sync.rows"]?.string == "5")
        #expect(line["names.1"]?.string == "b")
    }

    @Test func `Control characters can not start a second line or move a terminal`() throws {
        let lines = Lines()

        lines.logger().info("a\r\nb\u{1B}[2J\u{2028}\u{202E}\u{85}\"\\")

        let raw = try #require(lines.all.first)
        #expect(!raw.dropLast().contains { $0 < 0x20 })
        #expect(raw.allSatisfy { $0 < 0x80 })
        #expect(try lines.only()["message"]?.string == "a\r\nb\u{1B}[2J\u{2028}\u{202E}\u{85}\"\\")
    }

    @Test func `A NUL is written as an escape`() throws {
        let lines = Lines()

        lines.logger().info("a\u{0}b")

        #expect(String(decoding: try #require(lines.all.first), as: UTF8.self).contains(#""a\u0000b""#))
    }

    @Test func `A long field is cut at 4 KiB, never inside a character`() throws {
        let lines = Lines()

        lines.logger().info("x\(String(repeating: "é", count: 5_000))")

        let message = try #require(try lines.only()["message"]?.string)
        #expect(message.hasSuffix("é…"))
        #expect(message.utf8.count <= 4_096 + 3)
    }

    @Test(arguments: ["authorization", "X-Api-Key", "access_token", "client.secret", "PASSWORD", "credit_card", "Set-Cookie"])
    func `A value whose key names a secret is hidden`(key: String) throws {
        let lines = Lines()

        lines.logger().info("call", metadata: [key: "hunter2", "nested": [key: ["hunter2"]]])

        let raw = String(decoding: try #require(lines.all.first), as: UTF8.self)
        #expect(!raw.contains("hunter2"))
        #expect(raw.contains(Redaction.mark))
    }

    @Test func `A secret prints as a placeholder`() throws {
        let lines = Lines()

        lines.logger().info("\(Secret("hunter2"))", metadata: ["value": "\(Secret("hunter2"))"])

        #expect(try lines.only()["message"]?.string == "<secret>")
        #expect(try lines.only()["value"]?.string == "<secret>")
    }

    @Test func `Metadata can not stand in for the fields of the line`() throws {
        let lines = Lines()

        lines.logger().info("real", metadata: ["message": "forged", "level": "trace"])

        #expect(try lines.only()["message"]?.string == "real")
        #expect(try lines.only()["metadata.message"]?.string == "forged")
    }

    @Test func `The event's metadata wins over the logger's`() throws {
        let lines = Lines()
        var logger = lines.logger()
        logger[metadataKey: "tenant"] = "a"

        logger.info("x", metadata: ["tenant": "b"])

        #expect(try lines.only()["tenant"]?.string == "b")
    }

    @Test func `Levels below the handler's are not written`() {
        let lines = Lines()

        lines.logger(level: .warning).info("x")

        #expect(lines.all.isEmpty)
    }

    @Test func `A flood of metadata is cut and counted`() throws {
        let lines = Lines()
        let many = Dictionary(uniqueKeysWithValues: (0..<100).map { ("k\($0)", Logger.MetadataValue.string("v")) })

        lines.logger().info("x", metadata: many)

        #expect(try lines.only()["fields_dropped"]?.string == "36")
    }
}
