import ConnectorHost
import Foundation

/// Recorded answers of a platform, in the order in which they are given: `001.json` (or any other ending) with the body, and beside it, where wanted,
/// `001.headers` with a first line `HTTP 429` and lines `name: value`.
struct RecordedAnswers: Sendable {
    /// One answer.
    struct Answer: Sendable {
        let name: String
        let status: Int
        let headers: [(name: String, value: String)]
        let body: [UInt8]
    }

    let folder: String
    private let bodies: [String: String]

    /// - Throws: `ConnectorCommandFault` where the folder is not there, holds no answer, or two for one number.
    init(_ folder: String) throws {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw ConnectorCommandFault("missing_responses", "\(folder) is no folder. --responses names one with 001.json, 002.json, …")
        }
        var bodies: [String: String] = [:]
        for name in names.sorted() where !name.hasSuffix(".headers") {
            let number = String(name.prefix { $0 != "." })
            guard number.utf8.count == 3, Int(number) != nil else { continue }
            guard bodies.updateValue(name, forKey: number) == nil else {
                throw ConnectorCommandFault("invalid_responses", "\(folder) holds two bodies for answer \(number). Keep one.")
            }
        }
        guard !bodies.isEmpty else {
            throw ConnectorCommandFault("missing_responses", "\(folder) holds no recorded answer. Put the bodies there as 001.json, 002.json, …")
        }
        self.folder = folder
        self.bodies = bodies
    }

    var count: Int { bodies.count }

    /// The answer to the request of that number, from 1; `nil` where none was recorded.
    func answer(_ number: Int) throws -> Answer? {
        let stem = Self.stem(number)
        guard let name = bodies[stem] else { return nil }
        let body = try contents(name)
        let head = FileManager.default.fileExists(atPath: "\(folder)/\(stem).headers") ? try contents("\(stem).headers") : []
        let (status, headers) = try Self.head(String(decoding: head, as: UTF8.self), "\(folder)/\(stem).headers")
        return Answer(name: name, status: status, headers: headers, body: body)
    }

    /// The name of an answer's files without its ending: `007`.
    static func stem(_ number: Int) -> String { String(repeating: "0", count: max(0, 3 - String(number).count)) + String(number) }

    private func contents(_ name: String) throws -> [UInt8] {
        guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
            throw ConnectorCommandFault(
                "unreadable_response", "\(folder)/\(name) can not be read. Make it an ordinary file that this user may read.")
        }
        return [UInt8](bytes)
    }

    private static func head(_ text: String, _ path: String) throws -> (Int, [(name: String, value: String)]) {
        var status = 200
        var headers: [(name: String, value: String)] = []
        for (index, line) in text.split(whereSeparator: \.isNewline).enumerated() {
            if index == 0, line.hasPrefix("HTTP"), let number = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
                (100...599).contains(number)
            {
                status = number
            } else if let colon = line.firstIndex(of: ":") {
                headers.append((line[..<colon].lowercased(), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)))
            } else {
                throw ConnectorCommandFault(
                    "invalid_responses", "\(path), line \(index + 1) is neither `HTTP 429` (first line only) nor `name: value`. Correct it.")
            }
        }
        return (status, headers)
    }
}
