import ConnectorHost
import Core

/// What a read needs of memory.
extension Examination {
    /// The Swift runtime and a small read stay far below.
    private static let small = 96 << 20

    mutating func examineMemory() async {
        await bench.close()
        if let script = healthy.first?.script {
            _ = await bench.read(script)
            let peak = await bench.close()?.usage.peakMemory ?? 0
            findings.expect("memory.small", peak <= Self.small, "\(script.name) needed \(peak >> 20) MiB.")
        } else {
            findings.skip("memory.small", "No stream can be read.")
        }
        guard let large = scenario.large else { return findings.skip("memory.large", "The scenario names no \"large\".") }
        guard let (script, whole) = healthy.first(where: { $0.script.name == large.stream }) else {
            return findings.fail("memory.large", "\(large.stream) is not read well.")
        }
        let used = Set(whole.requests.compactMap(\.exchange))
        let exchanges = scenario.exchanges.enumerated().map { used.contains($0) && large.url.matches($1.url.text) ? $1.enlarged(large) : $1 }
        let run = await bench.read(script, ReadOptions(piece: 65_536, keepsRows: false, exchanges: exchanges))
        let peak = await bench.close()?.usage.peakMemory ?? 0
        findings.expect("memory.large", run.ending == .done, "\(large.stream), large, \(run.ending.words).")
        findings.expect(
            "memory.large", peak <= large.limit, "\(large.stream) needed \(peak >> 20) MiB, not \(large.limit >> 20), for \(run.rowCount) rows.")
        findings.expect(
            "memory.large", run.ending != .done || run.rowCount > whole.rowCount * 2, "\(large.stream), large, gave only \(run.rowCount) rows.")
    }
}

extension Exchange {
    /// This exchange with its elements over and over.
    func enlarged(_ large: LargeScript) -> Exchange {
        var answer = answer
        if large.items == "lines" {
            answer.body = Self.lines(answer.body, large.count)
        } else {
            let path = large.items.split(separator: ".").map(String.init)
            answer.body = Shape.change(answer.body) { document in
                document.changing(path[...]) { value in
                    guard let items = value.array, !items.isEmpty else { return value }
                    return .array((0..<large.count).map { items[$0 % items.count].numbered($0) })
                }
            }
        }
        return Exchange(
            method: method, url: url, holds: holds, lacks: lacks, call: call, header: header, answer: answer, isChange: isChange)
    }

    private static func lines(_ body: [UInt8], _ count: Int) -> [UInt8] {
        let lines = body.split(separator: 0x0A)
        guard let first = lines.first, lines.count > 1 else { return body }
        var text = Array(first) + [0x0A]
        for number in 0..<count { text += lines[1 + number % (lines.count - 1)] + [0x0A] }
        return text
    }
}

extension JSON {
    /// A copy whose id is its own.
    fileprivate func numbered(_ number: Int) -> JSON {
        guard number > 0, let id = self["id"] else { return self }
        switch id {
        case .string(let text): return setting("id", .string("\(text)\(number)"))
        case .number(let text): return setting("id", .number("\(text)\(number)"))
        default: return self
        }
    }
}
