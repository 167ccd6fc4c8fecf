/// The names that follow from a connector's id.
struct ConnectorName: Sendable, Hashable {
    /// `acme-shop`.
    let id: String

    /// - Throws: `ConnectorCommandFault` for what is no id.
    init(_ id: String) throws {
        let words = id.split(separator: "-", omittingEmptySubsequences: false)
        let isName =
            id.utf8.count <= 40 && id.utf8.first.map { (0x61...0x7A).contains($0) } == true
            && words.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) } }
        guard isName else {
            throw ConnectorCommandFault(
                "invalid_name", "\"\(id)\" is no id of a connector. It has lower-case letters, digits and single hyphens, and begins with a letter.")
        }
        self.id = id
    }

    /// `AcmeShop`.
    var type: String { id.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() }

    /// `acme_shop_connector_v1`.
    var entry: String { id.replacing("-", with: "_") + "_connector_v1" }

    /// `libAcmeShopConnector.so`.
    var library: String { "lib\(type)Connector.so" }

    /// A template's text with the names in place of `{{id}}`, `{{Type}}`, `{{entry}}` and `{{library}}`.
    func filled(_ template: String) -> String {
        template.replacing("{{id}}", with: id).replacing("{{Type}}", with: type).replacing("{{entry}}", with: entry)
            .replacing("{{library}}", with: library)
    }
}
