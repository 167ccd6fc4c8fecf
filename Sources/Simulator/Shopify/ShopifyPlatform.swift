import Core
import Synchronization

/// Shopify's Admin API: GraphQL at `/{shop}/admin/api/{version}/graphql.json`.
final class ShopifyPlatform: SimulatedPlatform {
    private struct Visited: Sendable {
        var store: ShopifyStore
        var bucket: ShopifyBucket
        let desk: ShopifyBulkDesk
        var requests = 0
    }

    let name = "shopify"
    private let settings: ShopifySettings
    private let visited = Mutex<[UInt64: Visited]>([:])

    init(_ settings: ShopifySettings) { self.settings = settings }

    /// Files of bulk operations carry theirs in the address.
    func token(of request: SimulatedRequest) -> String? {
        Self.asksForFile(request) ? request.parameters["Signature"] : request.headers["x-shopify-access-token"]
    }

    private static func asksForFile(_ request: SimulatedRequest) -> Bool { request.path.count == 2 && request.path[0] == ShopifyBulkDesk.folder }

    func refusal() -> SimulatedResponse {
        SimulatedResponse(status: 401, ["errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"], outcome: .failed)
    }

    func expiry() -> SimulatedResponse { refusal() }

    func outage() -> SimulatedResponse {
        SimulatedResponse(status: 500, ["errors": [["message": "Internal error. Looks like something went wrong on our end."]]], outcome: .failed)
    }

    func throttle(_ request: SimulatedRequest) -> SimulatedResponse {
        let cost: JSON = [
            "requestedQueryCost": .integer(settings.largestQueryCost / 2), "actualQueryCost": .null,
            "throttleStatus": [
                "maximumAvailable": .number(String(settings.maximumAvailable)), "currentlyAvailable": 0,
                "restoreRate": .number(String(settings.restoreRate)),
            ],
        ]
        return Self.throttled(cost)
    }

    func answer(_ request: SimulatedRequest, _ business: SimulatedBusiness, token: String, now: Instant) -> SimulatedResponse {
        if Self.asksForFile(request), request.method == "GET" { return entry(business, now).desk.file(request.path[1], at: now) }
        guard request.path.count == 5, request.path[1] == "admin", request.path[2] == "api", request.path[4] == "graphql.json",
            request.method == "POST",
            let domain = Self.domain(request.path[0]), let version = served(request.path[3])
        else { return SimulatedResponse(status: 404, ["errors": "Not Found"], outcome: .failed) }
        let entry = entry(business, now)
        var response = query(request, ShopifyRoot(store: entry.store, domain: domain, desk: entry.desk, token: token, now: now), now)
        response.headers += [
            (name: "X-Request-Id", value: "sim-\(business.seed)-\(entry.requests)"), (name: "X-Shopify-API-Version", value: version),
        ]
        return response
    }

    /// What is known of a business; one request more.
    private func entry(_ business: SimulatedBusiness, _ now: Instant) -> Visited {
        visited.withLock { visited in
            var entry =
                visited[business.seed]
                ?? Visited(store: ShopifyStore(business), bucket: ShopifyBucket(settings, now: now), desk: ShopifyBulkDesk(settings))
            if entry.store.business !== business { entry.store = ShopifyStore(business) }
            entry.requests += 1
            visited[business.seed] = entry
            return entry
        }
    }

    private func query(_ request: SimulatedRequest, _ root: ShopifyRoot, _ now: Instant) -> SimulatedResponse {
        guard let body = try? JSON(parsing: request.body, limits: .request), let text = body["query"]?.string else {
            return SimulatedResponse(status: 400, ["errors": ["query": "Required parameter missing or invalid"]], outcome: .failed)
        }
        do throws(GraphQLFaults) {
            let query = try GraphQLRequest(
                text, operationName: body["operationName"]?.string, variables: body["variables"], ShopifySchema.schema, settings.cost)
            return run(query, root, now)
        } catch {
            return SimulatedResponse(["errors": .array(error.faults.map(\.json))], outcome: .failed)
        }
    }

    private func run(_ query: GraphQLRequest, _ root: ShopifyRoot, _ now: Instant) -> SimulatedResponse {
        guard query.requestedCost <= settings.largestQueryCost else {
            let message = "Query cost is \(query.requestedCost), which exceeds the single query max cost limit (\(settings.largestQueryCost))."
            let fault = GraphQLFault(
                message: message, code: "MAX_COST_EXCEEDED",
                detail: [.init("cost", .integer(query.requestedCost)), .init("maxCost", .integer(settings.largestQueryCost))])
            return SimulatedResponse(["errors": [fault.json]], outcome: .failed)
        }
        let refusal: JSON? = onBucket(root) { bucket in
            let isAdmitted = bucket.admits(query.requestedCost, at: now, draining: settings.drainedQueries)
            return isAdmitted ? JSON?.none : bucket.report(requested: query.requestedCost, actual: nil)
        }
        if let refusal { return Self.throttled(refusal) }
        do throws(GraphQLFault) {
            let result = try GraphQLExecution(query).run(root: root)
            let actual = min(query.requestedCost, Int(result.points.rounded(.up)))
            let cost = onBucket(root) { bucket in
                bucket.spend(actual)
                return bucket.report(requested: query.requestedCost, actual: actual)
            }
            return SimulatedResponse(["data": result.json, "extensions": ["cost": cost]], outcome: query.listsSomething ? .page : .answer)
        } catch {
            return SimulatedResponse(["data": .null, "errors": [error.json]], outcome: .failed)
        }
    }

    private func onBucket<Value: Sendable>(_ root: ShopifyRoot, _ body: (inout ShopifyBucket) -> Value) -> Value {
        visited.withLock { visited in
            var entry =
                visited[root.store.business.seed] ?? Visited(store: root.store, bucket: ShopifyBucket(settings, now: root.now), desk: root.desk)
            defer { visited[root.store.business.seed] = entry }
            return body(&entry.bucket)
        }
    }

    /// Throttled GraphQL comes with HTTP 200.
    private static func throttled(_ cost: JSON) -> SimulatedResponse {
        let fault: JSON = [
            "message": "Throttled", "extensions": ["code": "THROTTLED", "documentation": "https://shopify.dev/api/usage/rate-limits"],
        ]
        return SimulatedResponse(["errors": [fault], "extensions": ["cost": cost]], outcome: .throttled)
    }

    private static func domain(_ shop: String) -> String? {
        let name = shop.hasSuffix(".myshopify.com") ? String(shop.dropLast(14)) : shop
        guard let first = name.unicodeScalars.first, first != "-",
            name.unicodeScalars.allSatisfy({ ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" })
        else { return nil }
        return "\(name).myshopify.com"
    }

    /// The version that answers; `nil` for what is no version, or not yet one.
    private func served(_ asked: String) -> String? {
        if settings.versions.contains(asked) { return asked }
        guard let oldest = settings.versions.first, asked.utf8.count == 7, asked < oldest, asked.dropFirst(4).first == "-" else { return nil }
        return oldest
    }
}

extension GraphQLRequest {
    /// Whether a list is asked for at the top: an answer to it counts as a page.
    fileprivate var listsSomething: Bool {
        fields(operation.selections, for: root).contains { field in
            if case .connection = schema.types[root]?.fields[field.name]?.shape { true } else { false }
        }
    }
}
