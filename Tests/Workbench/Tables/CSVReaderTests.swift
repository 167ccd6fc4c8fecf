import Core
import Statistics
import Testing

@testable import Workbench

@Suite struct CSVReaderTests {
    private func rows(_ text: String) throws -> [[String]] {
        let desk = try Desk()
        let reader = try CSVReader(path: desk.file(text))
        var rows = [reader.columns]
        try reader.forEach { row in rows.append((0..<row.count).map(row.text)) }
        return rows
    }

    private func fault(_ text: String, _ body: (CSVRow) throws -> Void = { _ in }) throws -> TableFault? {
        let desk = try Desk()
        let path = try desk.file(text)
        do {
            try CSVReader(path: path).forEach(body)
            return nil
        } catch let fault as TableFault { return fault }
    }

    /// What `body` makes of one field.
    private func read<Value>(_ field: String, _ body: (CSVRow) throws -> Value) throws -> Value? {
        let desk = try Desk()
        var value: Value?
        try CSVReader(path: desk.file("a,b\n\"\(field)\",1\n")).forEach { value = try body($0) }
        return value
    }

    @Test func `A plain file is read row by row`() throws {
        #expect(try rows("a,b\n1,2\n3,4\n") == [["a", "b"], ["1", "2"], ["3", "4"]])
    }

    @Test(arguments: [
        ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
        ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2\r", [["a", "b"], ["1", "2"]]),
        ("\u{FEFF}a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("\u{FEFF}\"a\",b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("a,b\n\"x, y\",\"say \"\"so\"\"\"\n", [["a", "b"], ["x, y", "say \"so\""]]),
        ("a,b\n\"two\nlines\",2\n", [["a", "b"], ["two\nlines", "2"]]),
        ("a,b\r\n\"x\",\"y\"\r\n", [["a", "b"], ["x", "y"]]),
        ("a,b\n,\n", [["a", "b"], ["", ""]]),
        ("a\n\"\"\nx\n", [["a"], [""], ["x"]]),
        ("a,b\n\n1,2\n\r\n3,4\n", [["a", "b"], ["1", "2"], ["3", "4"]]),
        ("a;b\n1,5;2\n", [["a", "b"], ["1,5", "2"]]),
        ("a\tb\n1\t2\n", [["a", "b"], ["1", "2"]]),
        ("näme,ß\nü,€\n", [["näme", "ß"], ["ü", "€"]]),
        (" a , b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ])
    func `Quotes, line ends, marks and separators are understood`(_ text: String, _ expected: [[String]]) throws {
        #expect(try rows(text) == expected)
    }

    @Test func `Rows that lie across the reader's chunks are whole`() throws {
        let long = String(repeating: "x", count: 1_000)
        let expected = (0..<1_500).map { ["\($0)", "\(long),\"\($0)\""] }
        let text = "a,b\n" + expected.map { "\($0[0]),\"\(long),\"\"\($0[0])\"\"\"\n" }.joined()

        #expect(Array(try rows(text).dropFirst()) == expected)
    }

    @Test(arguments: ["\n", "\r\n"]) func `Rows of any lengths are the same with quotes and without`(_ end: String) throws {
        var random = Philox(seed: 9)
        let expected = (0..<30_000).map { row in
            (0..<3).map { column in row % 97 == 0 && column == 0 ? "x" : String(repeating: "\(column)", count: Int(random.next() % 14)) }
        }
        let plain = expected.map { $0.joined(separator: ",") + end }.joined()
        let quoted = expected.enumerated().map { row, fields in fields.map { row % 5 == 0 ? "\"\($0)\"" : $0 }.joined(separator: ",") + end }.joined()

        #expect(Array(try rows("a,b,c\(end)" + plain).dropFirst()) == expected)
        #expect(Array(try rows("a,b,c\(end)" + quoted).dropFirst()) == expected)
    }

    @Test func `Hundreds of columns are read`() throws {
        let names = (0..<300).map { "c\($0)" }
        #expect(try rows(names.joined(separator: ",") + "\n" + names.joined(separator: ",") + "\n") == [names, names])
    }

    @Test func `Lines are counted across empty lines, quotes and chunks`() throws {
        let text = "a,b\n\n\"two\nlines\",1\r\n\r\n" + String(repeating: "1,2\n", count: 100_000) + "1,2,3\n"
        #expect(try fault(text)?.line == 100_006)
    }

    @Test func `A huge field is read, one beyond a megabyte is a fault`() throws {
        let large = String(repeating: "y", count: 900_000)
        #expect(try rows("a\n\"\(large)\"\n")[1] == [large])

        let fault = try fault("a\n\"\(String(repeating: "y", count: 1_400_000))\n")
        #expect(fault?.sentence.hasPrefix("The row is longer than a megabyte.") == true)
    }

    @Test func `Faults say line and column`() throws {
        #expect(
            try fault("a,b\n1,2\n1,2,3\n")?.description.hasSuffix("line 3: The row has 3 fields, the header 2. Quote fields that hold a comma.")
                == true)
        #expect(try fault("a,b\n\"two\nlines\",1\nx\n")?.line == 4)
        #expect(try fault("a,a\n")?.column == "a")
        #expect(try fault("")?.sentence.hasPrefix("The file is empty.") == true)
        #expect(try fault("a\n\"open\n")?.sentence.hasPrefix("A quote is not closed") == true)
        #expect(try fault("a\nx\"y\"\n")?.sentence.hasPrefix("A quote stands inside a field") == true)
        #expect(try fault("a\n\"x\"y\n")?.sentence.hasPrefix("Text stands behind a closing quote.") == true)
        let number = try fault("a,b\n1,2\n1,zwei\n") { _ = try $0.number(1, "b") }
        #expect(number == TableFault(file: number?.file ?? "", line: 3, column: "b", "\"zwei\" is no number. Write it like 1234.56."))
        #expect(throws: TableFault.self) { try CSVReader(path: "/nowhere/at/all.csv") }
    }

    @Test func `A file in UTF-16 is told apart`() throws {
        let desk = try Desk()
        try WholeFile.write([0xFF, 0xFE, 0x61, 0x00], to: desk.path("wide.csv"))
        #expect(throws: TableFault.self) { try CSVReader(path: desk.path("wide.csv")) }
    }

    @Test(
        arguments: [
            ("1", 1), ("-1.5", -1.5), (" 2 ", 2), ("1e3", 1_000), ("+4", 4), (".5", 0.5), ("5.", 5), ("0.1", 0.1),
            ("123456789012345678", 123_456_789_012_345_680),
            ("0.72660915155064771", 0.72660915155064771), ("9007199254740993", 9_007_199_254_740_992),
            ("1.7976931348623157e308", 1.7976931348623157e308),
        ] as [(String, Double)])
    func `Numbers are read to the last bit`(_ text: String, _ expected: Double) throws {
        #expect(try read(text) { try $0.number(0, "a") } == expected)
    }

    @Test(arguments: ["", "nan", "inf", "1,5", "0x10", "1 2", "--1", "-", ".", "1e999", "٣"])
    func `What is no number is refused`(_ text: String) throws {
        #expect(throws: TableFault.self) { try read(text) { try $0.number(0, "a") } }
    }

    @Test func `Days are read with and without a time, and refused where there is no such day`() throws {
        for text in ["2026-01-31", "20260131", "2026-01-31T10:00:00Z", "2026-01-31 10:00", " 2026-01-31 "] {
            #expect(try read(text) { try $0.day(0, "a") } == Day("2026-01-31"))
        }
        for text in ["2026-02-30", "31.01.2026", "2026-1-31", "2026-01-311", "", "abc", "2026013"] {
            #expect(throws: TableFault.self) { try read(text) { try $0.day(0, "a") } }
        }
    }

    @Test func `Amounts are exact micros`() throws {
        #expect(try read("0.1") { try $0.micros(0, "a") } == 100_000)
        #expect(throws: TableFault.self) { try read("0.1234567") { try $0.micros(0, "a") } }
    }
}
