import Core
import Foundation
import Testing

@testable import Telemetry

/// A pipe whose reading end the test holds.
private struct Sheet {
    let reading: Int32
    let writing: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        (reading, writing) = (ends[0], ends[1])
    }

    /// What is there within `wait`, up to and with `count` line feeds.
    func lines(_ count: Int, within wait: Int32 = 5_000) -> [String] {
        var text: [UInt8] = []
        while text.count(where: { $0 == 10 }) < count {
            var ready = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, wait) == 1 else { break }
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let taken = read(reading, &bytes, bytes.count)
            guard taken > 0 else { break }
            text += bytes.prefix(taken)
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

@Suite struct LogGathererTests {
    @Test func `Lines come out by themselves, whole and in order`() throws {
        let sheet = try Sheet()
        let gatherer = LogGatherer(descriptor: sheet.writing)

        for number in 0..<500 { gatherer.write(Array("line \(number)\n".utf8), isUrgent: false) }

        #expect(sheet.lines(500) == (0..<500).map { "line \($0)" })
    }

    @Test func `An urgent line is out when the call returns, behind those before it`() throws {
        let sheet = try Sheet()
        let gatherer = LogGatherer(descriptor: sheet.writing)

        gatherer.write(Array("first\n".utf8), isUrgent: false)
        gatherer.write(Array("urgent\n".utf8), isUrgent: true)

        #expect(sheet.lines(2, within: 0) == ["first", "urgent"])
    }

    @Test func `Writers of many threads do not mix their lines`() throws {
        let sheet = try Sheet()
        let gatherer = LogGatherer(descriptor: sheet.writing)

        DispatchQueue.concurrentPerform(iterations: 8) { writer in
            for number in 0..<50 {
                gatherer.write(Array("\(writer):\(number):\(String(repeating: "x", count: 100))\n".utf8), isUrgent: number % 10 == 0)
            }
        }

        let lines = sheet.lines(400)
        #expect(lines.count == 400)
        #expect(lines.allSatisfy { $0.split(separator: ":").last == Substring(String(repeating: "x", count: 100)) })
        let numbers = Dictionary(grouping: lines, by: { $0.prefix(1) }).mapValues { $0.map { Int($0.split(separator: ":")[1]) ?? -1 } }
        #expect(numbers.values.allSatisfy { $0 == Array(0..<50) })
    }

    @Test func `An urgent line is not dropped, however much waits`() throws {
        let sheet = try Sheet()
        let gatherer = LogGatherer(descriptor: sheet.writing)
        let line = Array((String(repeating: "x", count: 1_023) + "\n").utf8)
        for _ in 0..<3_000 { gatherer.write(line, isUrgent: false) }

        // It waits for the reader: a thread of its own writes it beside the reading.
        let group = DispatchGroup()
        DispatchQueue.global().async(group: group) { gatherer.write(Array("urgent\n".utf8), isUrgent: true) }
        let kept = sheet.lines(3_000, within: 2_000)
        group.wait()

        #expect(kept.count < 3_000 && kept.contains("urgent"))
    }

    @Test func `A reader that stands still stops nobody, and what was dropped is told`() throws {
        let sheet = try Sheet()
        let gatherer = LogGatherer(descriptor: sheet.writing)
        let line = Array((String(repeating: "x", count: 1_023) + "\n").utf8)

        // The pipe takes 64 KiB, a megabyte waits: the rest must go.
        for _ in 0..<3_000 { gatherer.write(line, isUrgent: false) }

        let kept = sheet.lines(3_000, within: 500)
        let note = try #require(kept.last { $0.hasPrefix("{") })
        let dropped = try #require(try JSON(parsing: Array(note.utf8))["lines"]?.string.flatMap { Int($0) })
        #expect(dropped > 0)
        #expect(kept.count - 1 + dropped == 3_000)
    }
}
