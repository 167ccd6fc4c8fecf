import App
import Testing

@Suite struct PostgresInstallationTests {
    @Test func `New data get the newest PostgreSQL that is installed`() throws {
        let chosen = try PostgresInstallation.choose([installed(15, 20), installed(17, 4)], dataMajor: nil, dataFolder: "/data")

        #expect(chosen.version == PostgresVersion(major: 17, minor: 4))
    }

    @Test func `Data keep the PostgreSQL that wrote them`() throws {
        let chosen = try PostgresInstallation.choose([installed(15, 20), installed(17, 4)], dataMajor: 15, dataFolder: "/data")

        #expect(chosen.version.major == 15)
    }

    @Test func `A PostgreSQL that is too old is refused in one sentence`() {
        let error = #expect(throws: UpError.self) { try PostgresInstallation.choose([installed(13, 9)], dataMajor: nil, dataFolder: "/data") }

        #expect(
            error?.description == "PostgreSQL 15.20 or newer is needed, and 13.9 is installed. Run: apt-get update && apt-get install postgresql-15")
    }

    @Test func `No PostgreSQL at all says what to install`() {
        let error = #expect(throws: UpError.self) { try PostgresInstallation.choose([], dataMajor: nil, dataFolder: "/data") }

        #expect(error?.description.contains("apt-get install postgresql-15") == true)
    }

    @Test func `Data of a version that is not installed are named`() {
        let error = #expect(throws: UpError.self) { try PostgresInstallation.choose([installed(17, 4)], dataMajor: 15, dataFolder: "/data") }

        #expect(error?.description.hasPrefix("The data in /data are of PostgreSQL 15, and only 17.4 is installed.") == true)
    }

    @Test(arguments: [
        ("postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)", PostgresVersion(major: 15, minor: 20)),
        ("postgres (PostgreSQL) 16.4", PostgresVersion(major: 16, minor: 4)), ("postgres (PostgreSQL) 17beta1", PostgresVersion(major: 17, minor: 0)),
    ])
    func `A version is read from what the program prints`(text: String, version: PostgresVersion) {
        #expect(PostgresVersion(text) == version)
    }

    @Test func `What is no version is none`() { #expect(PostgresVersion("redis 7.0") == nil) }

    private func installed(_ major: Int, _ minor: Int) -> PostgresInstallation {
        PostgresInstallation(folder: "/usr/lib/postgresql/\(major)/bin", version: PostgresVersion(major: major, minor: minor))
    }
}
