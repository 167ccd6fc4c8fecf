import ConnectorKit
import Testing

@testable import FilesConnector

@Suite struct FormatTests {
    private func customers(_ text: String, _ settings: String = "") throws -> [String] {
        try customers(Array(text.utf8), settings)
    }

    private func customers(_ bytes: [UInt8], _ settings: String = "") throws -> [String] {
        let file = FileReplay(bytes, config: #"{"maps_to":"orders"\#(settings)}"#)
        _ = try file.read()
        #expect(file.rejects.isEmpty)
        return file.replay.parsed("orders").map { $0["customer_id"].string ?? "" }
    }

    @Test func `Quotes may hold delimiters, quotes and line breaks`() throws {
        let names = try customers("customer,day,value\r\n\"A, \"\"the\"\"\r\none\",2026-01-02,1\r\nB,2026-01-02,2")

        #expect(names == ["A, \"the\"\r\none", "B"])
    }

    @Test func `Lines may end in LF, CRLF or CR`() throws {
        for end in ["\n", "\r\n", "\r"] {
            #expect(try customers(["customer,day,value", "A,2026-01-02,1", "", "B,2026-01-02,2"].joined(separator: end)) == ["A", "B"])
        }
    }

    @Test func `Lines are counted as they stand in the file, also inside quotes`() throws {
        let file = FileReplay("customer,day,value\n\"A\nB\r\nC\",2026-01-02,1\nD,x,1\n", config: #"{"maps_to":"orders"}"#)

        _ = try file.read()

        #expect(file.rejects.first?.hasPrefix(#"{"line":5,"#) == true)
    }

    @Test func `The delimiter is found in the first line or given`() throws {
        #expect(try customers("customer;day;value\nA;2026-01-02;1") == ["A"])
        #expect(try customers("customer\tday\tvalue\nA\t2026-01-02\t1") == ["A"])
        #expect(try customers("customer|day|value\nA|2026-01-02|1", #","format":"delimited","delimiter":"|""#) == ["A"])
        #expect(try customers("customer\tday\tvalue\nA\t2026-01-02\t1", #","delimiter":"tab""#) == ["A"])
    }

    @Test func `A byte order mark is skipped and Latin-1 understood`() throws {
        #expect(try customers([0xEF, 0xBB, 0xBF] + Array("customer,day,value\nJörg,2026-01-02,1".utf8)) == ["Jörg"])
        #expect(try customers(Array("customer,day,value\nJ".utf8) + [0xF6] + Array("rg,2026-01-02,1".utf8)) == ["Jörg"])
        let both: [UInt8] = Array("customer,day,value\n\"\"\"".utf8) + [0xC3, 0xB6] + Array("\",2026-01-02,1".utf8)
        #expect(try customers(both, #","encoding":"latin-1""#) == ["\"Ã¶"])
    }

    @Test func `Columns are given by number or heading, in any case`() throws {
        let text = "Who,When,What\nA,2026-01-02,1"

        #expect(try customers(text, #","columns":{"customer":"who","day":"When","value":3}"#) == ["A"])
        #expect(try customers("A,2026-01-02,1", #","header":false,"columns":{"customer":1,"day":2,"value":3}"#) == ["A"])
    }

    @Test func `What is wrong with the settings is said with what is there`() {
        let text = "Who,When,What\nA,2026-01-02,1"
        func complaint(_ settings: String) -> String? { FileReplay(text, config: #"{"maps_to":"orders"\#(settings)}"#).complaint() }

        #expect(
            complaint(#","columns":{"customer":"client","day":2,"value":3}"#)
                == "The heading \"client\" for customer is not in the file. The headings there are: Who, When, What.")
        #expect(complaint("") == "The setting columns must say which column holds: day, value, customer. The headings there are: Who, When, What.")
        #expect(complaint(#","columns":{"customer":1,"day":2,"value":4}"#) == "Column 4 for value is not there: the file has 3 columns.")
        #expect(complaint(#","columns":{"colour":1}"#)?.hasPrefix("The field \"colour\" is not known for orders: use id, number") == true)
        #expect(complaint(#","time_zone":"Mars/Olympus""#)?.contains("Mars/Olympus") == true)
        #expect(complaint(#","currency":"euro""#)?.contains("three capital letters") == true)
        #expect(complaint(#","source":"url","url":"http://x.example/a.csv""#)?.contains("https://") == true)
        #expect(FileReplay("", config: #"{"maps_to":"orders"}"#).complaint() == "The file is empty.")
        #expect(FileReplay([0x50, 0x4B, 0x03, 0x04, 0], config: #"{"maps_to":"orders"}"#).complaint()?.contains("spreadsheet") == true)
        #expect(FileReplay([0xFF, 0xFE, 0x41, 0], config: #"{"maps_to":"orders"}"#).complaint()?.contains("UTF-16") == true)
    }

    @Test func `Dates are read in the form that was set`() throws {
        let zone = try Zone("Europe/Berlin")
        func read(_ form: DateForm, _ text: String) -> String? {
            Array(text.utf8).withUnsafeBytes { form.read($0, zone) }.map { "\($0.day) \($0.instant.map(\.description) ?? "-")" }
        }

        #expect(read(.auto, "20260102") == "2026-01-02 -")
        #expect(read(.auto, "2026-1-2") == "2026-01-02 -")
        #expect(read(.auto, "2026/01/02") == "2026-01-02 -")
        #expect(read(.auto, "2026-01-02T23:30:00Z") == "2026-01-03 2026-01-02T23:30:00Z")
        #expect(read(.auto, "2026-07-02 00:30") == "2026-07-02 2026-07-01T22:30:00Z")
        #expect(read(.german, "2.1.2026 10:00:05") == "2026-01-02 2026-01-02T09:00:05Z")
        #expect(read(.american, "01/02/2026") == "2026-01-02 -")
        #expect(read(.british, "01/02/2026") == "2026-02-01 -")
        #expect(read(.auto, "01/02/2026") == nil)
        #expect(read(.auto, "20260230") == nil)
        #expect(read(.german, "02.01.26") == nil)
        #expect(read(.auto, "") == nil)
    }

    @Test func `Numbers may have groups and a decimal comma`() {
        func read(_ text: String, comma: Bool = false) -> Int64? {
            Array(text.utf8).withUnsafeBytes { NumberForm(decimalComma: comma).read($0)?.micros.value }
        }

        #expect(read("1234.5") == 1_234_500_000)
        #expect(read("1,234.5") == 1_234_500_000)
        #expect(read("1.234.567,89", comma: true) == 1_234_567_890_000)
        #expect(read("-12,5", comma: true) == -12_500_000)
        #expect(read("12,5") == nil)
        #expect(read("1,23,456") == nil)
        #expect(read(",123") == nil)
        #expect(read("1.2.3") == nil)
        #expect(read("") == nil)
    }
}
