import ConnectorKit
import Testing

@testable import StripeConnector

@Suite struct CurrencyTests {
    @Test(
        arguments: [
            ("EUR", "1234", 12_340_000), ("JPY", "1234", 1_234_000_000), ("MGA", "1234", 1_234_000_000), ("KWD", "12340", 12_340_000),
            ("ISK", "50000", 500_000_000), ("UGX", "500", 5_000_000), ("HUF", "1050", 10_500_000), ("TWD", "100", 1_000_000), ("EUR", "-5", -50_000),
            ("TND", "1", 1_000), ("EUR", "0", 0),
        ] as [(String, String, Int64)])
    func `An amount is exact in every currency`(currency: String, text: String, micros: Int64) throws {
        let amount = try JSONDocument(text).root

        #expect(Currencies().amount(amount, currency) == Micros(micros))
    }

    @Test func `The lists of currencies are settings`() throws {
        let settings = try Settings(JSONDocument(#"{"zero_decimal":["UGX"],"three_decimal":[]}"#).root)

        #expect(settings.currencies.decimals(of: "UGX") == 0)
        #expect(settings.currencies.decimals(of: "JPY") == 2)
        #expect(settings.currencies.decimals(of: "KWD") == 2)
    }

    @Test(arguments: [#""12""#, "1.5", "null", "true", "[]", "99999999999999999999", "9223372036854775807"])
    func `What is no amount is none`(text: String) throws {
        #expect(Currencies().amount(try JSONDocument(text).root, "EUR") == nil)
    }
}
