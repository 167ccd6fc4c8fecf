import ConnectorHost
import Core
import Foundation
import Testing

struct BundleArchiveTests {
    private let archive = BundleArchive([
        .init(path: "lib/a.so", bytes: Array(repeating: 7, count: 1_000)), .init(path: "connector.json", bytes: [1, 2]),
    ])

    @Test func `What is packed is what is unpacked, and the same each time`() throws {
        let bytes = try archive.tar()

        #expect(try BundleArchive(tar: bytes) == archive)
        #expect(try BundleArchive(Array(archive.files.reversed())).tar() == bytes)
        #expect(bytes.count % 512 == 0)
    }

    @Test func `The system's tar reads it, and it reads the system's`() throws {
        let folder = try TestBundle.emptyDirectory()
        let tar = folder + "/a.tar"
        try Data(archive.tar()).write(to: URL(filePath: tar))

        try run(["tar", "-xf", tar, "-C", folder])
        #expect(try Data(contentsOf: URL(filePath: folder + "/lib/a.so")).count == 1_000)
        try run(["tar", "--format=ustar", "-cf", tar, "-C", folder, "./lib", "./connector.json"])

        #expect(try BundleArchive(tar: [UInt8](Data(contentsOf: URL(filePath: tar)))) == archive)
    }

    @Test(arguments: ["../evil", "/etc/evil", "a/../../evil", "a//b", ".."])
    func `A path that leads out of the bundle is refused`(_ path: String) throws {
        let bytes = try BundleArchive([.init(path: path, bytes: [1])]).tar()

        #expect(throws: BundleArchive.TarFault.outside(path)) { try BundleArchive(tar: bytes) }
    }

    @Test(arguments: ["1", "2", "3", "4", "6", "x", "L"])
    func `A link, a device and what else is no file is refused`(_ type: String) throws {
        let bytes = try typed(type, archive.tar())

        #expect(throws: BundleArchive.TarFault.notOrdinary("connector.json")) { try BundleArchive(tar: bytes) }
    }

    @Test func `A real link from the system's tar is refused`() throws {
        let folder = try TestBundle.emptyDirectory()
        try FileManager.default.createSymbolicLink(atPath: folder + "/passwd", withDestinationPath: "/etc/passwd")
        try run(["tar", "--format=ustar", "-cf", folder + "/a.tar", "-C", folder, "passwd"])
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: folder + "/a.tar")))

        #expect(throws: BundleArchive.TarFault.notOrdinary("passwd")) { try BundleArchive(tar: bytes) }
    }

    @Test func `A cut archive, a garbled one and one that is none never crash the reader`() throws {
        let bytes = try archive.tar()
        var random = SplitMix(state: 11)

        #expect(throws: BundleArchive.TarFault.notTar) { try BundleArchive(tar: []) }
        #expect(throws: BundleArchive.TarFault.notTar) { try BundleArchive(tar: Array(repeating: 65, count: 2_048)) }
        #expect(throws: BundleArchive.TarFault.cut) { try BundleArchive(tar: Array(bytes.prefix(1_600))) }
        for _ in 0..<200 {
            var garbled = Array(bytes.prefix(Int(random.next() % UInt64(bytes.count))))
            for _ in 0..<3 where !garbled.isEmpty { garbled[Int(random.next() % UInt64(garbled.count))] = UInt8(truncatingIfNeeded: random.next()) }
            _ = try? BundleArchive(tar: garbled)
        }
    }

    @Test func `One path twice and too many files are refused`() throws {
        let twice = try BundleArchive([.init(path: "a", bytes: [1]), .init(path: "a", bytes: [2])]).tar()
        let many = try BundleArchive((0...BundleArchive.mostFiles).map { .init(path: "f\($0)", bytes: []) }).tar()

        #expect(throws: BundleArchive.TarFault.twice("a")) { try BundleArchive(tar: twice) }
        #expect(throws: BundleArchive.TarFault.tooLarge) { try BundleArchive(tar: many) }
    }

    @Test func `A bundle read from its folder and written to another is the same bundle`() throws {
        let bundle = try TestBundle("good")
        let folder = try TestBundle.emptyDirectory()

        try BundleArchive(directory: bundle.directory).write(to: folder)

        #expect(try ConnectorBundle.open(folder).manifest == bundle.open().manifest)
    }

    @Test func `A link in a bundle's folder is not packed`() throws {
        let bundle = try TestBundle("good") { try FileManager.default.createSymbolicLink(atPath: "\($0)/passwd", withDestinationPath: "/etc/passwd") }

        let refusal = #expect(throws: BundleRefusal.self) { try BundleArchive(directory: bundle.directory) }

        #expect(refusal?.reason == .unreadable("passwd"))
    }

    /// The archive with another type in its first header, and that header's sum right.
    private func typed(_ type: String, _ bytes: [UInt8]) throws -> [UInt8] {
        var bytes = bytes
        bytes[156] = try #require(type.utf8.first)
        bytes.replaceSubrange(148..<156, with: Array(repeating: 32, count: 8))
        let digits = String(bytes[..<512].reduce(0) { $0 + Int($1) }, radix: 8)
        bytes.replaceSubrange(148..<155, with: Array((String(repeating: "0", count: 6 - digits.count) + digits + "\0").utf8))
        return bytes
    }

    private func run(_ words: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
