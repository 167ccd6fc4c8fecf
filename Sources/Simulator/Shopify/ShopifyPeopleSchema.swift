import Core

extension ShopifySchema {
    static let customerTypes: [GraphQLType] = [
        GraphQLType("Customer", of: ShopifyCustomer.self) {
            $0.scalar("id") { gid("Customer", $0.number) }
            $0.scalar("legacyResourceId") { .string(String($0.number)) }
            $0.scalar("firstName") { .string($0.customer.firstName) }
            $0.scalar("lastName") { .string($0.customer.lastName) }
            $0.scalar("displayName") { .string("\($0.customer.firstName) \($0.customer.lastName)") }
            $0.scalar("email") { .string($0.customer.email) }
            $0.scalar("phone") { $0.customer.phone.map { .string($0) } }
            $0.scalar("createdAt") { time($0.created) }
            $0.scalar("updatedAt") { time($0.updated) }
            $0.scalar("state") { _ in "ENABLED" }
            $0.scalar("verifiedEmail") { _ in true }
            // An UnsignedInt64, which travels as a string.
            $0.scalar("numberOfOrders") { .string(String($0.customer.orderCount)) }
            $0.scalars("tags") { _ in [] }
            $0.object("amountSpent", "MoneyV2", isValue: true) { ShopifyMoney(micros: $0.customer.spent, currency: $0.business.currency.code) }
            $0.object("defaultAddress", "MailingAddress") { $0 }
            $0.object("defaultEmailAddress", "CustomerEmailAddress") { $0 }
            $0.object("defaultPhoneNumber", "CustomerPhoneNumber") { $0.customer.phone == nil ? nil : $0 }
        },
        GraphQLType("MailingAddress", of: ShopifyCustomer.self) {
            $0.scalar("id") { gid("MailingAddress", $0.number + 1_000_000_000_000) }
            $0.scalar("countryCodeV2") { .string($0.customer.country) }
            $0.scalar("country") { .string($0.customer.country) }
            $0.scalar("city") { _ in nil }
            $0.scalar("zip") { _ in nil }
        },
        GraphQLType("CustomerEmailAddress", of: ShopifyCustomer.self) {
            $0.scalar("emailAddress") { .string($0.customer.email) }
            $0.scalar("marketingState") { _ in "SUBSCRIBED" }
        },
        GraphQLType("CustomerPhoneNumber", of: ShopifyCustomer.self) {
            $0.scalar("phoneNumber") { $0.customer.phone.map { .string($0) } }
            $0.scalar("marketingState") { _ in "NOT_SUBSCRIBED" }
        },
    ]

    static let productTypes: [GraphQLType] = [
        GraphQLType("Product", of: ShopifyProduct.self) {
            $0.scalar("id") { gid("Product", $0.number) }
            $0.scalar("legacyResourceId") { .string(String($0.number)) }
            $0.scalar("title") { .string($0.product.title) }
            $0.scalar("handle") { .string($0.product.handle) }
            $0.scalar("status") { $0.product.isActive ? "ACTIVE" : "ARCHIVED" }
            $0.scalar("vendor") { .string($0.product.vendor) }
            $0.scalar("productType") { .string($0.product.kind) }
            $0.scalar("createdAt") { time($0.created) }
            $0.scalar("updatedAt") { time($0.updated) }
            $0.scalar("publishedAt") { time($0.created) }
            $0.scalar("totalInventory") { .integer($0.product.variants.reduce(0) { $0 + $1.inventory }) }
            $0.scalars("tags") { _ in [] }
            $0.connection("variants", "ProductVariant", ["sortKey"]) { product, arguments in
                .short(product.product.variants.map { ShopifyVariant(variant: $0, product: product) }, "ProductVariant", arguments)
            }
        },
        GraphQLType("ProductVariant", of: ShopifyVariant.self) {
            $0.scalar("id") { gid("ProductVariant", $0.number) }
            $0.scalar("legacyResourceId") { .string(String($0.number)) }
            $0.scalar("sku") { .string($0.variant.sku) }
            $0.scalar("title") { .string($0.variant.title) }
            $0.scalar("price") { .string(Micros.text($0.variant.price)) }
            $0.scalar("inventoryQuantity") { .integer($0.variant.inventory) }
            $0.scalar("createdAt") { time($0.created) }
            $0.scalar("updatedAt") { time($0.updated) }
            $0.object("product", "Product") { $0.product }
            $0.object("inventoryItem", "InventoryItem") { $0 }
        },
        GraphQLType("InventoryItem", of: ShopifyVariant.self) {
            $0.scalar("id") { gid("InventoryItem", $0.number + 2_000_000_000_000) }
            $0.scalar("sku") { .string($0.variant.sku) }
            $0.scalar("tracked") { _ in true }
            $0.object("unitCost", "MoneyV2", isValue: true) { ShopifyMoney(micros: $0.variant.cost, currency: Commerce.currency.code) }
        },
    ]
}
