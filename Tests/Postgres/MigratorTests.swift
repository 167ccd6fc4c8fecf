import Glibc
import Postgres
import Testing

/// A folder of migrations of a test's own.
private final class Folder {
    let path: String

    init(_ files: [String: String] = [:]) {
        var template = Array("/tmp/pg-migrations-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? ""
        for (name, text) in files { write(name, text) }
    }

    func write(_ name: String, _ text: String) {
        guard let file = fopen("\(path)/\(name)", "w") else { return }
        fputs(text, file)
        fclose(file)
        names.insert(name)
    }

    func remove(_ name: String) { unlink("\(path)/\(name)") }

    /// Holds the folder up to where this is called.
    func keep() {}

    private var names: Set<String> = []

    deinit {
        for name in names { remove(name) }
        rmdir(path)
    }
}

struct MigratorTests {
    private let files = [
        "0001_create_a.sql": "CREATE TABLE a (x int); INSERT INTO a VALUES (1);",
        "0002_create_b.sql": "CREATE TABLE b (y int);\nCREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;",
    ]

    @Test func `Files are applied once, in order`() async throws {
        try await withEmptyDatabase { own in
            let folder = Folder(files)
            defer { folder.keep() }
            let migrator = Migrator(directory: folder.path)

            let first = try await migrator.apply(to: own.configuration)
            let second = try await migrator.apply(to: own.configuration)

            #expect(first == ["0001_create_a", "0002_create_b"])
            #expect(second == [])
            #expect(try await own.query("SELECT count(*) FROM a").decode(Int.self) == [1])
            #expect(try await migrator.status(of: own.configuration).map(\.state) == [.applied, .applied])
        }
    }

    @Test func `A changed file is refused`() async throws {
        try await withEmptyDatabase { own in
            let folder = Folder(files)
            defer { folder.keep() }
            try await Migrator(directory: folder.path).apply(to: own.configuration)

            folder.write("0001_create_a.sql", "CREATE TABLE a (x bigint);")
            folder.write("0003_create_c.sql", "CREATE TABLE c ();")

            await #expect(throws: MigrationError.changed(["0001_create_a"])) {
                try await Migrator(directory: folder.path).apply(to: own.configuration)
            }
            #expect(try await own.query("SELECT to_regclass('c') IS NULL").decode(Bool.self) == [true])
        }
    }

    @Test func `A failing file leaves nothing behind, and those before it stay`() async throws {
        try await withEmptyDatabase { (own) async throws in
            let folder = Folder(files)
            defer { folder.keep() }
            folder.write("0003_broken.sql", "CREATE TABLE c (); SELECT 1 / 0;")

            let error = await #expect(throws: MigrationError.self) { try await Migrator(directory: folder.path).apply(to: own.configuration) }

            guard case .failed("0003_broken", let cause)? = error else { return #expect(Bool(false)) }
            #expect(cause.sqlState == "22012")
            #expect(try await own.query("SELECT to_regclass('c') IS NULL AND to_regclass('b') IS NOT NULL").decode(Bool.self) == [true])
            #expect(try await own.query("SELECT count(*) FROM core.schema_migrations").decode(Int.self) == [2])
        }
    }

    @Test func `Two migrators at once take turns`() async throws {
        try await withEmptyDatabase { (own) async throws in
            let folder = Folder(files)
            defer { folder.keep() }
            let migrator = Migrator(directory: folder.path)

            async let one = migrator.apply(to: own.configuration)
            async let two = migrator.apply(to: own.configuration)

            #expect(try await (one + two).sorted() == ["0001_create_a", "0002_create_b"])
        }
    }

    @Test func `A program knows whether the schema is its own, in the eyes of an ordinary role`() async throws {
        try await withKitDatabase { own in
            let folder = Folder(files)
            defer { folder.keep() }
            let migrator = Migrator(directory: folder.path)
            let database = own.kit()

            let before = try await migrator.state(of: database)
            try await migrator.apply(to: own.configuration)
            let after = try await migrator.state(of: database)
            folder.remove("0002_create_b.sql")
            let older = try await migrator.state(of: database)

            #expect(before == .behind(["0001_create_a", "0002_create_b"]))
            #expect(after == .current)
            #expect(older == .ahead(["0002_create_b"]))
            await database.close()
        }
    }

    @Test func `The repository's own migrations apply, and a test's database has them all`() async throws {
        let own = try await TestPostgres.database()
        let database = own.database()

        let state = try await Migrator(directory: TestPostgres.migrations).state(of: database)
        let faults = try await database.outsideTenants("SELECT subject, fault FROM core.isolation_faults()").decode(String.self, String.self)

        #expect(state == .current)
        #expect(faults.isEmpty, "\(faults)")
        await database.close()
        try await own.drop()
    }

    @Test func `A file that changes its role is recorded by who runs it`() async throws {
        try await withKitDatabase { (own) async throws in
            let folder = Folder(["0001_as_other.sql": "SET LOCAL ROLE kit_app; SELECT 1;"])
            defer { folder.keep() }

            #expect(try await Migrator(directory: folder.path).apply(to: own.configuration) == ["0001_as_other"])
        }
    }
}
