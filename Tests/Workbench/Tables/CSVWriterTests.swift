import Statistics
import Testing

@testable import Workbench

@Suite struct CSVWriterTests {
    @Test func `What is written is read again, to the last bit`() throws {
        let desk = try Desk()
        var random = Philox(seed: 1)
        let numbers = (0..<2_000).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite) + [0.1, 1, 1e22, .leastNonzeroMagnitude, -0.0]
        let texts = ["plain", "a,b", "say \"so\"", "two\nlines", "cr\rhere", ""]

        let writer = try CSVWriter(path: desk.path("out.csv"), columns: ["text", "number"])
        for (index, number) in numbers.enumerated() {
            writer.text(texts[index % texts.count])
            writer.number(number)
            try writer.endRow()
        }
        try writer.finish()

        var read: [Double] = []
        try CSVReader(path: desk.path("out.csv")).forEach { row in
            #expect(row.text(0) == texts[read.count % texts.count])
            read.append(try row.number(1, "number"))
        }
        #expect(read == numbers)
    }

    @Test func `Nothing appears before the file is whole`() throws {
        let desk = try Desk()
        var writer: CSVWriter? = try CSVWriter(path: desk.path("out.csv"), columns: ["a"])
        for value in 0..<200_000 {
            writer?.integer(value)
            try writer?.endRow()
        }
        #expect(try desk.names == [])

        writer = nil
        #expect(try desk.names == [])
    }

    @Test func `A file that is there is replaced at once, with nothing beside it`() throws {
        let desk = try Desk()
        let path = try desk.file("old", "out.csv")
        let writer = try CSVWriter(path: path, columns: ["new"])
        #expect(try desk.text("out.csv") == "old")

        try writer.finish()

        #expect(try desk.text("out.csv") == "new\n")
        #expect(try desk.names == ["out.csv"])
    }

    @Test func `A folder that is not there is a fault`() {
        #expect(throws: TableFault.self) { try CSVWriter(path: "/nowhere/at/all/out.csv", columns: ["a"]) }
    }

    @Test(
        arguments: [
            (1234.5678, 6, "1,234.57"), (0.000123456, 3, "0.000123"), (-1234567, 4, "−1,234,567"), (0, 4, "0"), (.nan, 4, "–"), (0.9999, 3, "1.000"),
            (2457, 3, "2,457"),
            (99.96, 3, "100.0"),
        ] as [(Double, Int, String)])
    func `Numbers are shown for people`(_ value: Double, _ digits: Int, _ text: String) {
        #expect(NumberText.shown(value, significant: digits) == text)
    }

    @Test func `A table stands in columns, numbers at the right`() {
        let table = TextTable("Title", columns: ["name", "n"], rows: [["a", "1"], ["bcd", "12"]])
        #expect(table.text == "Title\nname   n\n────  ──\na      1\nbcd   12")
    }
}
