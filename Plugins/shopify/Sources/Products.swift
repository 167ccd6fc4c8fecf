import ConnectorKit

/// Products with their variants and what these cost the shop.
struct Products: Listed {
    let stream = "products"
    let type = "Product"
    let member = "products"
    let pageSize: Int
    private let admin: Admin
    private let variants = Rest(name: "variants", type: "Product", field: "variants", selection: Products.variant)

    init(_ admin: Admin, _ settings: Settings) {
        self.admin = admin
        pageSize = settings.pageSize
    }

    private static let variant = "id sku price inventoryQuantity inventoryItem{id unitCost{amount}}"

    func selection(_ form: InnerList) -> String {
        "id title handle status vendor productType createdAt updatedAt \(variants.inner(form))"
    }

    func emit(_ items: [Item], _ host: Host) throws {
        for item in items {
            let node = item.node
            let id = try node.requiredString("id")
            let (items, isWhole) = try variants.all(of: item, id: id, admin)
            guard isWhole else {
                try host.reject(stream, Reject("The product went away before all its variants were read.", field: "id", sample: id))
                continue
            }
            try host.emit(
                ProductRow(
                    id: id, title: node["title"].filledString, handle: node["handle"].filledString, status: node["status"].filledString?.lowercased(),
                    vendor: node["vendor"].filledString, productType: node["productType"].filledString, createdAt: node["createdAt"].instant,
                    updatedAt: node["updatedAt"].instant, variants: items.compactMap(row)))
        }
    }

    private func row(_ item: JSONView) -> ProductRow.Variant? {
        guard let id = item["id"].filledString else { return nil }
        return ProductRow.Variant(
            id: id, sku: item["sku"].filledString, price: item["price"].micros, cost: item["inventoryItem.unitCost.amount"].micros,
            inventory: item["inventoryQuantity"].integer)
    }
}
