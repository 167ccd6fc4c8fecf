import Core
import Web

/// The connections of a tenant: what they are, what they are doing, and the button that starts one.
struct ConnectionPages: Sendable {
    let desk: ConsoleDesk
    let store: ConsoleStore
    let requestSync: Console.RequestSync
    let consent: ConsoleConsent?
    let hooks: ConsoleHooks?

    var endpoints: [Endpoint] { [list, one, sync] + (hooks.map { [makeHook($0)] } ?? []) }

    private static let mayRead = Permission("connections:read")
    private static let mayRun = Permission("syncs:run")

    private var list: Endpoint {
        Endpoint(
            .get, "/app/connections", permission: .public, summary: "The page of all connections.", tag: "Console", output: .html,
            options: ConsoleDesk.options
        ) { [desk, store] call in
            try await desk.show(call, Self.mayRead, comeBack: "/app/connections") { principal in
                let (tenant, rows) = try await store.connections(principal.tenant)
                let words = wording(principal)
                let frame = desk.frame(
                    "connections_title", principal, tenantName: tenant, refreshes: rows.contains { $0.lastSync?.isUnderWay == true })
                let view = ConnectionsView(
                    text: desk.texts.all, frame: frame, formToken: frame.formToken ?? "", hasPlatforms: words.hasPlatforms, isEmpty: rows.isEmpty,
                    connections: rows.map(words.connection))
                return HTMLPage(desk.pages.render(.connections, view))
            }
        }
    }

    private var one: Endpoint {
        Endpoint(
            .get, "/app/connections/{id}", permission: .public, summary: "The page of one connection.", tag: "Console", path: Self.path,
            output: .html, options: ConsoleDesk.options
        ) { [desk] call in
            try await desk.show(call, Self.mayRead, comeBack: "/app/connections/\(call.path)") { principal in
                try await page(call.path, principal)
            }
        }
    }

    private var sync: Endpoint {
        Endpoint(
            .post, "/app/connections/{id}/sync", permission: .public, summary: "Sync a connection from its page.", tag: "Console", path: Self.path,
            body: .form(.fields(parameter("form_token", .optional(.string(max: 500))))), output: .html, options: ConsoleDesk.options
        ) { [desk, store, requestSync] call in
            try await desk.show(call, Self.mayRun, comeBack: "/app/connections/\(call.path)") { principal in
                guard desk.forms.accepts(call.body, from: ConsoleDesk.visitor(principal)) else {
                    call.audit("connections.sync", resource: "connection", id: call.path, outcome: .denied)
                    return desk.staleForm(principal)
                }
                let id = try Self.id(call.path)
                guard try await store.connection(id, principal.tenant) != nil else { throw Problem.notFound }
                do { try await requestSync(principal.tenant, id, principal.user) } catch let error as any DomainError
                    where error.problem.status == 409
                {
                    call.audit("connections.sync", resource: "connection", id: call.path, outcome: .failure)
                    return try await page(call.path, principal, refusal: error.problem.detail ?? error.problem.title, status: 409)
                }
                call.audit("connections.sync", resource: "connection", id: call.path, changes: ["mode": "incremental"])
                return .redirect(to: "/app/connections/\(id)")
            }
        }
    }

    /// A text, so that an id that is none gets a page as well.
    static let path = Parameters<String>.fields(parameter("id", .string(min: 1, max: 64)))

    static func id(_ text: String) throws -> ConnectionID {
        guard let id = ConnectionID(text) else { throw Problem.notFound }
        return id
    }

    /// - Parameter newAddress: of the hook, where it was just made.
    func page(
        _ text: String, _ principal: Principal, refusal: String? = nil, newAddress: Secret? = nil, status: Int = 200
    ) async throws -> HTMLPage {
        guard let found = try await store.connection(Self.id(text), principal.tenant) else { throw Problem.notFound }
        let words = wording(principal)
        let row = found.connection
        let mayChoose = row.state == "reconnect_needed" && words.consents.contains(row.connector)
        let offered = mayChoose ? try await consent?.offered(principal.tenant, row.id) ?? [] : []
        let frame = desk.frame(
            "connection_title", principal, tenantName: found.tenantName,
            refreshes: refusal == nil && newAddress == nil && found.connection.lastSync?.isUnderWay == true)
        let view = ConnectionView(
            text: desk.texts.all, frame: frame, formToken: frame.formToken ?? "", refusal: refusal, choosesAccounts: !offered.isEmpty,
            connection: words.connection(found.connection),
            hasStreams: !found.streams.isEmpty, streams: found.streams.map(words.stream), hasSyncs: !found.syncs.isEmpty,
            syncs: found.syncs.map(words.sync), hasRejects: !found.rejects.isEmpty, rejects: found.rejects.map(words.reject),
            moreRejects: words.moreRejects(shown: found.rejects.count, of: found.connection.lastSync?.rowsRejected ?? 0),
            hook: hook(found, principal, words, newAddress))
        return HTMLPage(desk.pages.render(.connection, view), status: status)
    }

    /// What is shown of its hook: nothing where its platform delivers nothing and never did.
    private func hook(_ found: ConnectionDetail, _ principal: Principal, _ words: ConnectionWording, _ newAddress: Secret?) -> HookView? {
        guard let hooks else { return nil }
        let takes = hooks.takes(found.connection.connector)
        guard takes || found.hook != nil || !found.deliveries.isEmpty else { return nil }
        return words.hook(
            found, address: hooks.address(principal.tenant, found.connection.id), newAddress: newAddress,
            mayMake: takes && principal.may(ConnectPages.mayWrite))
    }

    private func wording(_ principal: Principal) -> ConnectionWording {
        ConnectionWording(
            texts: desk.texts, now: desk.time.now, maySync: principal.may(Self.mayRun),
            consents: principal.may(ConnectPages.mayWrite) ? Set(consent?.platforms.map(\.connector) ?? []) : [])
    }
}
