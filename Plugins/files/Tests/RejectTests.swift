import ConnectorKit
import Testing

@testable import FilesConnector

@Suite struct RejectTests {
    private let config = #"{"maps_to":"orders"}"#

    @Test func `Bad rows are rejected with line, field, reason and sample, and good ones kept`() throws {
        let file = FileReplay(
            """
            customer,day,quantity,value
            anna,2026-01-02,1,9.50
            ben,2026-02-30,1,9.50
            carl,2026-01-02,1,nine
            dora,2026-01-02,1.5,9.50
            ,2026-01-02,1,9.50
            emil,2026-01-02,1
            fay,2026-01-02,1,9.50,x

            gus,2026-01-02,,0
            """, config: config)

        _ = try file.read()

        #expect(file.ids == ["anna-20260102-1", "gus-20260102-1"])
        #expect(
            file.rejects == [
                #"{"line":3,"field":"day","reason":"The field is no date of the form auto.","sample":"2026-02-30"}"#,
                #"{"line":4,"field":"value","reason":"The field is no number.","sample":"nine"}"#,
                #"{"line":5,"field":"quantity","reason":"The field is no whole number.","sample":"1.5"}"#,
                #"{"line":6,"field":"customer","reason":"The field is empty."}"#,
                #"{"line":7,"reason":"The row has 3 columns instead of 4."}"#,
                #"{"line":8,"reason":"The row has 5 columns instead of 4."}"#,
            ])
    }

    @Test func `A quote without an end costs its own line only`() throws {
        let file = FileReplay(
            "customer,day,value\n\"anna,2026-01-02,1\nben,2026-01-02,2\n\"carl\" x,2026-01-02,3\ndora,2026-01-02,4\n", config: config)

        _ = try file.read()

        // The quote of line 2 is closed by the one that opens line 4.
        #expect(file.ids == ["ben-20260102-1", "dora-20260102-1"])
        #expect(file.rejects.count == 2)
        #expect(file.rejects[0].hasPrefix(#"{"line":2,"#))
        #expect(file.rejects[1] == #"{"line":4,"reason":"Text stands behind a closing quote.","sample":"\"carl\" x,2026-01-02,3"}"#)
    }

    @Test func `A quote that is open at the end of the file is rejected with its line`() throws {
        let file = FileReplay("customer,day,value\nben,2026-01-02,2\n\"anna,2026-01-02,1\ncarl,2026-01-02,2", config: config)

        _ = try file.read()

        #expect(file.ids == ["ben-20260102-1", "carl-20260102-1"])
        #expect(file.rejects == [#"{"line":3,"reason":"A quoted text has no closing quote.","sample":"\"anna,2026-01-02,1"}"#])
    }

    @Test func `A row of more than a mebibyte is rejected and the next one read`() throws {
        let long = String(repeating: "x", count: 3 << 20)
        let file = FileReplay("customer,day,value\n\(long),2026-01-02,1\nben,2026-01-02,2\n", config: config)

        _ = try file.read()

        #expect(file.ids == ["ben-20260102-1"])
        #expect(file.rejects.count == 1)
    }

    @Test func `A rejected row keeps its position, so that later ids stay when it is repaired`() throws {
        let broken = FileReplay("customer,day,value\nanna,2026-01-02,?\nanna,2026-01-02,2\n", config: config)
        _ = try broken.read()
        let repaired = FileReplay("customer,day,value\nanna,2026-01-02,1\nanna,2026-01-02,2\n", config: config)
        _ = try repaired.read()

        #expect(broken.ids == ["anna-20260102-2"])
        #expect(repaired.ids == ["anna-20260102-1", "anna-20260102-2"])
    }

    @Test func `Bytes that are not UTF-8 are rejected when the settings say UTF-8`() throws {
        let bytes = Array("customer,day,value\nJ".utf8) + [0xF6] + Array("rg,2026-01-02,1\n".utf8)
        let file = FileReplay(bytes, config: #"{"maps_to":"orders","encoding":"utf-8"}"#)

        _ = try file.read()

        #expect(file.rejects == [#"{"line":2,"reason":"Column 1 is not UTF-8.","sample":"Jörg"}"#])
    }
}
