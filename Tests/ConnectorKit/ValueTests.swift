import ConnectorKit
import Testing

@Suite struct ValueTests {
    private func read(_ text: String) -> String? { Decimal.read(text).map { "\($0.micros.value)\($0.exact ? "" : "~")" } }

    @Test func `Decimals become micros exactly`() {
        #expect(read("12.34") == "12340000")
        #expect(read("-0.000001") == "-1")
        #expect(read("+5") == "5000000")
        #expect(read(".5") == "500000")
        #expect(read("5.") == "5000000")
        #expect(read("1e3") == "1000000000")
        #expect(read("1.5E-2") == "15000")
        #expect(read("12.3400000000") == "12340000")
        #expect(read("000000000000000000000000012.5") == "12500000")
        #expect(read("0e400") == "0")
        #expect(read("9223372036854.775807") == "9223372036854775807")
    }

    @Test func `More than six decimals are rounded half-even, and that is said`() {
        #expect(read("0.0000005") == "0~")
        #expect(read("0.0000015") == "2~")
        #expect(read("0.0000025") == "2~")
        #expect(read("0.00000250001") == "3~")
        #expect(read("0.0000024999") == "2~")
        #expect(read("-0.0000015") == "-2~")
        #expect(read("1e-7") == "0~")
        #expect(read("6e-7") == "1~")
        #expect(read("9e-30") == "0~")
        // LinkedIn's costInLocalCurrency comes as such texts.
        #expect(read("-2E-18") == "0~")
        #expect(read("2.5E-7") == "0~")
        #expect(read("-1.5E-6") == "-2~")
        #expect(read("1.234567E+3") == "1234567000")
        #expect(read("1e-1000000") == "0~")
        #expect(read("-0E5") == "0")
    }

    @Test func `What is no number or does not fit is nil`() {
        for text in ["", "-", ".", "e5", "1e", "1e+", "1.2.3", "12a", " 1", "1,5", "0x1", "NaN", "9223372036854.775808", "1e13", "1e999999999999"] {
            #expect(read(text) == nil, "\(text)")
        }
    }

    @Test func `Rates keep ten decimals and lose their exponent`() {
        func text(_ text: String, _ places: Int = 10) -> String? { DecimalText(text, places: places)?.description }

        #expect(text("1.0835") == "1.0835")
        #expect(text("-2E-18") == "0")
        #expect(text("-2E-18", 18) == "-0.000000000000000002")
        #expect(text("2E-8") == "0.00000002")
        #expect(text("1.23456789015") == "1.2345678902")
        #expect(text("1.23456789025") == "1.2345678902")
        #expect(text("0.00000000015") == "0.0000000002")
        #expect(text("9.99999999999") == "10")
        #expect(text("1.5e3") == "1500")
        #expect(text("000000000000000000000000000000000000000012.50") == "12.5")
        #expect(text("-0") == "0")
        #expect(DecimalText(Micros(1_500_000)).description == "1.5")
        for wrong in ["", "x", "1,5", "1e28", "1e999999"] { #expect(text(wrong) == nil, "\(wrong)") }
    }

    @Test func `A window of days is a span of time in its zone`() throws {
        let window = DateWindows.Window(since: try #require(Day("2026-03-28")), until: try #require(Day("2026-03-29")))

        let span = window.instants(in: try Zone("Europe/Berlin"))

        #expect("\(span.from) \(span.to)" == "2026-03-27T23:00:00Z 2026-03-29T22:00:00Z")
    }

    @Test func `Days that have not settled are read again however fresh the cursor is`() throws {
        let today = try #require(Day("2026-03-10"))
        let earliest = try #require(Day("2025-01-01"))
        let request = try ReadRequest(try JSONDocument(#"{"stream":"search_daily"}"#).root)
        func since(_ look: LookBack, _ stored: String?) -> String? {
            look.window(request, stored: stored.flatMap { Day($0) }, earliest: earliest, today: today)?.since.description
        }

        #expect(since(LookBack(days: 0, settle: 3), "2026-03-10") == "2026-03-07")
        #expect(since(LookBack(days: 0, settle: 3), "2026-03-01") == "2026-03-01")
        #expect(since(LookBack(days: 7, settle: 3), "2026-03-10") == "2026-03-03")
        #expect(since(LookBack(days: 7), "2026-03-10") == "2026-03-03")
        #expect(since(LookBack(days: 7, settle: 3), nil) == "2025-01-01")
        #expect(LookBack(days: 0, settle: 3).isFinal(try #require(Day("2026-03-06")), today: today))
        #expect(!LookBack(days: 0, settle: 3).isFinal(try #require(Day("2026-03-07")), today: today))
    }

    @Test func `Minor units follow the currency`() {
        #expect(Micros(minor: 1234, currency: "EUR")?.description == "12.34")
        #expect(Micros(minor: 1234, currency: "JPY")?.description == "1234")
        #expect(Micros(minor: 1234, currency: "KWD")?.description == "1.234")
        #expect(Micros(minor: -5, currency: "usd")?.description == "-0.05")
        #expect(Micros(minor: 7, decimals: 0)?.value == 7_000_000)
        #expect(Micros(minor: Int64.max, currency: "JPY") == nil)
        #expect(Micros(minor: 1, decimals: 7) == nil)
    }

    @Test func `Days count through leap years and refuse what the calendar lacks`() throws {
        var day = try #require(Day("1999-12-31"))
        var seen: [String] = []
        for _ in 0..<800 {
            day = day.adding(days: 1)
            seen.append(day.description)
            #expect(Day(day.description) == day)
        }

        #expect(seen[0] == "2000-01-01")
        #expect(seen[59] == "2000-02-29")
        #expect(seen.contains("2001-02-28") && !seen.contains("2001-02-29"))
        #expect(Day("1970-01-01")?.daysSince1970 == 0)
        #expect(Day("2026-01-15")?.weekday == 4)
        for wrong in ["2023-02-29", "2024-13-01", "2024-00-01", "2024-01-00", "2024-1-01", "2024-01-1x", "20240101", "", "2024-01-01 "] {
            #expect(Day(wrong) == nil, "\(wrong)")
        }
    }

    @Test func `Instants are read in the forms that platforms send`() {
        let expected = Instant(seconds: 1_767_323_045)
        for text in [
            "2026-01-02T03:04:05Z", "2026-01-02t03:04:05z", "2026-01-02T03:04:05+0000", "2026-01-02T04:04:05+01:00", "2026-01-02T02:04:05-01",
            "2026-01-02 03:04:05.000Z", "2026-01-01T22:34:05-0430",
        ] {
            #expect(Instant(text) == expected, "\(text)")
        }
        #expect(Instant("2026-01-02T03:04:05.1234567Z")?.description == "2026-01-02T03:04:05.123456Z")
        #expect(Instant("2026-01-02T03:04Z")?.description == "2026-01-02T03:04:00Z")
        #expect(Instant("2016-12-31T23:59:60Z")?.description == "2017-01-01T00:00:00Z")
        #expect(Instant("1969-12-31T23:59:59.5Z")?.description == "1969-12-31T23:59:59.500000Z")
        for wrong in [
            "2026-01-02T03:04:05", "2026-01-02T24:00:00Z", "2026-01-02T03:60:00Z", "2026-01-02T03:04:05+1", "2026-01-02T03:04:05.Z", "2026-01-02",
            "x",
        ] {
            #expect(Instant(wrong) == nil, "\(wrong)")
        }
    }

    @Test func `Windows cover a range without gaps or overlaps`() throws {
        let since = try #require(Day("2026-01-01"))
        func windows(_ until: String, _ days: Int, _ newestFirst: Bool = false) throws -> [String] {
            DateWindows(since: since, until: try #require(Day(until)), days: days, newestFirst: newestFirst).map { "\($0.since)/\($0.until)" }
        }

        #expect(try windows("2026-01-07", 3) == ["2026-01-01/2026-01-03", "2026-01-04/2026-01-06", "2026-01-07/2026-01-07"])
        #expect(try windows("2026-01-07", 3, true) == ["2026-01-05/2026-01-07", "2026-01-02/2026-01-04", "2026-01-01/2026-01-01"])
        #expect(try windows("2026-01-01", 30) == ["2026-01-01/2026-01-01"])
        #expect(try windows("2025-12-31", 30).isEmpty)
    }

    @Test func `Dates of HTTP headers are read`() {
        #expect(HTTPDate.instant("Sun, 06 Nov 1994 08:49:37 GMT")?.description == "1994-11-06T08:49:37Z")
        #expect(HTTPDate.instant("Sunday, 06-Nov-94 08:49:37 GMT") == nil)
        #expect(HTTPDate.instant("soon") == nil)
    }
}
