import ConnectorHost
import Core
import Web

/// HTTP of the connectors that there are: the same for all tenants.
struct ConnectorRoutes {
    let connectors: Connectors

    var endpoints: [Endpoint] { [list, one, versions] }

    private static let path: Parameters<String> = .fields(parameter("id", .string(min: 1, max: 64), "The connector's id."))

    private var list: Endpoint {
        Endpoint(
            .get, "/api/v1/connectors", permission: .connectionsRead, summary: "List the connectors that there are", tag: "Connectors",
            query: .page(),
            output: .page(of: .connector)
        ) { [connectors] call in
            let after = call.query.after?["id"]?.string ?? ""
            let rest = connectors.newest.filter { $0.id > after }
            return Listing(Page(reading: Array(rest.prefix(call.query.limit + 1)), limit: call.query.limit) { ["id": .string($0.id)] })
        }
    }

    private var one: Endpoint {
        Endpoint(
            .get, "/api/v1/connectors/{id}", permission: .connectionsRead, summary: "Read what a connector is", tag: "Connectors", path: Self.path,
            output: .json(.connector)
        ) { [connectors] call in
            guard let connector = connectors.newest(call.path) else { throw Problem.notFound }
            return connector
        }
    }

    private var versions: Endpoint {
        Endpoint(
            .get, "/api/v1/connectors/{id}/versions", permission: .connectionsRead, summary: "List a connector's versions, newest first",
            tag: "Connectors", path: Self.path, output: .page(of: .connectorVersion)
        ) { [connectors] call in
            let versions = connectors.versions(call.path)
            guard !versions.isEmpty else { throw Problem.notFound }
            return Listing(Page(items: versions, next: nil))
        }
    }
}
