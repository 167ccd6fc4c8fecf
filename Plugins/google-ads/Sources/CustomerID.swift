import ConnectorKit

/// The number of a Google Ads account: ten digits. People write it with hyphens, the API wants it without.
struct CustomerID: Hashable, CustomStringConvertible {
    /// Ten digits.
    let description: String

    /// Reads `1234567890` and `123-456-7890`; nil for anything else.
    init?(_ text: String) {
        let digits = text.filter { $0 != "-" }
        guard digits.utf8.count == 10, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        description = digits
    }

    /// Reads `customers/1234567890`.
    init?(resource name: String) {
        guard name.hasPrefix("customers/") else { return nil }
        self.init(String(name.dropFirst(10)))
    }
}

/// An account and the way to it.
struct Access: Hashable {
    /// The account that is called.
    let customer: CustomerID
    /// The manager through whom it is reached; nil where the access belongs to the account itself.
    let login: CustomerID?
}
