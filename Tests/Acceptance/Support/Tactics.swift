import Foundation
import Glibc

/// The program run as a command, to its end.
struct Tactics: Sendable {
    let ending: ChildProgram.Ending
    let output: String
    let errors: String

    var succeeded: Bool { ending == .exit(0) }

    /// What it complained about, as sentences: one for each line.
    var complaints: [String] { errors.split(separator: "\n").map(String.init) }

    /// Runs `tactics arguments…`. A program that does not end by itself is ended after `deadline`, which the ending then tells.
    static func run(_ arguments: [String], environment: [String: String] = inherited, deadline: Duration = .seconds(60)) async throws -> Tactics {
        try Binaries.require()
        let folder = try TemporaryFolder()
        let (output, errors) = ("\(folder.path)/out", "\(folder.path)/err")
        let child = try ChildProgram(Binaries.tactics, arguments, environment: environment, output: output, errors: errors)
        let ending = await withTaskGroup(of: ChildProgram.Ending?.self) { group in
            group.addTask { await child.wait() }
            group.addTask {
                try? await Task.sleep(for: deadline)
                if !Task.isCancelled { child.send(SIGKILL) }
                return nil
            }
            var ending: ChildProgram.Ending?
            while ending == nil, let next = await group.next() { ending = next }
            group.cancelAll()
            return ending ?? .signal(0)
        }
        return Tactics(ending: ending, output: text(of: output), errors: text(of: errors))
    }

    /// The environment of this process without settings of the product, which would reach into a test.
    static var inherited: [String: String] { ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("TACTICS_") } }

    static func text(of file: String) -> String {
        FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

/// A folder of a test's own, removed with the last reference.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array((NSTemporaryDirectory() + "/tactics-XXXXXX").replacingOccurrences(of: "//", with: "/").utf8CString)
        guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
        path = String(cString: made)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ text: String, _ name: String) throws -> String {
        let file = "\(path)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }
}
