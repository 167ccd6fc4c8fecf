import CLibPQ
import Core
import Glibc
import Testing

@testable import Postgres

struct TransactionTests {
    @Test func `A transaction commits when its body returns`() async throws {
        try await withKitDatabase { own in
            let database = own.kit()
            let tenant = TenantID()

            let touched = try await database.inTenant(tenant) { tx in
                try await tx.execute("INSERT INTO kit.notes (tenant_id, id, text) SELECT \(tx.tenant), n, 'x' FROM generate_series(1, 3) n")
            }

            #expect(touched == 3)
            #expect(try await database.once(tenant, "SELECT count(*) FROM kit.notes").decode(Int.self) == [3])
            await database.close()
        }
    }

    @Test func `It rolls back when its body throws, and the connection goes on`() async throws {
        struct Refusal: Error {}
        try await withKitDatabase { (own) async throws in
            let database = own.kit(poolSize: 1)
            let tenant = TenantID()

            await #expect(throws: Refusal.self) {
                try await database.inTenant(tenant) { tx in
                    try await tx.execute("INSERT INTO kit.notes (tenant_id, id) VALUES (\(tenant), 1)")
                    throw Refusal()
                }
            }

            #expect(try await database.once(tenant, "SELECT count(*) FROM kit.notes").decode(Int.self) == [0])
            #expect(await database.statistics().open == 1)
            await database.close()
        }
    }

    @Test func `A swallowed failure does not pass for a commit`() async throws {
        try await withKitDatabase { (own) async throws in
            let database = own.kit()
            let tenant = TenantID()

            let error = await #expect(throws: PostgresError.self) {
                try await database.inTenant(tenant) { tx in
                    try await tx.execute("INSERT INTO kit.notes (tenant_id, id) VALUES (\(tenant), 1)")
                    _ = try? await tx.execute("SELECT 1 / 0")
                }
            }

            #expect(error?.kind == .rolledBack)
            #expect(try await database.once(tenant, "SELECT count(*) FROM kit.notes").decode(Int.self) == [0])
            await database.close()
        }
    }

    @Test func `A savepoint undoes its own part alone`() async throws {
        try await withKitDatabase { own in
            let database = own.kit()
            let tenant = TenantID()

            try await database.inTenant(tenant) { tx in
                try await tx.execute("INSERT INTO kit.notes (tenant_id, id) VALUES (\(tenant), 1)")
                let error = await #expect(throws: PostgresError.self) {
                    try await tx.execute("SAVEPOINT here")
                    try await tx.execute("INSERT INTO kit.notes (tenant_id, id) VALUES (\(tenant), 1)")
                }
                #expect(error?.isUniqueViolation(of: "notes_pkey") == true)
                try await tx.execute("ROLLBACK TO SAVEPOINT here")
                try await tx.savepoint { inner in try await inner.execute("INSERT INTO kit.notes (tenant_id, id) VALUES (\(tenant), 2)") }
                _ = try? await tx.savepoint { inner in try await inner.execute("INSERT INTO kit.notes (tenant_id, id) VALUES (\(tenant), 2)") }
            }

            #expect(try await database.once(tenant, "SELECT id FROM kit.notes ORDER BY id").decode(Int.self) == [1, 2])
            await database.close()
        }
    }

    @Test func `A read can not write, and one statement may write in one round trip`() async throws {
        try await withKitDatabase { own in
            let database = own.kit()
            let tenant = TenantID()
            let insert: Query = "INSERT INTO kit.notes (tenant_id, id) VALUES (\(tenant), 1)"

            let once = await #expect(throws: PostgresError.self) { try await database.once(tenant, insert) }
            let inside = await #expect(throws: PostgresError.self) {
                try await database.inTenant(tenant, .readOnly) { tx in try await tx.execute(insert) }
            }
            let written = try await database.once(tenant, insert, mode: .readWrite).affected

            #expect(once?.sqlState == "25006" && inside?.sqlState == "25006" && written == 1)
            await database.close()
        }
    }

    @Test func `A tenant sees its own rows, another none, and no tenant is an error also on a used connection`() async throws {
        try await withKitDatabase { own in
            let database = own.kit(poolSize: 1)
            let (mine, other) = (TenantID(), TenantID())
            try await database.inTenant(mine) { tx in try await tx.execute("INSERT INTO kit.notes (tenant_id, id) VALUES (\(mine), 1)") }

            let seen = try await database.once(other, "SELECT count(*) FROM kit.notes").decode(Int.self)
            let error = await #expect(throws: PostgresError.self) { try await database.outsideTenants("SELECT count(*) FROM kit.notes") }
            let theft = await #expect(throws: PostgresError.self) {
                try await database.inTenant(other) { tx in try await tx.execute("INSERT INTO kit.notes (tenant_id, id) VALUES (\(mine), 2)") }
            }

            #expect(seen == [0] && error?.sqlState == "42501" && theft?.sqlState == "42501")
            await database.close()
        }
    }

    @Test func `A pipeline gives the results of several queries`() async throws {
        try await withKitDatabase { own in
            let database = own.kit()

            let numbers = try await database.inTenant(TenantID(), .readOnly) { tx in
                try await tx.pipeline(["SELECT \(1)", "SELECT \(2)", "SELECT generate_series(3, 5)"]).map { try $0.decode(Int.self) }
            }

            #expect(numbers == [[1], [2], [3, 4, 5]])
            await database.close()
        }
    }

    @Test func `A large result is read in batches`() async throws {
        try await withKitDatabase { own in
            let database = own.kit()

            let sizes = try await database.inTenant(TenantID(), .readOnly) { tx in
                var sizes: [Int] = []
                try await tx.forEachBatch(of: "SELECT n FROM generate_series(1, \(2_500)) n", size: 1_000) { sizes.append($0.count) }
                return sizes
            }

            #expect(sizes == [1_000, 1_000, 500])
            await database.close()
        }
    }

    @Test func `An exchange is one round trip: everything goes out before anything comes in`() async throws {
        try await withKitDatabase { own in
            let connection = try await Connection.open(own.configuration)
            let path = "/tmp/pg-trace-\(getpid())-\(own.name)"
            defer { unlink(path) }

            for _ in 0..<2 {
                try await connection.trace(to: path) { () async throws(PostgresError) in
                    _ = try await connection.exchange(["SELECT set_config('tactics.tenant_id', \("x")::text, true)", "SELECT \(1)"])
                }
                let lines = try #require(read(path)).split(separator: "\n")

                let directions = lines.compactMap { $0.split(separator: "\t").first { $0 == "F" || $0 == "B" } }
                let firstAnswer = try #require(directions.firstIndex(of: "B"))
                #expect(directions[firstAnswer...].allSatisfy { $0 == "B" })
                #expect(lines.filter { $0.contains("Sync") }.count == 1)
                #expect(lines.filter { $0.contains("Execute") }.count == 2)
            }
            await connection.close()
        }
    }

    private func read(_ path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}

extension Connection {
    /// Writes libpq's own record of the messages to a file while the body runs.
    fileprivate func trace(to path: String, _ body: () async throws(PostgresError) -> Void) async throws {
        let file = try #require(fopen(path, "w"))
        let handle = try #require(handle)
        PQtrace(handle.pointer, file)
        defer { fclose(file) }
        try await body()
        PQuntrace(handle.pointer)
    }
}
