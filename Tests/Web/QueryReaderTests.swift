import Core
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import Web

final class QueryReaderTests: Sendable {
    private let reads = Mutex(0)

    private func reader(remembers: Bool = true) -> QueryReader<(PageRequest, String?)> {
        QueryReader(
            .page(
                parameter("status", .optional(.string(min: 1, max: 16))),
                make: { [self] status in
                    reads.withLock { $0 += 1 }
                    return status
                }), remembers: remembers)
    }

    private func emptyBody() -> RequestBody {
        let inbound = NIOAsyncChannelInboundStream<HTTPServerRequestPart>.makeTestingStream().0
        let outbound = NIOAsyncChannelOutboundWriter<ResponsePart>.makeTestingWriter().0
        return RequestBody(HTTPRequestHead(version: .http1_1, method: .GET, uri: "/x"), inbound: inbound.makeAsyncIterator(), outbound: outbound)
    }

    private func exchange(_ query: String, _ tenant: TenantID = TenantID()) throws -> Exchange {
        Exchange(
            facts: RequestFacts(method: .get, path: "/x", requestID: "r", address: "::1", headers: RequestHeaders([])),
            principal: Principal(tenant: tenant, subject: .user(UserID()), permissions: []), pathTexts: GivenParameters(mark: "/", pairs: []),
            query: query[...], body: emptyBody(), bodyLimit: 0,
            services: Services(cursors: try Cursors(key: [UInt8](repeating: 7, count: 32)), validatesResponses: false))
    }

    @Test func `A query that was read is not read again, and says the same`() throws {
        let reader = reader()

        let first = try exchange("status=active&limit=7").read(query: reader)
        let again = try exchange("status=active&limit=7")
        let second = try again.read(query: reader)

        #expect(reads.withLock { $0 } == 1)
        #expect(first.0 == PageRequest(limit: 7) && second.0 == first.0 && second.1 == "active" && first.1 == "active")
        #expect(again.queryText.normalised == (try exchange("status=active")).queryText.normalised)
    }

    @Test func `A faulty query is faulty each time`() throws {
        let reader = reader()

        for query in ["limit=0", "colour=red", "status=a&status=b", "status=%zz"] {
            for _ in 0..<2 { #expect(throws: Problem.self) { try exchange(query).read(query: reader) } }
        }
    }

    @Test func `A cursor opens for its own tenant alone, however often it is asked`() throws {
        let reader = reader()
        let tenant = TenantID()
        let cursor = try exchange("status=a", tenant).sealedCursor(["id": "7"])
        let query = "status=a&cursor=\(cursor)"

        for _ in 0..<2 {
            #expect(try exchange(query, tenant).read(query: reader).0.after == ["id": "7"])
            #expect(throws: Problem.self) { try exchange(query).read(query: reader) }
        }
    }

    @Test func `What may hold a secret is not remembered`() throws {
        let reader = reader(remembers: false)

        for _ in 0..<2 { #expect(try exchange("status=code").read(query: reader).1 == "code") }

        #expect(reads.withLock { $0 } == 2)
        #expect(reader.remembered("status=code") == nil)
    }

    @Test func `Ever new queries do not fill the memory`() throws {
        let reader = reader()

        for number in 0..<1_000 { #expect(try exchange("status=s\(number)").read(query: reader).1 == "s\(number)") }
        let long = String(repeating: "a", count: 16) + String(repeating: "&", count: 300)

        #expect(try exchange("status=\(long)").read(query: reader).1 == String(repeating: "a", count: 16))
        #expect(reader.remembered("status=\(long)") == nil)
        #expect(reader.remembered("status=s0") == nil)
        #expect(reader.remembered("status=s999")?.value.1 == "s999")
    }
}
