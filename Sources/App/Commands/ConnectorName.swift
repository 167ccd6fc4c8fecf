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
                "invalid_name",
                "\"\(id)\" is no id of a connector. It has up to 40 lower-case letters, digits and single hyphens, and begins with a letter.")
        }
        self.id = id
    }

    /// Whether a Swift type may have this name: one that the kit or the language has already would hide it.
    /// - Throws: `ConnectorCommandFault` that names another.
    func checkType() throws {
        guard !Self.taken.contains(type), !ConnectorKitSources.typeNames.contains(type) else {
            throw ConnectorCommandFault(
                "taken_name", "\"\(id)\" would become the type \(type), which is Swift's or the kit's already. Add a word, as in \(id)-shop.")
        }
    }

    /// What a new connector's sources say and mean something else by. `C` would make a second module CConnector.
    private static let taken: Set<String> = [
        "Any", "AnyObject", "Array", "Bool", "C", "ConnectorKit", "Int", "Optional", "Protocol", "Self", "String", "Test", "Testing", "Type",
        "UnsafePointer",
    ]

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
