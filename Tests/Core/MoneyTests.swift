import Core
import Testing

@Suite struct MoneyTests {
    @Test func `A decimal text becomes micros and back without loss`() throws {
        let parsed = try #require(Micros.parse("1234.56"))

        #expect(parsed.micros == 1_234_560_000)
        #expect(parsed.exact)
        #expect(Micros.text(parsed.micros) == "1234.56")
    }

    @Test(
        arguments: [
            ("0", 0), ("-12.5", -12_500_000), (".5", 500_000), ("5.", 5_000_000), ("1e3", 1_000_000_000), ("-2E-18", 0), ("+7.000001", 7_000_001),
            ("9223372036854.775807", Int64.max),
        ] as [(String, Int64)])
    func `Every spelling of a decimal is read`(text: String, micros: Int64) {
        #expect(Micros.parse(text)?.micros == micros)
    }

    @Test(arguments: [("0.0000005", 0), ("0.0000015", 2), ("0.0000025", 2), ("0.00000251", 3), ("-0.0000015", -2)] as [(String, Int64)])
    func `Digits beyond the sixth decimal are rounded half to even, and it is said`(text: String, micros: Int64) {
        let parsed = Micros.parse(text)

        #expect(parsed?.micros == micros)
        #expect(parsed?.exact == false)
    }

    @Test(arguments: ["", "-", ".", "1.2.3", "1e", "abc", "1 000", "1,5", "NaN", "9223372036854.775808", "1e99"])
    func `What is no decimal or does not fit is refused`(text: String) {
        #expect(Micros.parse(text) == nil)
    }

    @Test func `The display has the currency's own decimals`() throws {
        let yen = try #require(Currency("JPY"))
        let dinar = try #require(Currency("BHD"))
        let euro = try #require(Currency("EUR"))

        #expect(Money(micros: 1_500_000_000, currency: yen).display == "1500")
        #expect(Money(micros: 1_500_000, currency: dinar).display == "1.500")
        #expect(Money(micros: -10_000, currency: euro).display == "-0.01")
        #expect(Money(micros: 1_234_567, currency: euro).display == "1.234567")
    }

    @Test(arguments: ["eur", "EU", "EURO", "E R", ""])
    func `A currency is three upper-case letters`(code: String) {
        #expect(Currency(code) == nil)
    }
}
