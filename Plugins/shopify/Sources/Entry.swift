public import CConnector
import ConnectorKit

/// The one symbol that the runner looks for.
@c(shopify_connector_v1)
public func shopifyConnector(_ host: UnsafePointer<tactics_host>?) -> UnsafePointer<tactics_connector>? {
    connectorTable(for: Shopify.self, host: host)
}

/// Orders, customers and products of a shop from Shopify's Admin GraphQL API.
struct Shopify: Connector {
    static let manifest = Array(ManifestText.text.utf8)

    func check(_ config: JSONView, _ host: Host) throws -> Account {
        let shop = try Shop(Admin(Settings(config), host))
        return Account(id: shop.domain, name: shop.name)
    }

    func discover(_ config: JSONView, _ host: Host) throws -> Discovery {
        let shop = try Shop(Admin(Settings(config), host))
        let streams = ["orders", "order_lines", "refunds", "customers", "products"]
        return Discovery(streams: streams.map { .init($0) }, accounts: [Account(id: shop.domain, name: shop.name)])
    }

    func read(_ request: ReadRequest, _ host: Host) throws -> Outcome {
        let settings = try Settings(request.config)
        let admin = Admin(settings, host)
        switch request.stream {
        case "orders": try crawl(Orders(admin, Shop(admin), settings), request, admin, settings)
        case "customers": try crawl(Customers(admin, settings), request, admin, settings)
        case "products": try crawl(Products(admin, settings), request, admin, settings)
        // Both are emitted while the orders are read.
        case "order_lines", "refunds": host.log(.info, "\(request.stream) come with the orders.")
        default: throw ConnectorFailure(.permanent, "There is no stream \"\(request.stream)\".")
        }
        return .done
    }

    private func crawl(_ kind: some Listed, _ request: ReadRequest, _ admin: Admin, _ settings: Settings) throws {
        var cursor = CrawlCursor(request)
        var bulk = BulkRead(admin, settings, kind)
        if try bulk.isWanted(request, cursor), try bulk.read(request, &cursor) { return }
        var crawl = Crawl(admin, settings, kind)
        try crawl.read(request, cursor)
    }
}
