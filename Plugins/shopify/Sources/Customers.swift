import ConnectorKit

/// Customers. Without the approval for protected customer data names and addresses are null.
struct Customers: Listed {
    let stream = "customers"
    let member = "customers"
    let pageSize: Int
    private let usesPlainContact: Bool

    init(_ settings: Settings) {
        pageSize = settings.pageSize
        usesPlainContact = settings.usesPlainContact
    }

    var query: String {
        let contact = usesPlainContact ? "email phone" : "defaultEmailAddress{emailAddress} defaultPhoneNumber{phoneNumber}"
        return """
            query customers($first:Int!,$after:String,$q:String,$sort:CustomerSortKeys,$reverse:Boolean){\
            customers(first:$first,after:$after,query:$q,sortKey:$sort,reverse:$reverse){nodes{\
            id firstName lastName \(contact) numberOfOrders amountSpent{amount currencyCode} createdAt updatedAt defaultAddress{countryCodeV2}\
            }pageInfo{hasNextPage endCursor}}}
            """
    }

    func emit(_ nodes: [JSONView], _ host: Host) throws {
        for node in nodes {
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
