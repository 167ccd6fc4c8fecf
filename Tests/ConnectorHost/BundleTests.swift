import ConnectorHost
import Core
import Foundation
import Testing

struct BundleTests {
    @Test func `A bundle is opened without loading it`() throws {
        let bundle = try TestBundle("good")

        let opened = try bundle.open()
        let library = try [UInt8](Data(contentsOf: URL(filePath: opened.library)))
        let image = try ELFImage(library, entry: "test_connector_v1")

        #expect(opened.manifest.name == "Test")
        #expect(image.hasEntry)
        #expect(try !ELFImage(library, entry: "test_connector").hasEntry)
        #expect(image.needed == ["libc.so.6"])
        #expect(opened.checksums.sums.keys.sorted() == ["connector.json", "libtest.so"])
    }

    @Test func `Statement 42: a file that is not the one of CHECKSUMS is refused`() throws {
        let bundle = try TestBundle("good") { directory in
            let library = try FileHandle(forWritingTo: URL(filePath: "\(directory)/libtest.so"))
            try library.seekToEnd()
            try library.write(contentsOf: Data([0]))
        }

        let refusal = #expect(throws: BundleRefusal.self) { try bundle.open() }

        #expect(refusal?.code == "wrong_checksum")
        #expect(refusal?.sentence.contains("libtest.so") == true && refusal?.sentence.contains(bundle.directory) == true)
    }

    @Test func `Statement 42: a file that is swapped after it was verified is refused`() async throws {
        let bundle = try TestBundle("good")
        let other = try TestBundle("segv")
        let opened = try bundle.open()
        try FileManager.default.removeItem(atPath: "\(bundle.directory)/libtest.so")
        try FileManager.default.copyItem(atPath: "\(other.directory)/libtest.so", toPath: "\(bundle.directory)/libtest.so")

        let refusal = await #expect(throws: BundleRefusal.self) { try await ConnectorSession.start(opened, .test()) }

        #expect(refusal?.code == "changed")
    }

    @Test func `A library that CHECKSUMS does not name is refused`() throws {
        let bundle = try TestBundle("good") { try FileManager.default.copyItem(atPath: "\($0)/libtest.so", toPath: "\($0)/libother.so") }

        #expect(#expect(throws: BundleRefusal.self) { try bundle.open() }?.code == "no_checksum")
    }

    @Test func `A path in CHECKSUMS that leaves the bundle is refused`() throws {
        let sum = String(repeating: "0", count: 64)

        for path in ["../x", "/etc/passwd", "a/../b", "a//b", ""] { #expect(Checksums("\(sum)  \(path)\n") == nil) }
        #expect(Checksums("\(sum)  lib/a.so\n")?.sums == ["lib/a.so": sum])
    }

    @Test func `Statement 42: the entry must be exported before anything is loaded`() throws {
        let bundle = try TestBundle("missing_symbol")

        let refusal = #expect(throws: BundleRefusal.self) { try bundle.open() }

        #expect(refusal?.reason == .missingSymbol("test_connector_v1"))
    }

    @Test func `Statement 42: another ABI is refused with the version to use`() throws {
        let bundle = try TestBundle("good", manifest: TestBundle.manifest.setting("abi", 2))

        let refusal = #expect(throws: BundleRefusal.self) { try bundle.open() }

        #expect(
            refusal?.sentence.contains("asks for connector ABI 2; this host serves ABI 1. Use a newer Tactics, or build the connector for ABI 1.")
                == true)
    }

    @Test func `What is no library says so, and no cut or garbled one crashes the reader`() throws {
        let bundle = try TestBundle("good")
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: "\(bundle.directory)/libtest.so")))
        var random = SplitMix(state: 7)

        #expect(throws: ELFImage.Fault.self) { try ELFImage(Array("#!/bin/sh".utf8), entry: "main") }
        for _ in 0..<100 { _ = try? ELFImage(Array(bytes.prefix(Int(random.next() % UInt64(bytes.count)))), entry: "test_connector_v1") }
        for _ in 0..<100 {
            var garbled = bytes
            for _ in 0..<30 { garbled[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next()) }
            for offset in 16..<64 where random.next() % 8 == 0 { garbled[offset] = UInt8(truncatingIfNeeded: random.next()) }
            _ = try? ELFImage(garbled, entry: "test_connector_v1")
        }
    }

    @Test func `A catalog takes the newest release and lists what it refused`() throws {
        let root = try TestBundle.emptyDirectory()
        defer { try? FileManager.default.removeItem(atPath: root) }
        for version in ["1.0.0", "1.2.0", "1.10.0", "2.0.0-beta.1"] {
            let bundle = try TestBundle("good", manifest: TestBundle.manifest.setting("version", .string(version)))
            try FileManager.default.copyItem(atPath: bundle.directory, toPath: "\(root)/test-\(version)")
        }
        try FileManager.default.createDirectory(atPath: "\(root)/broken", withIntermediateDirectories: true)

        let catalog = ConnectorCatalog(directories: [root])

        #expect(catalog.ids == ["test"])
        #expect(catalog.newest("test")?.manifest.version.description == "1.10.0")
        #expect(catalog.newest("test", major: 2)?.manifest.version.description == "2.0.0-beta.1")
        #expect(catalog.refusals.map(\.reason) == [.missing("connector.json")])
    }
}
