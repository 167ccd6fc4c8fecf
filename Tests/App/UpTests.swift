import Core
import Foundation
import Glibc
import Testing

@testable import App

/// `tactics up` with the real PostgreSQL and Redis; a small script stands in for this program in its other roles.
@Suite(.serialized) struct UpTests {
    @Test func `Everything comes up, tells scripts where it is, and stops when asked`() async throws {
        let place = try Place()

        try await place.up { _ in
            let ready = try JSON(parsing: [UInt8](try Data(contentsOf: URL(fileURLWithPath: place.readyFile))))
            let pids = ready["pids"]?.members ?? []
            #expect(pids.map(\.name) == ["postgres", "redis", "serve", "simulate", "work"])
            #expect(ready["base_url"]?.string?.hasPrefix("http://127.0.0.1:") == true)
            #expect(ready["tenants"]?.array?.first?["slug"]?.string == "acme")
            #expect(try place.mode(of: place.readyFile) == 0o600)
            #expect(try place.mode(of: place.folder.path + "/demo.json") == 0o600)
            place.pids = pids.compactMap { $0.value.integer.map { Int32($0) } }
        }

        #expect(place.pids.count == 5)
        #expect(place.pids.allSatisfy { kill($0, 0) == -1 })
    }

    @Test func `A second start keeps data and sign-ins, a reset throws them away`() async throws {
        let place = try Place()
        try await place.up { _ in }
        let first = try place.demo()
        try await place.up { _ in }
        let second = try place.demo()
        try await place.up(reset: true) { _ in }

        #expect(first == second)
        #expect(try place.demo() != first)
    }

    @Test func `A second up in the same folder is refused in one sentence`() async throws {
        let place = try Place()

        try await place.up { _ in
            let error = await #expect(throws: UpError.self) { try await place.makeUp().run(until: AsyncStream { $0.finish() }) }
            #expect(error?.description.hasPrefix("Tactics already runs in \(place.folder.path) (process \(getpid())).") == true)
        }
    }

    @Test func `A taken port is refused in one sentence, and nothing stays behind`() async throws {
        let place = try Place()
        let listener = try Listener()

        let error = await #expect(throws: UpError.self) { try await place.makeUp(port: listener.port).run(until: AsyncStream { $0.finish() }) }

        #expect(error?.description.hasPrefix("Port \(listener.port) on 127.0.0.1 is taken") == true)
        #expect(!FileManager.default.fileExists(atPath: place.folder.path + "/postgres"))
    }

    @Test func `A folder with things of somebody else is refused and left alone`() async throws {
        let place = try Place()
        try Data("mine".utf8).write(to: URL(fileURLWithPath: place.folder.path + "/letter.txt"))

        let error = await #expect(throws: UpError.self) { try await place.makeUp(reset: true).run(until: AsyncStream { $0.finish() }) }

        #expect(error?.description.contains("it holds other things (letter.txt)") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.folder.path) == ["letter.txt"])
    }

    @Test func `A step that fails stops what had been started`() async throws {
        let place = try Place()
        struct Refused: Error {}
        let steps = UpSteps(migrate: { _ in throw Refused() }, provision: { _, _, known in known }, unfinishedSyncs: { _ in [] })

        await #expect(throws: Refused.self) { try await place.makeUp(steps: steps).run(until: place.never) }

        #expect(!FileManager.default.fileExists(atPath: place.folder.path + "/postgres/postmaster.pid"))
    }

    @Test func `A server that is killed is started again, and scripts learn its new number`() async throws {
        let place = try Place()

        try await place.up { _ in
            let before = try #require(try place.pid("redis"))
            kill(before, SIGKILL)
            while try place.pid("redis") == before { try await Task.sleep(for: .milliseconds(20)) }
            #expect(try place.pid("redis") != before)
        }
    }
}

/// A folder with a manifest and a stand-in program.
private final class Place {
    let folder: TemporaryFolder
    let outside: TemporaryFolder
    let never: AsyncStream<Void>
    private let stop: AsyncStream<Void>.Continuation
    var pids: [Int32] = []

    init() throws {
        folder = try TemporaryFolder()
        outside = try TemporaryFolder()
        (never, stop) = AsyncStream.makeStream()
        try Data("tenant: acme\n".utf8).write(to: URL(fileURLWithPath: outside.path + "/acme.yaml"))
        try Data(Self.standIn.utf8).write(to: URL(fileURLWithPath: program.path))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    }

    var readyFile: String { outside.path + "/ready.json" }
    var program: Program { Program(path: outside.path + "/tactics", workingFolder: outside.path) }

    func makeUp(port: Int = 0, reset: Bool = false, steps: UpSteps = .standIn) -> Up {
        let options = UpOptions(folder: folder.path, port: port, readyFile: readyFile, reset: reset, tenants: outside.path)
        return Up(
            options: options, program: program, inherited: ["PATH": "/usr/bin:/bin"], steps: steps,
            progress: Progress(isTerminal: false, write: { _ in }))
    }

    /// Brings it up, runs the body while it is up, and stops it.
    func up(reset: Bool = false, _ body: (Place) async throws -> Void) async throws {
        try? FileManager.default.removeItem(atPath: readyFile)
        let (requests, stop) = AsyncStream<Void>.makeStream()
        let up = makeUp(reset: reset)
        let ended = Latch<Void>()
        try await withThrowingTaskGroup { group in
            group.addTask {
                defer { ended.set(()) }
                try await up.run(until: requests)
            }
            while ended.current == nil, !FileManager.default.fileExists(atPath: readyFile) { try await Task.sleep(for: .milliseconds(20)) }
            if ended.current == nil {
                defer { stop.yield() }
                try await body(self)
            }
            try await group.waitForAll()
        }
    }

    func demo() throws -> JSON { try JSON(parsing: [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/demo.json")))) }

    func pid(_ name: String) throws -> Int32? {
        try JSON(parsing: [UInt8](try Data(contentsOf: URL(fileURLWithPath: readyFile))))["pids"]?[name]?.integer.map { Int32($0) }
    }

    func mode(of path: String) throws -> Int? { try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int }

    /// Answers 200 to everything on the port of its role. In Perl, which every Debian has.
    private static let standIn = #"""
        #!/usr/bin/perl
        use strict; use IO::Socket::INET;
        my $port = $ARGV[0] eq "serve" ? $ENV{TACTICS_PORT} : $ARGV[0] eq "work" ? $ENV{TACTICS_METRICS_PORT} : $ARGV[2];
        my $server = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => $port, Listen => 16, ReuseAddr => 1) or die "$!";
        while (my $client = $server->accept) { my $line = <$client>; print $client "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"; close $client }
        """#
}

/// A port that somebody else has taken.
private final class Listener {
    let port: Int
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in.loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(descriptor, $0, size)
                listen(descriptor, 1)
                getsockname(descriptor, $0, &size)
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(descriptor) }
}

extension UpSteps {
    /// Steps without a schema: what is tested here is the rest.
    fileprivate static let standIn = UpSteps(
        migrate: { _ in "nothing to do" },
        provision: { _, _, known in
            known.isEmpty
                ? [
                    DemoTenant(
                        slug: "acme", id: UniqueID().description, apiKey: Randomness.word(20), email: "demo@acme.example",
                        password: Randomness.word(20))
                ]
                : known
        },
        unfinishedSyncs: { _ in [] })
}
