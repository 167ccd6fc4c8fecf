import ConnectorKit

/// Takes webhooks. A delivery only says which object changed: the object is then asked for, so that its rows are those of a read and in their newest
/// state, however late and in whatever order deliveries come. The bodies lack what rows have (what variants cost, where the buyer came from).
struct Deliveries {
    let settings: Settings
    let admin: Admin

    init(_ config: JSONView, _ host: Host) throws {
        settings = try Settings(config)
        admin = Admin(settings, host)
    }

    func take(_ delivery: Delivery) throws -> Reception {
        // One address may serve several shops.
        if let domain = delivery.header("x-shopify-shop-domain"), domain.lowercased() != "\(settings.shop).myshopify.com" { return .ignored }
        let topic = delivery.topic ?? delivery.header("x-shopify-topic") ?? ""
        switch try Notice(topic: topic, delivery.json()) {
        case .changed(let stream, let id): return try change(stream, id)
        case .deleted(let stream, let id):
            try admin.host.emitDeleted(stream, id: id)
            return Reception(streams: [stream])
        case .told(let sentence):
            admin.host.log(.warning, sentence)
            return .ignored
        case .nothing: return .ignored
        }
    }

    private func change(_ stream: String, _ id: String) throws -> Reception {
        do {
            switch stream {
            case "orders":
                let isThere = try fetch(Orders(admin, Shop(admin), settings), id)
                return isThere ? Reception(streams: ["orders", "order_lines", "refunds"]) : .ignored
            case "customers": return try fetch(Customers(admin, settings), id) ? Reception(streams: ["customers"]) : .ignored
            default: return try fetch(Products(admin, settings), id) ? Reception(streams: ["products"]) : .ignored
            }
        } catch let refusal as Refusal { throw refusal.failure }
    }

    /// Emits the rows of one object; false where it is gone, or out of reach.
    private func fetch(_ listed: some Listed, _ id: String) throws -> Bool {
        var kind = listed
        let name = "changed_\(kind.stream)"
        let query = "query \(name)($id:ID!){node(id:$id){... on \(kind.type){\(kind.selection(.page))}}}"
        let node = try admin.query(name, query) { $0.text("id", id) }["node"]
        guard node["id"].exists else {
            admin.host.log(.info, "A delivery names an object of \(kind.stream) that Shopify does not show.")
            return false
        }
        try kind.emit([Item(node: node)], admin.host)
        return true
    }
}

extension Shopify: Receiving {
    func webhook(_ delivery: Delivery, _ host: Host) throws -> Reception { try Deliveries(delivery.config, host).take(delivery) }
}
