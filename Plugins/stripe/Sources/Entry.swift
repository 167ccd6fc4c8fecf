public import CConnector
import ConnectorKit

/// The one symbol that the runner looks for.
@c(stripe_connector_v1)
public func stripeConnector(_ host: UnsafePointer<tactics_host>?) -> UnsafePointer<tactics_connector>? {
    connectorTable(for: Stripe.self, host: host)
}

/// Money that moved, and what stands behind it, from Stripe's API.
struct Stripe: Connector {
    static let manifest = Array(ManifestText.text.utf8)

    func check(_ config: JSONView, _ host: Host) throws -> Account {
        let settings = try Settings(config)
        let merchant = try Merchant(API(settings, host), settings, tenantZone: nil)
        return Account(id: merchant.id, name: merchant.name)
    }

    func discover(_ config: JSONView, _ host: Host) throws -> Discovery {
        let settings = try Settings(config)
        let api = API(settings, host)
        let merchant = try Merchant(api, settings, tenantZone: nil)
        let paths = [(name: "transactions", path: "balance_transactions")] + ObjectKind.allCases.map { (name: $0.stream, path: $0.path) }
        let streams = try paths.map { name, path in
            let reason = try Self.refusal(api, path)
            return Discovery.Stream(name, available: reason == nil, reason: reason)
        }
        return Discovery(streams: streams, accounts: [Account(id: merchant.id, name: merchant.name)])
    }

    func read(_ request: ReadRequest, _ host: Host) throws -> Outcome {
        let settings = try Settings(request.config)
        let kind = ObjectKind(stream: request.stream)
        guard kind != nil || request.stream == "transactions" else {
            throw ConnectorFailure(.permanent, "There is no stream \"\(request.stream)\".")
        }
        let api = API(settings, host)
        let merchant = try Merchant(api, settings, tenantZone: request.timeZone)
        do {
            if let kind {
                try Objects(api: api, kind: kind, settings: settings, merchant: merchant).read(request)
            } else {
                try Transactions(api: api, settings: settings, merchant: merchant).read(request)
            }
        } catch let refusal as Refusal { throw refusal.failure }
        return .done
    }

    /// Why a list can not be read with this key; nil when it can.
    private static func refusal(_ api: API, _ path: String) throws -> String? {
        do {
            _ = try api.get(path, [(name: "limit", value: "1")])
            return nil
        } catch let refusal as Refusal {
            guard refusal.failure.kind == .auth || refusal.failure.kind == .permanent else { throw refusal.failure }
            return refusal.failure.message
        }
    }
}
