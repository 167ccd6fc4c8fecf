import ConnectorKit

/// Customers. Without the approval for protected customer data names and addresses are null.
struct Customers: Listed {
    let stream = "customers"
    let type = "Customer"
    let member = "customers"
    let pageSize: Int
    private let usesPlainContact: Bool

    init(_ settings: Settings) {
        pageSize = settings.pageSize
        usesPlainContact = settings.usesPlainContact
    }

    func selection(_ form: InnerList) -> String {
        let contact = usesPlainContact ? "email phone" : "defaultEmailAddress{emailAddress} defaultPhoneNumber{phoneNumber}"
        return "id firstName lastName \(contact) numberOfOrders amountSpent{amount currencyCode} createdAt updatedAt defaultAddress{countryCodeV2}"
    }

    func emit(_ items: [Item], _ host: Host) throws {
        for node in items.map(\.node) {
            try host.emit(
                CustomerRow(
                    id: try node.requiredString("id"), email: (node["defaultEmailAddress.emailAddress"].filledString ?? node["email"].filledString),
                    phone: node["defaultPhoneNumber.phoneNumber"].filledString ?? node["phone"].filledString,
                    firstName: node["firstName"].filledString, lastName: node["lastName"].filledString, createdAt: node["createdAt"].instant,
                    updatedAt: node["updatedAt"].instant, ordersCount: node["numberOfOrders"].integer, spent: node["amountSpent.amount"].micros,
                    currency: node["amountSpent.currencyCode"].filledString, country: node["defaultAddress.countryCodeV2"].filledString))
        }
    }
}
