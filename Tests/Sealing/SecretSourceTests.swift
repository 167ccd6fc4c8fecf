import Core
import Foundation
import Sealing
import Testing

struct SecretSourceTests {
    @Test func `The environment gives a secret, or names the file that holds it`() throws {
        let folder = try Folder()
        let file = try folder.write("key", "from a file\n")
        let source = SecretSource.environment(["DIRECT": "from the environment", "BY_FILE_FILE": file, "EMPTY": ""])

        #expect(try source.secret(named: "DIRECT")?.reveal() == "from the environment")
        #expect(try source.secret(named: "BY_FILE")?.reveal() == "from a file")
        #expect(try source.secret(named: "EMPTY") == nil)
        #expect(try source.secret(named: "ABSENT") == nil)
    }

    @Test func `A file of lines gives its secrets, also new ones`() throws {
        let folder = try Folder()
        let file = try folder.write("secrets", "# tokens\nMETA=abc=def\n\nQUOTED=\"a b\"\r\nnonsense\n")
        let source = SecretSource.file(file)

        #expect(try source.secret(named: "META")?.reveal() == "abc=def")
        #expect(try source.secret(named: "QUOTED")?.reveal() == "a b")
        #expect(try source.secret(named: "nonsense") == nil)

        _ = try folder.write("secrets", "META=rotated\n")
        #expect(try source.secret(named: "META")?.reveal() == "rotated")
    }

    @Test func `A directory gives one secret a file`() throws {
        let folder = try Folder()
        _ = try folder.write("meta-token", "abc\n")
        let source = SecretSource.directory(folder.path)

        #expect(try source.secret(named: "meta-token")?.reveal() == "abc")
        #expect(try source.secret(named: "absent") == nil)
    }

    @Test(arguments: ["", "../etc/passwd", "a/b", ".hidden", "a b", "a\0b", "ä"]) func `A name that could lead elsewhere is refused`(
        name: String
    ) throws {
        let source = SecretSource.directory(try Folder().path)

        #expect(throws: SecretSourceError.invalidName) { try source.secret(named: name) }
    }

    @Test func `A file that can not be read is an error and not an absence`() throws {
        #expect(throws: SecretSourceError.self) { try SecretSource.file("/nonexistent/secrets").secret(named: "A") }
    }

    @Test func `The first source that has the secret gives it`() throws {
        let source = SecretSource.first(of: [.environment(["A": "1"]), .environment(["A": "2", "B": "3"])])

        #expect(try source.secret(named: "A")?.reveal() == "1")
        #expect(try source.secret(named: "B")?.reveal() == "3")
    }
}

/// A folder that goes when the test does.
private final class Folder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "secrets-\(UniqueID())"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String) throws -> String {
        try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
        return "\(path)/\(name)"
    }
}
