import ConnectorKit

/// Customers. Without the approval for protected customer data names and addresses are null.
struct Customers: Listed {
    let stream = "customers"
    let type = "Customer"
    let member = "customers"
    let pageSize: Int
    private let usesPlainContact: Bool
    private let admin: Admin
    /// The shop's own currency, once it was asked for.
    private var shopCurrency: String?

    init(_ admin: Admin, _ settings: Settings) {
        self.admin = admin
        pageSize = settings.pageSize
        usesPlainContact = settings.usesPlainContact
    }

    func selection(_ form: InnerList) -> String {
        let contact = usesPlainContact ? "email phone" : "defaultEmailAddress{emailAddress} defaultPhoneNumber{phoneNumber}"
        return "id firstName lastName \(contact) numberOfOrders amountSpent{amount currencyCode} createdAt updatedAt defaultAddress{countryCodeV2}"
    }

    mutating func emit(_ items: [Item], _ host: Host) throws {
        for node in items.map(\.node) {
            let spent = node["amountSpent.amount"].micros
            let currency = try spent == nil ? nil : node["amountSpent.currencyCode"].currencyCode ?? ofShop()
            try host.emit(
                CustomerRow(
                    id: try node.requiredString("id"), email: (node["defaultEmailAddress.emailAddress"].filledString ?? node["email"].filledString),
                    phone: node["defaultPhoneNumber.phoneNumber"].filledString ?? node["phone"].filledString,
                    firstName: node["firstName"].filledString, lastName: node["lastName"].filledString, createdAt: node["createdAt"].instant,
                    updatedAt: node["updatedAt"].instant, ordersCount: node["numberOfOrders"].integer, spent: spent, currency: currency,
                    country: node["defaultAddress.countryCodeV2"].filledString))
        }
    }

    /// What customers spent is in the shop's currency, also where the answer does not say so.
    private mutating func ofShop() throws -> String {
        if let shopCurrency { return shopCurrency }
        let currency = try Shop(admin).currency
        shopCurrency = currency
        return currency
    }
}
