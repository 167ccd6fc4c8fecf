import Core
import Synchronization

@testable import Web

/// A small slice to test with: a list with filters, one of them by id, a way to make one, a patch.
struct Campaign: Sendable, Equatable {
    enum Status: String, CaseIterable, Sendable { case active, paused }

    var id: CampaignID
    var name: String
    var status: Status
    var budget: Money
    var start: Day?

    static let schema = Schema<Campaign>.object(
        "Campaign",
        field("id", \.id, .id()),
        field("name", \.name, .string(min: 1, max: 200)),
        field("status", \.status, .enumeration()),
        field("budget", \.budget, .money, "For one day."),
        field("start", \.start, .optional(.day))
    ) { Campaign(id: $0, name: $1, status: $2, budget: $3, start: $4) }

    static func sample(_ name: String = "Spring") -> Campaign {
        Campaign(id: CampaignID(), name: name, status: .active, budget: Money(micros: 1_234_560_000, currency: .euro), start: Day("2026-05-01"))
    }
}

extension Currency {
    static let euro = Currency("EUR").unsafelyUnwrapped
}

struct NewCampaign: Sendable {
    struct Item: Sendable {
        var name: String
        var price: Int
    }

    var name: String
    var email: String
    var items: [Item]

    static let schema = Schema<NewCampaign>.object(
        "NewCampaign",
        field("name", \.name, .string(min: 1, max: 20)),
        field("email", \.email, .email),
        field(
            "items", \.items,
            .array(
                of: .object("NewCampaignItem", field("name", \.name, .string()), field("price", \.price, .integer(min: 1))) {
                    Item(name: $0, price: $1)
                }
            ).defaulting(to: []))
    ) { NewCampaign(name: $0, email: $1, items: $2) }
}

struct CampaignChange: Sendable, Equatable {
    var name: Patch<String>
    var start: Patch<Day>

    static let schema = Schema<CampaignChange>.object(
        "CampaignChange", field("name", \.name, .patch(.string(min: 1))), field("start", \.start, .patch(.day, nullable: true))
    ) { CampaignChange(name: $0, start: $1) }
}

extension Access where Self == Permission {
    static var campaignsRead: Permission { Permission("campaigns:read") }
    static var campaignsWrite: Permission { Permission("campaigns:write") }
    static var platformWrite: Permission { Permission("platform:write") }
}

enum Sample {
    static let tenantA = TenantID()
    static let tenantB = TenantID()
    static let known = Campaign.sample()

    static func principal(
        _ tenant: TenantID = tenantA, roles: Set<String> = [], _ permissions: Set<Permission> = [.campaignsRead, .campaignsWrite]
    ) -> Principal {
        Principal(tenant: tenant, subject: .user(UserID()), roles: roles, permissions: permissions)
    }

    static let tokens = KnownTokens([
        "a": principal(), "b": principal(tenantB), "reader": principal(tenantA, [.campaignsRead]), "admin": principal(tenantA, roles: ["admin"], []),
        "platform": principal(tenantA, roles: ["platform_admin"], []), "none": principal(tenantA, []),
    ])

    static let endpoints: [Endpoint] = [
        Endpoint(
            .get, "/api/v1/campaigns", permission: .campaignsRead, summary: "Campaigns.", tag: "Campaigns",
            query: .page(
                parameter("status", .optional(.enumeration(Campaign.Status.self))),
                parameter("sort", .enumeration(["name", "-name"]).defaulting(to: "name"))),
            output: .page(of: Campaign.schema)
        ) { call in
            let (page, _, _) = call.query
            let start = Int(page.after?.integer ?? 0)
            let rows = (start..<(start + page.limit + 1)).filter { $0 < 5 }.map { (index: $0, campaign: Campaign.sample("C\($0)")) }
            let cut = Page(reading: rows, limit: page.limit) { .integer($0.index + 1) }
            return Listing(Page(items: cut.items.map(\.campaign), next: cut.next))
        },
        Endpoint(
            .get, "/api/v1/campaigns/{id}", permission: .campaignsRead, summary: "One campaign.", tag: "Campaigns", path: .id("id", CampaignID.self),
            output: .json(Campaign.schema)
        ) { call in
            guard call.path == known.id, call.tenant == tenantA else { throw Problem.notFound }
            return known
        },
        Endpoint(
            .post, "/api/v1/campaigns", permission: .campaignsWrite, summary: "Makes a campaign.", tag: "Campaigns", body: .json(NewCampaign.schema),
            output: .json(Campaign.schema), status: 201
        ) { call in
            let made = Campaign.sample(call.body.name)
            call.audit("campaign.create", resource: "campaign", id: made.id.description, changes: ["name": .string(made.name)])
            call.setHeader("Location", "/api/v1/campaigns/\(made.id)")
            return made
        },
        Endpoint(
            .patch, "/api/v1/campaigns/{id}", permission: .campaignsWrite, summary: "Changes a campaign.", tag: "Campaigns",
            path: .id("id", CampaignID.self),
            body: .json(CampaignChange.schema), output: .json(Campaign.schema)
        ) { call in
            var changed = known
            changed.name = call.body.name.value ?? changed.name
            changed.start = call.body.start.applied(to: changed.start)
            return changed
        },
        Endpoint(
            .delete, "/api/v1/campaigns/{id}", permission: .campaignsWrite, summary: "Removes a campaign.", tag: "Campaigns",
            path: .id("id", CampaignID.self), output: .nothing
        ) { _ in },
        Endpoint(.post, "/api/v1/admin/tenants", permission: .platformWrite, summary: "Makes a tenant.", tag: "Platform", output: .nothing) { _ in },
        Endpoint(.get, "/api/v1/raw", permission: .signedIn, summary: "JSON from the database.", tag: "Campaigns", output: .raw(Campaign.schema)) {
            _ in
            RawJSON(Campaign.schema.encode(known))
        },
        Endpoint(
            .get, "/health", permission: .public, summary: "Lives.", tag: "Health",
            output: .json(.object("Health", field("ok", \.self, .boolean)) { $0 }), options: .unlimited
        ) { _ in true },
    ]

    static func serve<Result: Sendable>(
        _ more: [Endpoint] = [], limiter: any RateLimiter = UnlimitedRate(), audit: any AuditSink = NoAudit(),
        configure: (inout WebConfiguration) throws -> Void = { _ in },
        _ body: @Sendable (WebTestClient) async throws -> Result
    ) async throws -> Result {
        try await WebApplication.test(endpoints + more, authenticator: tokens, limiter: limiter, audit: audit, configure: configure, body)
    }
}

final class RecordedAudit: AuditSink {
    private let list = Mutex<[AuditEvent]>([])

    var events: [AuditEvent] { list.withLock { $0 } }

    func record(_ event: AuditEvent) async { list.withLock { $0.append(event) } }
}

/// Allows so many requests in all, then denies.
final class CountingLimiter: RateLimiter {
    private let left: Mutex<Int>

    init(_ allowed: Int) { left = Mutex(allowed) }

    func take(_ key: RateKey, rules: [RateRule]) async -> RateDecision? {
        let rest = left.withLock { left in
            left -= 1
            return left
        }
        return RateDecision(
            isAllowed: rest >= 0, rule: rules[0], remaining: max(0, rest), resetAfter: .seconds(30), retryAfter: .seconds(rest >= 0 ? 0 : 7))
    }
}
