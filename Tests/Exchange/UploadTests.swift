import Core
import Crypto
import Foundation
import Logging
import Postgres
import Testing
import Web

@testable import Exchange

@Suite struct UploadTests {
    struct World: Sendable {
        let test: TestDatabase
        let database: Database
        let exchange: Exchange
        let client: WebTestClient
        let acme: TenantID

        func post(_ bytes: [UInt8], token: String = "acme", name: String = "orders.csv") async throws -> TestResponse {
            try await client.authorized(token).send(
                "POST", "/api/v1/uploads?name=\(name)", headers: ["Content-Type": "application/octet-stream"], bytes: bytes)
        }

        /// Rows of uploads and of their pieces.
        func left() async throws -> [Int64] {
            let row = try await test.query("SELECT (SELECT count(*) FROM ingest.uploads), (SELECT count(*) FROM ingest.upload_chunks)")[0]
            let (uploads, pieces) = try row.decode(Int64.self, Int64.self)
            return [uploads, pieces]
        }

        /// Leaves two pieces of an upload behind: its process loses the database in the middle, so that it can not even clear up after itself.
        func leftover() async throws {
            let dying = test.database()
            let (content, feed) = AsyncThrowingStream.makeStream(of: [UInt8].self)
            let before = try await left()
            feed.yield(UploadTests.text(2_500_000))
            let uploading = Task { try await Exchange(database: dying).uploads.store(acme, name: "x", by: nil, content: content) }
            while try await left()[1] < before[1] + 2 { try await Task.sleep(for: .milliseconds(5)) }
            await dying.close()
            feed.yield(UploadTests.text(2_500_000))
            await #expect(throws: (any Error).self) { try await uploading.value }
        }
    }

    static let id = ["X-Request-Id": "0197aaaa-0000-7000-8000-000000000001"]

    static func lend(largest: Int = 8 << 20, _ body: @Sendable @escaping (World) async throws -> Void) async throws {
        let test = try await TestPostgres.database(migrated: true)
        let database = test.database()
        let (acme, zenith) = (TenantID(), TenantID())
        do {
            try await test.execute(
                """
                INSERT INTO core.tenants (id, slug, name, plan, currency, time_zone) VALUES
                  ('\(acme)', 'acme', 'Acme', 'free', 'EUR', 'UTC'), ('\(zenith)', 'zenith', 'Zenith', 'free', 'EUR', 'UTC');
                """)
            let callers = KnownTokens([
                "acme": Principal(tenant: acme, subject: .user(UserID()), permissions: [.importsWrite]),
                "zenith": Principal(tenant: zenith, subject: .user(UserID()), permissions: [.importsWrite]),
                "nothing": Principal(tenant: acme, subject: .apiKey(APIKeyID())),
            ])
            let exchange = Exchange(database: database, largest: largest)
            try await WebApplication.test(exchange.endpoints, authenticator: callers) { client in
                try await body(World(test: test, database: database, exchange: exchange, client: client, acme: acme))
            }
        } catch {
            await database.close()
            try? await test.drop()
            throw error
        }
        await database.close()
        try await test.drop()
    }

    /// Text of so many bytes.
    static func text(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 97, count: count)
        for index in stride(from: 39, to: count, by: 40) { bytes[index] = 10 }
        return bytes
    }

    @Test func `A file of 5 MiB is stored in pieces, with its digest, and read back as it was`() async throws {
        try await Self.lend { (world) async throws in
            let bytes = Self.text(5 << 20) + Array("last line".utf8)

            let answer = try await world.post(bytes)
            let id = try #require(answer.json["id"]?.string.flatMap { UploadID($0) })
            let read = try await world.client.authorized("acme").send(.get, "/api/v1/uploads/\(id)")
            var content: [UInt8] = []
            var number = 0
            while let piece = try await world.exchange.uploads.piece(world.acme, id, number) {
                content += piece
                number += 1
            }

            #expect(answer.status == 201, "\(answer.text)")
            #expect(answer.json["size"]?.integer == Int64(bytes.count))
            #expect(answer.json["sha256"]?.string == hexadecimal(Array(SHA256.hash(data: bytes))))
            #expect(answer.json["media_type"]?.string == "text/plain")
            #expect(read.json == answer.json)
            // Compared here: on a difference #expect would look for the edits between two files.
            let isSame = content == bytes
            #expect(isSame)
            #expect(number == 6)
            #expect(try await world.exchange.uploads.find(world.acme, digest: Array(SHA256.hash(data: bytes)))?.id == id)
        }
    }

    @Test func `An empty file is refused`() async throws {
        try await Self.lend { (world) async throws in
            let answer = try await world.post([])

            #expect(answer.status == 422)
            #expect(answer.code == "empty_upload")
            #expect(try await world.left() == [0, 0])
        }
    }

    @Test(
        arguments: [[0x1F, 0x8B, 8, 0], [0x50, 0x4B, 3, 4], [0x25, 0x50, 0x44, 0x46], [0x7F, 0x45, 0x4C, 0x46], [0x61, 0x62, 0, 0x63]] as [[UInt8]])
    func `A file that is no text is refused by its content, whatever its name says`(head: [UInt8]) async throws {
        try await Self.lend { (world) async throws in
            let short = try await world.post(head)
            let long = try await world.post(head + Self.text(3 << 20))

            #expect(short.status == 415)
            #expect(long.status == 415)
            #expect(short.code == "not_text")
            #expect(try await world.left() == [0, 0])
        }
    }

    @Test func `A file over the bound is 413 whether it says its size or not, and nothing is left (statement 23)`() async throws {
        try await Self.lend(largest: 2 << 20) { (world) async throws in
            let announced = try await world.post(Self.text((2 << 20) + 1))
            let chunked = try await world.client.connect { stream in
                try await stream.send(
                    "POST /api/v1/uploads?name=x HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer acme\r\nContent-Type: application/octet-stream\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n")
                for _ in 0..<3 {
                    try await stream.send("100000\r\n")
                    try await stream.send(Self.text(1 << 20))
                    try await stream.send("\r\n")
                }
                return try await stream.response()
            }
            let exact = try await world.post(Self.text(2 << 20))

            #expect(announced.status == 413)
            #expect(chunked?.status == 413)
            #expect(exact.status == 201)
            #expect(try await world.left() == [1, 2])
        }
    }

    @Test func `An upload whose client goes away leaves nothing behind`() async throws {
        try await Self.lend { (world) async throws in
            try await world.client.connect { stream in
                try await stream.send(
                    "POST /api/v1/uploads?name=x HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer acme\r\nContent-Type: application/octet-stream\r\n"
                        + "Content-Length: 4000000\r\n\r\n")
                try await stream.send(Self.text(2_500_000))
                // The first pieces are stored: only then the client goes.
                while try await world.left()[1] < 2 { try await Task.sleep(for: .milliseconds(5)) }
            }

            while try await world.left() != [0, 0] { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    @Test func `An upload that is cancelled or fails in the middle leaves nothing behind`() async throws {
        try await Self.lend { (world) async throws in
            let (content, feed) = AsyncThrowingStream.makeStream(of: [UInt8].self)
            feed.yield(Self.text(2_500_000))
            let uploading = Task { try await world.exchange.uploads.store(world.acme, name: "x", by: nil, content: content) }
            while try await world.left()[1] < 2 { try await Task.sleep(for: .milliseconds(5)) }

            uploading.cancel()
            _ = try? await uploading.value

            #expect(try await world.left() == [0, 0])
            let broken = AsyncThrowingStream<[UInt8], any Error> { stream in
                stream.yield(Self.text(2_500_000))
                stream.finish(throwing: UploadRefusal.interrupted)
            }
            await #expect(throws: UploadRefusal.interrupted) {
                try await world.exchange.uploads.store(world.acme, name: "x", by: nil, content: broken)
            }
            #expect(try await world.left() == [0, 0])
        }
    }

    @Test func `What is not whole can not be seen`() async throws {
        try await Self.lend { (world) async throws in
            let id = UploadID()
            try await world.test.execute(
                """
                INSERT INTO ingest.uploads (tenant_id, id, name, media_type, size, sha256) VALUES ('\(world.acme)', '\(id)', 'x', '', 0, '');
                INSERT INTO ingest.upload_chunks VALUES ('\(world.acme)', '\(id)', 0, 'abc');
                """)

            let answer = try await world.client.authorized("acme").send(.get, "/api/v1/uploads/\(id)")

            #expect(answer.status == 404)
            #expect(try await world.exchange.uploads.piece(world.acme, id, 0) == nil)
        }
    }

    @Test func `What a process that died left half received is swept when it is old, and nothing else is`() async throws {
        try await Self.lend { (world) async throws in
            try await world.leftover()
            let whole = try await world.post(Array("a,b\n1,2\n".utf8))
            let platform = world.test.platform()

            let tooEarly = try await world.exchange.uploads.sweep(platform)
            let before = try await world.left()
            try await world.test.execute("UPDATE ingest.uploads SET created_at = now() - interval '2 hours 1 minute'")
            let swept = try await world.exchange.uploads.sweep(platform)
            let after = try await world.left()
            await platform.close()

            #expect(whole.status == 201)
            #expect(tooEarly == 0)
            #expect(swept == 1)
            #expect(before == [2, 3])
            #expect(after == [1, 1])
        }
    }

    @Test func `It is swept at the start and goes on`() async throws {
        try await Self.lend { (world) async throws in
            let platform = world.test.platform()
            let sweeping = Task { [uploads = world.exchange.uploads] in
                await uploads.keepSwept(platform, every: .milliseconds(20), logger: Logger(label: "test"))
            }

            for _ in 0..<2 {
                try await world.leftover()
                try await world.test.execute("UPDATE ingest.uploads SET created_at = now() - interval '1 day'")
                while try await world.left() != [0, 0] { try await Task.sleep(for: .milliseconds(5)) }
            }

            sweeping.cancel()
            await sweeping.value
            await platform.close()
        }
    }

    @Test func `An upload that was swept while it came is interrupted and not half there`() async throws {
        try await Self.lend { (world) async throws in
            let (content, feed) = AsyncThrowingStream.makeStream(of: [UInt8].self)
            feed.yield(Self.text(1 << 20))
            let uploading = Task { try await world.exchange.uploads.store(world.acme, name: "x", by: nil, content: content) }
            while try await world.left()[1] < 1 { try await Task.sleep(for: .milliseconds(5)) }

            try await world.test.execute("DELETE FROM ingest.uploads")
            feed.finish()

            await #expect(throws: UploadRefusal.interrupted) { try await uploading.value }
            #expect(try await world.left() == [0, 0])
        }
    }

    @Test func `Another tenant's upload is answered with the very bytes of one that is not there (statement 1)`() async throws {
        try await Self.lend { (world) async throws in
            let id = try #require(try await world.post(Array("a,b\n1,2\n".utf8)).json["id"]?.string)

            let foreign = try await world.client.authorized("zenith").send(.get, "/api/v1/uploads/\(id)", headers: Self.id)
            let absent = try await world.client.authorized("zenith").send(.get, "/api/v1/uploads/\(UploadID())", headers: Self.id)

            #expect(foreign.status == 404)
            #expect(foreign.body == absent.body)
        }
    }

    @Test func `A file of this machine is stored once, by its content`() async throws {
        try await Self.lend { (world) async throws in
            let path = FileManager.default.temporaryDirectory.path + "/upload-\(UploadID()).csv"
            #expect(FileManager.default.createFile(atPath: path, contents: Data(Self.text(1_200_000))))
            defer { try? FileManager.default.removeItem(atPath: path) }
            let uploads = world.exchange.uploads

            let first = try await world.database.inTenant(world.acme) { tx in try await uploads.store(file: path, in: tx) }
            let second = try await world.database.inTenant(world.acme) { tx in try await uploads.store(file: path, in: tx) }

            #expect(first.isNew)
            #expect(!second.isNew)
            #expect(second.upload.id == first.upload.id)
            #expect(try await world.left() == [1, 2])
        }
    }

    @Test func `Every endpoint of exchange asks for its permission (statement 8)`() async throws {
        try await Self.lend { (world) async throws in
            #expect(
                world.exchange.endpoints.map { "\($0.method.rawValue) \($0.path) \($0.permission?.text ?? "")" } == [
                    "POST /api/v1/uploads imports:write", "GET /api/v1/uploads/{id} imports:write",
                ])
            let nobody = try await world.client.send(
                "POST", "/api/v1/uploads?name=x", headers: ["Content-Type": "application/octet-stream"], bytes: [97])
            let nothing = try await world.post([97], token: "nothing")

            #expect(nobody.status == 401)
            #expect(nothing.status == 403)
            #expect(try await world.left() == [0, 0])
        }
    }
}
