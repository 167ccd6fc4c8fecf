import Foundation
import Sealing

/// What can be wrong with a connector bundle that somebody installs.
enum Tampering: String, Sendable, CaseIterable {
    case foreignABI, missingSymbol, changedLibrary, extraFile, noLibrary

    /// A part of the sentence that refuses it.
    var sentence: String {
        switch self {
        case .foreignABI: "asks for connector ABI 2"
        case .missingSymbol: "nobody_v1"
        case .changedLibrary: "is not the file that CHECKSUMS names"
        case .extraFile: "extra.txt"
        case .noLibrary: "libFilesConnector.so"
        }
    }

    func apply(to bundle: String) throws {
        let library = "\(bundle)/libFilesConnector.so"
        switch self {
        case .foreignABI: try Self.edit(bundle, "\"abi\": 1", "\"abi\": 2")
        case .missingSymbol: try Self.edit(bundle, "files_connector_v1", "nobody_v1")
        case .changedLibrary:
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: library))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data([0]))
            try handle.close()
        case .extraFile: try Data("hello".utf8).write(to: URL(fileURLWithPath: "\(bundle)/extra.txt"))
        case .noLibrary: try FileManager.default.removeItem(atPath: library)
        }
    }

    /// Changes the manifest and its checksum, as somebody would who packs the bundle anew.
    private static func edit(_ bundle: String, _ old: String, _ new: String) throws {
        let manifest = URL(fileURLWithPath: "\(bundle)/connector.json")
        let text = try String(contentsOf: manifest, encoding: .utf8).replacing(old, with: new)
        try Data(text.utf8).write(to: manifest)
        let sums = URL(fileURLWithPath: "\(bundle)/CHECKSUMS")
        let sum = sha256(text).map { byte in String(byte >> 4, radix: 16) + String(byte & 0xF, radix: 16) }.joined()
        let lines = try String(contentsOf: sums, encoding: .utf8).split(separator: "\n").map { line in
            line.hasSuffix("  connector.json") ? "\(sum)  connector.json" : String(line)
        }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: sums)
    }
}
