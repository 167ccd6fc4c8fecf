import ConnectorKit

/// The shop itself: its zone makes the days, its currency the amounts.
struct Shop {
    let domain: String
    let name: String
    /// ISO 4217 code.
    let currency: String
    let zone: Zone

    init(_ admin: Admin) throws {
        do {
            let shop = try admin.query("Shop", "query Shop{shop{id name currencyCode ianaTimezone myshopifyDomain}}").required("shop")
            domain = try shop.requiredString("myshopifyDomain")
            name = shop["name"].filledString ?? domain
            guard let own = shop["currencyCode"].currencyCode else { throw ConnectorFailure(.contract, "Shopify does not say the shop's currency.") }
            currency = own
            zone = try Zone(shop.requiredString("ianaTimezone"))
        } catch let refusal as Refusal { throw refusal.failure }
    }
}
